"""Drawings of scores and sounds; they need matplotlib."""
