"""A station goes on from its snapshot as if nothing had been: the same bytes, from any chunk."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.core.recipe import BOUNDARIES, Change, parse
from auralis.core.units import Block, to_pcm
from auralis.engine import Kernels
from auralis.station.mixing import MixingSnapshot
from auralis.station.recipes import new_recipe
from auralis.station.snapshot_area import SnapshotArea
from auralis.station.snapshot_format import pack, unpack
from auralis.station.station import Station
from auralis.station.station_snapshot import StationSnapshot
from tests.station.sampled import sampled

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
RATE = 44_100
CHUNK = RATE // 10
WISHES = st.sampled_from(
    [
        {"key": "A minor", "bpm": 180},
        {"preset": "sleep"},
        {"intensity": 0.9},
        {"layers.pad.gain": 0.3, "brightness": 0.8},
        {"layers.piano.mute": True},
        {"bpm": 77},
    ]
)
CHANGES = st.lists(
    st.builds(Change, st.integers(0, 20 * RATE), st.sampled_from(BOUNDARIES), WISHES), max_size=4
)


def digest(*blocks: Block) -> str:
    return hashlib.sha256(to_pcm(np.concatenate(blocks, axis=1)).tobytes()).hexdigest()


def carried(snapshot: StationSnapshot) -> StationSnapshot:
    """Return a snapshot as another process finds it."""
    area = SnapshotArea.new()
    area.write(pack(snapshot))
    found = area.read()
    area.close()
    assert found is not None
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=QUIET)
@given(
    seed=st.integers(0, 99),
    changes=CHANGES,
    chunks=st.integers(0, 220),
    wish=st.none() | WISHES,
    after=st.integers(0, 3),
    block=st.sampled_from([CHUNK, 333, 10_000]),
)
def test_a_station_goes_on_from_any_chunk_in_any_blocks(
    kernels: Kernels,
    seed: int,
    changes: list[Change],
    chunks: int,
    wish: dict[str, object] | None,
    after: int,
    block: int,
) -> None:
    recipe = new_recipe(MusicalContext.of({"bpm": 200}), seed, "auralis", RATE).with_changes(tuple(changes))
    station = Station(recipe, kernels)
    if chunks:
        station.render(chunks * CHUNK)
    snapshot = carried(station.snapshot())
    heard = [station.render(CHUNK) for _ in range(after)]
    if wish:
        station.control(wish)
    heard += [station.render(CHUNK) for _ in range(25)]
    again = Station(parse(station.recipe.to_json()), kernels, snapshot=snapshot)
    assert again.position == chunks * CHUNK
    blocks, rest = [], sum(h.shape[1] for h in heard)
    while rest:
        blocks.append(again.render(min(block, rest)))
        rest -= blocks[-1].shape[1]
    assert digest(*blocks) == digest(*heard)
    assert again.recipe == station.recipe


def test_a_sampled_station_goes_on_too(kernels: Kernels, tmp_path: Path) -> None:
    recipe, kits = sampled(tmp_path, bpm=180)
    station = Station(recipe, kernels, kits=kits)
    station.render(4 * RATE)
    snapshot = carried(station.snapshot())
    again = Station(recipe, kernels, kits=kits, snapshot=snapshot)
    assert digest(station.render(3 * RATE)) == digest(again.render(3 * RATE))


def test_a_notice_that_was_told_is_not_told_again(kernels: Kernels) -> None:
    station = Station(new_recipe(MusicalContext.of({"key": "D dorian"}), 7, "auralis", RATE), kernels)
    station.control({"chords": ["bII"]})
    assert station.announcement().notices
    again = Station(station.recipe, kernels, snapshot=carried(station.snapshot()))
    assert again.announcement().notices == []


@pytest.fixture(scope="module")
def snapshots(kernels: Kernels) -> list[StationSnapshot]:
    station = Station(new_recipe(MusicalContext.of(), 7, "auralis", RATE), kernels)
    found = []
    for _ in range(3):
        station.render(CHUNK)
        found.append(station.snapshot())
    return found


def test_the_area_keeps_the_newest_and_falls_back_to_the_one_before(
    snapshots: list[StationSnapshot],
) -> None:
    area = SnapshotArea.new()
    assert area.read() is None
    for snapshot in snapshots:
        area.write(pack(snapshot))
    assert position(area) == 3 * CHUNK
    with area._memory.view() as view:
        newest = max((area._entry(turn) for turn in (0, 1)), key=lambda e: e.number)
        view[newest.start + newest.head // 2] ^= 1
    assert position(area) == 2 * CHUNK
    area.close()


def test_a_write_cut_short_leaves_the_one_before(
    snapshots: list[StationSnapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    area = SnapshotArea.new()
    area.write(pack(snapshots[0]))
    area.write(pack(snapshots[1]))
    cut = pack(snapshots[2])

    def dying() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(cut), "places", lambda _: iter(dying, None))
    with pytest.raises(KeyboardInterrupt):
        area.write(cut)
    assert position(area) == 2 * CHUNK
    area.close()


def test_an_area_grows_and_is_found_by_who_joins(snapshots: list[StationSnapshot]) -> None:
    area = SnapshotArea.new()
    small = replace(snapshots[0], performance=replace(snapshots[0].performance, mixing=empty(snapshots[0])))
    area.write(pack(small))
    before = area.size
    area.write(pack(snapshots[1]))
    area.write(pack(snapshots[2]))
    assert area.size > before
    joined = SnapshotArea.joined(os.dup(area.fileno()))
    assert position(joined) == 3 * CHUNK
    grown = joined.size
    for snapshot in snapshots:
        joined.write(pack(snapshot))
    assert joined.size == grown
    joined.close()
    area.close()


def test_what_is_no_snapshot_of_this_version_is_refused(snapshots: list[StationSnapshot]) -> None:
    packed = pack(snapshots[0])
    data = bytearray(packed.size)
    data[: len(packed.head)] = packed.head
    for offset, array in zip(packed.places(), packed.arrays, strict=True):
        data[offset : offset + array.nbytes] = array.tobytes()
    assert unpack(bytes(data), len(packed.head)).position == CHUNK
    with pytest.raises(ValueError, match="version"):
        unpack(bytes(data).replace(data[2:7], b"9.9.9", 1), len(packed.head))
    with pytest.raises(ValueError, match="snapshot"):
        unpack(b"\xc1" + bytes(data)[1:], len(packed.head))


def position(area: SnapshotArea) -> int:
    found = area.read()
    assert found is not None
    return found.position


def empty(snapshot: StationSnapshot) -> MixingSnapshot:
    return replace(snapshot.performance.mixing, parts=())


@pytest.mark.parametrize("steps", [[CHUNK] * 12, [CHUNK, 333, 1, 40_000, 8, 80_000, 3, CHUNK]])
def test_what_is_not_copied_again_is_the_same(kernels: Kernels, steps: list[int]) -> None:
    station = Station(new_recipe(MusicalContext.of({"bpm": 200}), 7, "auralis", RATE), kernels, 20 * RATE)
    area, copied = SnapshotArea.new(), 0
    for step in steps:
        station.render(step)
        area.write(pack(station.snapshot()))
        whole = SnapshotArea.new()
        whole.write(pack(station.snapshot()))
        assert states(area) == states(whole)
        copied += 1
        whole.close()
    assert copied == len(steps)
    area.close()


def states(area: SnapshotArea) -> bytes:
    found = area.read()
    assert found is not None
    packed = pack(found)
    return packed.head + b"".join(array.tobytes() for array in packed.arrays)
