"""The player: plain ES modules, an AudioWorklet, CSS and one page."""

from pathlib import Path

FOLDER = Path(__file__).parent
