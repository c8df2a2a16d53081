"""The score as a picture: sections, chords, piano roll and intensity over one axis of time."""

from auralis.pictures.score.figure import figure_of, save

__all__ = ["figure_of", "save"]
