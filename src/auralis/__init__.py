"""Auralis composes, plays and streams ambient music without end."""

__version__ = "0.2.0"
