"""Counters, histograms and structured logs."""

from auralis.observability.logs import configure

__all__ = ["configure"]
