"""A sound as a picture: waveform, spectrogram and loudness over one axis of time."""

from auralis.app.picture.figure import save
from auralis.app.sound_picture.figure import figure_of

__all__ = ["figure_of", "save"]
