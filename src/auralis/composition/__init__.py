"""Composition: a musical context, a place and a seed become a phrase."""

from auralis.composition.context import MusicalContext
from auralis.composition.continuation import continued
from auralis.composition.ensemble import compose, energy, intensity, phrases_in
from auralis.composition.phrase import PHRASE_BARS, Chord, Phrase, Place, ScoreNote, Statement
from auralis.composition.satisfaction import notices, satisfied
from auralis.composition.settings import default_boundary, is_structural, normalise

__all__ = [
    "PHRASE_BARS",
    "Chord",
    "MusicalContext",
    "Phrase",
    "Place",
    "ScoreNote",
    "Statement",
    "compose",
    "continued",
    "default_boundary",
    "energy",
    "intensity",
    "is_structural",
    "normalise",
    "notices",
    "phrases_in",
    "satisfied",
]
