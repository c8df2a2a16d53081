"""A sound as a picture: waveform, spectrogram and loudness over one axis of time."""

from auralis.pictures.score.figure import save
from auralis.pictures.sound.figure import figure_of

__all__ = ["figure_of", "save"]
