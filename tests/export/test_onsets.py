"""Onsets: a note is heard in the rendered sound when the MIDI file says, to the millisecond.

How it is measured: the music is rendered twice, as a listener hears it, once as it is and once
without one note of each layer. Until such a note begins, all samples of both are equal to the last bit;
the first that differs is where its sound begins, however slowly it swells. That it is the note and no
stray rounding is seen from what follows: struck instruments are loud at once, and the others grow to be
loud. The time to compare with is read from the MIDI file by pretty_midi, tempo map and all.
"""

from pathlib import Path

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.events import NoteEvent
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Block, Frame
from auralis.engine import Kernels
from auralis.export.score.score_files import write_midi
from auralis.sequencing import Segment, Timeline, notes, segment_notes
from auralis.station import part
from auralis.station.kits import Kits
from auralis.station.offline import render_stems, stem_names
from auralis.station.recipes import new_recipe, timeline_of
from tests.station.sampled import sampled

RATE = 44_100
STRUCK = {"piano", "bells", "percussion"}
LOUD = 1e-3
AT_ONCE = 1e-5
"""What struck instruments reach within the millisecond: -100 dB of full scale."""


def test_onsets_of_all_layers(kernels: Kernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = new_recipe(MusicalContext.of({"preset": "bright", "bpm": 71.3}), 0, "auralis", RATE)
    found = onsets(recipe, None, 60, kernels, tmp_path, monkeypatch)
    assert set(found) == {"pad", "piano", "bass", "bells", "air", "percussion"}
    assert all(-0.001 <= late <= 0.001 for late in found.values()), found


def test_onsets_with_a_soundfont(kernels: Kernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe, kits = sampled(tmp_path, preset="bright")
    changes = (Change(9 * RATE + 1234, "chunk", {"key": "A minor", "bpm": 66.7}),)
    found = onsets(recipe.with_changes(changes), kits, 24, kernels, tmp_path, monkeypatch)
    assert {"pad", "piano"} <= set(found)
    assert all(-0.002 <= late <= 0.002 for late in found.values()), found


def onsets(
    recipe: Recipe,
    kits: Kits | None,
    seconds: int,
    kernels: Kernels,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, float]:
    """Return by how many seconds the sound of a late note of each layer follows its time in the MIDI file."""
    timeline, kits = timeline_of(recipe), kits or Kits(recipe)
    last = seconds * RATE
    chosen = alone(list(notes(timeline, 0, last - 2 * RATE)))
    sound, stems = rendered(recipe, kits, kernels, last)
    monkeypatch.setattr(part, "segment_notes", without(set(chosen.values())))
    _, fewer = rendered(recipe, kits, kernels, last)
    written = read_midi(folder / "x.mid", timeline, last)
    found = {}
    for layer, note in chosen.items():
        row = 2 * stem_names(kits.first).index(layer)
        differs = np.abs(stems[row : row + 2] - fewer[row : row + 2]).max(axis=0)
        begins = int(np.argmax(differs > 0))
        assert differs.max() > LOUD
        if layer in STRUCK and kits.first.name == "auralis":
            assert differs[begins : begins + RATE // 1000].max() > AT_ONCE
        time = min(written[layer, note.pitch], key=lambda t: abs(t - note.frame / RATE))
        found[layer] = begins / RATE - time
    assert np.isfinite(sound).all()
    return found


def alone(found: list[NoteEvent]) -> dict[str, NoteEvent]:
    """Return the last note of each layer with half a second to any other of its layer."""
    chosen = {}
    for layer in sorted({note.layer for note in found}):
        own = [note for note in found if note.layer == layer]
        apart = [n for n in own if all(abs(o.frame - n.frame) > RATE // 20 for o in own if o is not n)]
        chosen[layer] = apart[-1]
    return chosen


def without(left_out: set[NoteEvent]) -> object:
    """Return `segment_notes` but for some notes."""

    def fewer(timeline: Timeline, segment: Segment) -> list[NoteEvent]:
        return [note for note in segment_notes(timeline, segment) if note not in left_out]

    return fewer


def rendered(recipe: Recipe, kits: Kits, kernels: Kernels, end: Frame) -> tuple[Block, Block]:
    blocks = list(render_stems(recipe, kernels, 0, end, kits=kits))
    return np.concatenate([b[0] for b in blocks], axis=1), np.concatenate([b[2] for b in blocks], axis=1)


def read_midi(path: Path, timeline: Timeline, end: Frame) -> dict[tuple[str, int], list[float]]:
    """Return the onsets of a file from the station's beginning, in seconds, by layer and pitch."""
    pretty_midi = pytest.importorskip("pretty_midi")
    write_midi(path, timeline, 0, end)
    found: dict[tuple[str, int], list[float]] = {}
    for instrument in pretty_midi.PrettyMIDI(str(path)).instruments:
        for note in instrument.notes:
            found.setdefault((instrument.name, note.pitch), []).append(note.start)
    return found
