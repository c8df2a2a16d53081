"""When a kit fails: silence up to the next bar, then the built-in kit; the log says so, and renders again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.events import NoteEvent
from auralis.core.recipe import Change, Recipe, parse
from auralis.core.units import Block, Frame
from auralis.engine import Kernels, Kit, load_kit
from auralis.engine.instrument import Instrument, Move, Player
from auralis.engine.patch import Patch
from auralis.station import kits as station_kits
from auralis.station.kits import Kits, opening
from auralis.station.live import Live
from auralis.station.offline import render
from auralis.station.recipes import new_recipe, timeline_of
from auralis.station.station import Station
from auralis.streaming.manual_clock import ManualClock
from auralis.streaming.ring import RingBuffer
from tests.station.sampled import RATE, sampled

CHUNK = RATE // 10
TAIL = 42 * RATE
"""No segment rings on for longer."""


class Brittle:
    """An instrument whose players fail from a frame on."""

    def __init__(self, sound: Instrument, breaks: Frame) -> None:
        self._sound = sound
        self._breaks = breaks

    @property
    def patches(self) -> tuple[Patch, ...]:
        return self._sound.patches

    def player(self, kernels: Kernels, rate: int, start: Frame, values: Mapping[str, float]) -> Player:
        if start >= self._breaks:
            raise RuntimeError("out of order")
        return BrittlePlayer(self._sound.player(kernels, rate, start, values), start, self._breaks)


class BrittlePlayer:
    def __init__(self, sound: Player, start: Frame, breaks: Frame) -> None:
        self._sound = sound
        self._position = start
        self._breaks = breaks

    def schedule(self, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        self._sound.schedule(notes, moves)

    def process(self, x: Block, y: Block) -> None:
        if self._position >= self._breaks:
            raise RuntimeError("out of order")
        self._position += y.shape[1]
        self._sound.process(x, y)

    def snapshot(self) -> object:
        return self._sound.snapshot()

    def restore(self, snapshot: object) -> None:
        self._sound.restore(snapshot)


def brittle(kit: Kit, breaks: Frame) -> Kit:
    whole = kit.instruments
    return replace(kit, instruments={**whole, "pad": Brittle(whole["pad"], breaks)})


def plain_recipe(kit: str = "auralis") -> Recipe:
    return new_recipe(MusicalContext.of(), 3, kit, RATE)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Recipe:
    """Name a kit whose pad fails after 10 s."""
    kits = {"brittle": brittle(load_kit("auralis"), 10 * RATE), "auralis": load_kit("auralis")}
    monkeypatch.setattr(station_kits, "load_kit", lambda name, _: kits[name])
    return plain_recipe("brittle")


def test_a_kit_that_fails_is_replaced_at_the_next_bar(breaking: Recipe, kernels: Kernels) -> None:
    station = Station(breaking, kernels)
    silent = []
    for _ in range(200):
        station.render_chunk()
        silent.append(station.silent)
    (change,) = station.recipe.changes
    assert change.set == {"kit": "auralis"}
    assert change.boundary == "bar"
    assert 10 * RATE < change.frame <= 14 * RATE + 2
    flagged = [n for n, lost in enumerate(silent) if lost]
    assert flagged == list(range(flagged[0], change.frame // CHUNK + (change.frame % CHUNK > 0)))
    assert flagged[0] in (99, 100)
    troubles, logged = station.troubles()
    assert [(t.kit, t.why, t.last) for t in troubles] == [("brittle", "RuntimeError: out of order", False)]
    assert logged == (change,)
    assert station.troubles() == ([], ())


def test_what_follows_is_what_the_log_renders(
    breaking: Recipe, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = Station(breaking, kernels)
    while not station.recipe.changes:
        station.render(CHUNK)
    log = station.recipe
    later = log.changes[0].frame + TAIL
    station.render(later - station.position)
    heard = station.render(2 * RATE)
    monkeypatch.setattr(station_kits, "load_kit", lambda *_: load_kit("auralis"))
    (again,) = render(parse(log.to_json()), kernels, later, 2 * RATE, 2 * RATE)
    assert np.abs(heard).max() > 0.01
    assert np.array_equal(heard, again)


def test_the_fallback_sounds_the_same_offline(breaking: Recipe, kernels: Kernels) -> None:
    frame = timeline_of(breaking).boundary(5 * RATE, "bar")
    recipe = breaking.with_changes((Change(frame, "bar", {"kit": "auralis"}),))
    whole = np.concatenate(list(render(recipe, kernels, 0, 95 * CHUNK)), axis=1)
    (part,) = render(recipe, kernels, frame + 12_345, RATE, RATE)
    assert np.array_equal(part, whole[:, frame + 12_345 : frame + 12_345 + RATE])
    kits = Kits(recipe)
    assert kits.at(recipe.changes, frame - 1).name == kits.first.name
    assert kits.name_at(recipe.changes, frame) == "auralis"


def test_when_the_built_in_kit_fails_too_there_is_flagged_silence(
    monkeypatch: pytest.MonkeyPatch, kernels: Kernels
) -> None:
    broken = brittle(load_kit("auralis"), 0)
    monkeypatch.setattr(station_kits, "load_kit", lambda *_: broken)
    station = Station(plain_recipe(), kernels)
    ring = RingBuffer(bytearray(RingBuffer.bytes_needed(RATE, 2)), RATE, 2, create=True)
    live = Live(station, ring, 0.2, ManualClock())
    live.start()
    live.step()
    chunks = [ring.read(0), ring.read(1)]
    assert all(c is not None and c.silent and not any(c.pcm) for c in chunks)
    ((trouble,), logged) = station.troubles()
    assert trouble.last
    assert logged == ()
    assert station.recipe.changes == ()


def test_a_listener_can_not_turn_the_kit(kernels: Kernels) -> None:
    station = Station(plain_recipe(), kernels)
    with pytest.raises(ValueError, match="kit"):
        station.control({"kit": "auralis"})


def test_a_live_station_begins_with_the_built_in_kit_where_the_font_is_missing(tmp_path: Path) -> None:
    recipe, kits, trouble = opening(plain_recipe("soundfont"), [tmp_path / "none.sf2"])
    assert recipe == plain_recipe("auralis")
    assert kits.first.name == "auralis"
    assert trouble is not None
    assert trouble.kit == "soundfont"
    assert "none.sf2" in trouble.why


def test_a_synth_that_fails_while_it_plays_falls_back(
    tmp_path: Path, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, _ = sampled(tmp_path)
    named, kits, trouble = opening(recipe, [tmp_path / "small.sf2"])
    assert trouble is None
    station = Station(named, kernels, kits=kits)
    station.render(2 * RATE)

    def fail(*_: object) -> None:
        raise RuntimeError("the synth is gone")

    monkeypatch.setattr("auralis.engine.soundfont.synth.Synth.render", fail)
    station.render(CHUNK)
    assert station.silent
    (change,) = station.recipe.changes
    station.render(change.frame + CHUNK - station.position)
    sound = station.render(3 * RATE)
    assert not station.silent
    assert np.abs(sound).max() > 1e-3
    assert station.recipe.font == recipe.font
