"""The bands in which every sound of ours is to lie: the certificate's own table."""

from auralis.certificate.bands import LOUDNESS, PRESETS, ROWS, Row

__all__ = ["LOUDNESS", "PRESETS", "ROWS", "Row"]
