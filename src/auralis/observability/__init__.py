"""Counters, histograms and structured logs."""
