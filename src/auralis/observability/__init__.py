"""Counters, histograms, watches and structured logs."""
