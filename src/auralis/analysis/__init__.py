"""Measures sound: loudness, peaks, spectrum, onsets, stereo, and faults such as clicks and holes."""

from auralis.analysis.analyser import RATES, Analyser, analyse
from auralis.analysis.dropouts import Dropout
from auralis.analysis.report import Report

__all__ = ["RATES", "Analyser", "Dropout", "Report", "analyse"]
