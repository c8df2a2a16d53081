"""The picture of a score: everything is in it, nothing is written over anything else."""

import re
import sys
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from auralis.app.options import read_recipe
from auralis.composition import MusicalContext
from auralis.pictures.score import figure_of
from auralis.pictures.score.chords import held_chords
from auralis.pictures.score.grid import clock, times
from auralis.pictures.score.intensity import intensities
from auralis.pictures.score.palette import INKS, hue_of, ink_name, oklch
from auralis.pictures.score.sheet import Sheet
from auralis.sequencing import Timeline, chords, notes
from auralis.station.recipes import timeline_of
from tests.command_line import Said
from tests.export.test_score import RATE, recipe

CHANGED = recipe(
    {"preset": "bright", "chords": ["I", "bVII", "V"]},
    (45, "bar", {"key": "A minor", "bpm": 84}),
    (90, "beat", {"intensity": 0.9, "layers.bells.mute": True}),
    (91, "beat", {"density": 0.7}),
)


def timeline(preset: str = "focus", seed: int = 7) -> Timeline:
    return Timeline.of(seed, RATE, MusicalContext.of({"preset": preset}))


def words(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def texts(figure: Figure) -> Counter[str]:
    return Counter(text.get_text() for text in words(figure))


def shapes(figure: Figure) -> dict[str, int]:
    """Return how many shapes the collections of notes have, by ink."""
    found = {c.get_gid(): len(c.get_paths()) for c in figure.findobj(Collection) if c.get_gid()}
    return {gid.removeprefix("notes "): count for gid, count in found.items()}


@pytest.mark.parametrize(
    ("preset", "start", "seconds"),
    [("focus", 0, 180), ("focus", 65, 60), ("bright", 500, 900), ("sleep", 30, 600)],
)
def test_every_note_has_a_shape_in_its_ink(preset: str, start: int, seconds: int) -> None:
    music = timeline(preset)
    first, last = start * RATE, (start + seconds) * RATE
    sounding = [note for note in notes(music, 0, last) if note.end > first]
    assert shapes(figure_of(music, first, last)) == Counter(ink_name(note) for note in sounding)


def test_chords_sections_and_layers_are_named() -> None:
    music = timeline()
    figure = figure_of(music, 0, 180 * RATE)
    shown = texts(figure)
    assert shown["focus, D dorian, 60 bpm, seed 7"] == 1
    assert shown["0:00 to 3:00"] == 1
    assert shown["section 0  ·  D dorian"] == 1
    held = held_chords(Sheet(music, 0, 180 * RATE))
    assert all(shown[symbol] >= n for symbol, n in Counter(c.chord.symbol for c in held).items())
    assert all(shown[roman] >= n for roman, n in Counter(c.chord.roman for c in held[:-1]).items())
    assert {"Piano", "Left hand", "Bells", "Pad", "Bass", "Air", "Percussion"} <= set(shown)
    assert {"C2", "C3", "C4", "C5"} <= set(shown)
    assert {"sections", "chords", "percussion", "intensity"} <= set(shown)


def test_what_does_not_occur_is_not_explained() -> None:
    shown = texts(figure_of(timeline("sleep"), 0, 120 * RATE))
    assert {"Percussion", "percussion", "chord of two keys", "borrowed tones"}.isdisjoint(shown)


def test_pivots_loans_and_changes_are_marked() -> None:
    music = timeline_of(read_recipe(CHANGED))
    shown = texts(figure_of(music, 0, 240 * RATE))
    assert {"chord of two keys", "borrowed tones", "a listener's change"} <= set(shown)
    assert {"key A minor, bpm 84", "density 0.7"} <= set(shown)
    assert "A minor" in shown


def test_a_chord_that_goes_on_is_one_block() -> None:
    music = timeline()
    sheet = Sheet(music, 0, 3600 * RATE)
    held, parts = held_chords(sheet), list(chords(music, sheet.start, sheet.end))
    assert len(held) < len(parts)
    assert all(a.end == b.start for a, b in pairwise(held))
    assert (held[0].start, held[-1].end) == (parts[0].start, parts[-1].end)


@pytest.mark.parametrize(("start", "seconds"), [(0, 20), (600, 60), (0, 180), (77, 900), (0, 7200)])
def test_no_words_overlap_and_none_leave_the_picture(start: int, seconds: int) -> None:
    figure = figure_of(timeline(), start * RATE, (start + seconds) * RATE)
    assert len(words(figure)) > 10
    assert crowded(figure) == []


def test_no_words_overlap_where_changes_crowd() -> None:
    assert crowded(figure_of(timeline_of(read_recipe(CHANGED)), 0, 600 * RATE)) == []


def crowded(figure: Figure) -> list[tuple[str, ...]]:
    """Return the words of a figure that leave it, and the pairs that overlap."""
    figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in words(figure)]
    whole = figure.bbox
    outside = [
        (text,)
        for text, box in boxes
        if not (whole.x0 <= box.x0 <= box.x1 <= whole.x1 and whole.y0 <= box.y0 <= box.y1 <= whole.y1)
    ]
    pairs = combinations(sorted(boxes, key=lambda named: named[1].x0), 2)
    return outside + [
        (one, other)
        for (one, left), (other, right) in pairs
        if not (left.x1 <= right.x0 or left.y1 <= right.y0 or right.y1 <= left.y0)
    ]


