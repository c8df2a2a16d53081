"""The score as MusicXML 4.0, for programs that draw and print notes."""

from auralis.export.score.musicxml.bars import NOTATIONS, Notation, parse_notation
from auralis.export.score.musicxml.container import compressed
from auralis.export.score.musicxml.score_document import document

__all__ = ["NOTATIONS", "Notation", "compressed", "document", "parse_notation"]
