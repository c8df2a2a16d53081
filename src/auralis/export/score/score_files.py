"""The score's ways out: JSON, a MIDI file and MusicXML."""

import json
from pathlib import Path

import typer

from auralis.core.units import Frame
from auralis.export.files import check_writable, replacing
from auralis.export.score.musicxml import NOTATIONS, compressed, document, parse_notation
from auralis.export.score.score import score
from auralis.sequencing import Timeline

STDOUT = "-"
WRITTEN = NOTATIONS[0]


def check_targets(
    json_file: str | None, midi: Path | None, musicxml: Path | None = None, notation: str = WRITTEN
) -> None:
    """Raise `InvalidValue` for a file that can't be made, or a notation that there is not."""
    parse_notation(notation)
    if json_file is not None and json_file != STDOUT:
        check_writable(Path(json_file), "json")
    for field, path in (("midi", midi), ("musicxml", musicxml)):
        if path is not None:
            check_writable(path, field)


def write_json(name: str, timeline: Timeline, start: Frame, end: Frame) -> None:
    """Write the score of frames [start, end) as JSON into a file, or on stdout for `-`."""
    text = json.dumps(score(timeline, start, end), ensure_ascii=False, indent=1)
    if name == STDOUT:
        typer.echo(text)
        return
    with replacing(Path(name)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def write_midi(path: Path, timeline: Timeline, start: Frame, end: Frame) -> None:
    """Write the notes that begin in frames [start, end) as a MIDI file."""
    from auralis.export.score.midi_file import midi_file

    with replacing(path) as partial:
        midi_file(timeline, start, end).save(partial)


def write_musicxml(path: Path, timeline: Timeline, start: Frame, end: Frame, notation: str = WRITTEN) -> None:
    """Write the notes that begin in frames [start, end) as MusicXML, packed if the name ends in `.mxl`."""
    content = document(timeline, start, end, parse_notation(notation))
    with replacing(path) as partial:
        partial.write_bytes(compressed(content) if path.suffix.lower() == ".mxl" else content)