@pytest.mark.parametrize("seconds", [1, 60, 180, 900, 7200, 28_800])
def test_times_have_room_and_stand_on_whole_steps(seconds: int) -> None:
    sheet = Sheet(timeline(), 10 * RATE, (10 + seconds) * RATE)
    shown = times(sheet)
    assert 1 <= len(shown) <= 80
    assert all(10 <= time <= 10 + seconds for time in shown)
    assert len({b - a for a, b in pairwise(shown)}) <= 1


def test_clocks() -> None:
    assert [clock(s) for s in (0, 59, 61, 3599, 3600, 3661)] == [
        "0:00",
        "0:59",
        "1:01",
        "59:59",
        "1:00:00",
        "1:01:01",
    ]


def test_intensity_follows_listener_and_section() -> None:
    music = timeline_of(read_recipe(recipe({"intensity": 0.4}, (600, "beat", {"intensity": 0.8}))))
    arc = intensities(Sheet(music, 0, 1200 * RATE))
    assert [frame for frame, _ in arc] == sorted({frame for frame, _ in arc})
    before = [value for frame, value in arc if frame < 600 * RATE]
    after = [value for frame, value in arc if frame > 601 * RATE]
    assert all(0.24 <= value <= 0.4 for value in before)
    assert all(0.48 <= value <= 0.8 for value in after)
    assert len({round(value, 3) for value in before}) > 20


def test_colours_are_the_pages() -> None:
    assert hue_of(2) == 265
    assert [hue_of(pc) for pc in (9, 4)] == [295, 325]
    assert oklch(1, 0, 0) == pytest.approx((1, 1, 1), abs=1e-3)
    assert oklch(0.627955, 0.257683, 29.2339) == pytest.approx((1, 0, 0), abs=2e-3)
    page = (Path(__file__).parents[2] / "src/auralis/web/music/palette.js").read_text()
    for ink in INKS.values():
        assert f'"{" ".join(str(round(255 * c)) for c in ink.rgb)}"' in page, ink.name


def test_a_picture_is_dark_wide_and_full_of_light(said: Said, tmp_path: Path) -> None:
    assert said("compose", "--seed", "3", "--duration", "5m", "--plot", "x.png") == (0, "", "")
    with Image.open(tmp_path / "x.png") as image:
        pixels = np.asarray(image.convert("RGB"), dtype=float)
    height, width, _ = pixels.shape
    assert width > 2000
    assert height > 1000
    assert np.median(pixels) < 30
    assert (pixels.max(axis=2) > 200).mean() > 0.001


@pytest.mark.parametrize("ending", ["svg", "pdf", "PNG"])
def test_the_same_score_is_the_same_picture(said: Said, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        assert said("compose", "--duration", "1m", "--plot", f"{name}.{ending}") == (0, "", "")
    first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("a", "b"))
    assert first == second
    if ending == "svg":
        ids = set(re.findall(r'id="([^"]+)"', first.decode()))
        assert {"notes lead", "notes pad", "notes bass", "intensity"} <= ids


@pytest.mark.parametrize("name", ["x.jpg", "x", "png", "missing/x.png"])
def test_a_file_that_cannot_be_drawn_is_named(said: Said, tmp_path: Path, name: str) -> None:
    status, out, err = said("compose", "--plot", name, "--midi", "x.mid")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"auralis: plot: '{name}' is not allowed; allowed: a file ")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_drawn_of_no_time(said: Said) -> None:
    status, _, err = said("compose", "--plot", "x.png", "--duration", "0")
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("auralis: duration: ")


def test_without_matplotlib_it_is_said_how_to_get_it(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, out, err = said("compose", "--plot", "x.png", "--midi", "x.mid")
    assert (status, out) == (1, "")
    assert err == "auralis: plot: drawing needs matplotlib: pip install 'auralis[plot]'\n"
    assert list(tmp_path.iterdir()) == []
