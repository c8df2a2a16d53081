"""A patch is exchanged while it sounds: no click, no note lost, and block sizes never matter."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.errors import InvalidPatch, UnknownParameter
from auralis.engine.instrument import Move
from auralis.engine.patch import Patch, node
from auralis.engine.patch_player import PatchPlayer
from auralis.engine.swapping.swap import FADE, next_tick
from auralis.engine.swapping.swappable_player import SwappablePlayer
from auralis.engine.tuning import hertz
from tests.engine.pads import RATE
from tests.engine.swaps import (
    AT,
    ECHOING,
    FRAMES,
    HALF,
    NOTES,
    REED,
    START,
    bits,
    instrument,
    play,
    player,
    roughness,
    swap,
    with_values,
)


def test_without_a_swap_it_sounds_as_any_player(kernels: Kernels) -> None:
    program = kernels.program(REED, RATE)
    plain = PatchPlayer(program, START, {}, partial(instrument(REED).rows, program))
    plain.schedule(NOTES, [])
    sound = play(player(kernels))
    assert np.abs(sound).max() > 0.05
    assert np.array_equal(bits(play(plain)), bits(sound))


@given(st.integers(START, FRAMES - 5_000), st.integers(50, 9_000))
@settings(max_examples=12, deadline=None)
def test_a_patch_that_says_the_same_sounds_on_as_if_nothing_were(
    kernels: Kernels, at: int, block: int
) -> None:
    made = player(kernels)
    swap(made, kernels, REED, at)
    assert np.array_equal(play(made, block=block), play(player(kernels)))


@pytest.mark.parametrize("block", [1, 64, 333])
def test_block_size_never_changes_the_sound(kernels: Kernels, block: int) -> None:
    sounds = []
    for size in (4_410, block):
        made = player(kernels)
        play(made, 13_333)
        swap(made, kernels, ECHOING)
        sounds.append(play(made, 4_000, size))
    assert np.array_equal(bits(sounds[0]), bits(sounds[1]))


CHANGES = {
    "an echo": ECHOING,
    "a filter": with_values(REED, vcf__cutoff=3_000.0, vcf__damp=0.3),
    "a level": with_values(REED, level__gain=0.1),
    "a room": with_values(REED, rev__wet=1.0, rev__t60=8.0),
}


@pytest.mark.parametrize("patch", CHANGES.values(), ids=CHANGES)
def test_it_changes_without_a_click(kernels: Kernels, patch: Patch) -> None:
    made = player(kernels)
    start = swap(made, kernels, patch)
    sound, still, changed = play(made), play(player(kernels)), play(player(kernels, patch))
    first = start - START
    assert np.array_equal(sound[:, :first], still[:, :first])
    around = slice(first - 300, first + FADE + 300)
    usual = max(roughness(still[:, around]), roughness(changed[:, around]))
    assert roughness(sound[:, around]) < 1.5 * usual
    assert np.abs(sound[:, first + FADE :] - still[:, first + FADE :]).max() > 1e-3


def test_it_begins_at_the_next_control_tick_and_is_over_after_the_fade(kernels: Kernels) -> None:
    made = player(kernels)
    start = swap(made, kernels, with_values(REED, level__gain=0.0))
    assert start == next_tick(AT) == 10_016
    sound, still = play(made), play(player(kernels))
    first = start - START
    assert np.array_equal(sound[:, :first], still[:, :first])
    assert not np.array_equal(sound[:, first : first + 300], still[:, first : first + 300])


def test_an_effect_has_its_new_value_after_the_fade(kernels: Kernels) -> None:
    made = SwappablePlayer(kernels.program(HALF, RATE), 0, {})
    start = made.swap(kernels.program(with_values(HALF, g__gain=2.0), RATE), 1_000)
    y = np.zeros((2, 40_000), np.float32)
    made.process(np.ones_like(y), y)
    assert (y[:, :start] == np.float32(0.5)).all()
    assert np.diff(y[0]).min() > -1e-5
    assert y[0, -1] == pytest.approx(2.0, abs=1e-3)
    assert np.abs(np.diff(y)).max() < 0.002


def test_a_node_with_a_new_name_stands_at_its_value_at_once(kernels: Kernels) -> None:
    renamed = replace(HALF, bus=(node("k", "gain", gain=2.0),), cables=("in.x -> k.x", "k.y -> out"))
    for moves, gain in (((), 2.0), ([Move(10, "k.gain", 1.25)], 1.25)):
        made = SwappablePlayer(kernels.program(HALF, RATE), 0, {})
        start = made.swap(kernels.program(renamed, RATE), 1_000)
        made.schedule((), moves)
        y = np.zeros((2, 6_000), np.float32)
        made.process(np.ones_like(y), y)
        assert (y[:, start + FADE :] == np.float32(gain)).all()


def test_what_events_have_set_is_kept_and_the_rest_is_the_new_patch(kernels: Kernels) -> None:
    made = player(kernels)
    made.schedule(NOTES, [Move(500, "level.gain", 0.3)])
    play(made, AT - START)
    swap(made, kernels, with_values(REED, level__gain=0.9, rev__wet=0.7, amp__pan=0.9))
    play(made, 4_000)
    instance = made._running[0].instance
    assert instance.row("level.gain")[0] == np.float32(0.3)
    assert instance.row("rev.wet")[0] == np.float32(0.7)
    assert instance.row("osc.freq")[0] == np.float32(hertz(45))
    assert instance.row("amp.amp")[1] == np.float32(60 / 500)
    assert (instance.row("amp.pan") == np.float32(0.9)).all()


def test_values_at_birth_live_on_unless_others_are_given(kernels: Kernels) -> None:
    program = kernels.program(HALF, RATE)
    for values, gain in ((None, 0.25), ({"g.gain": 1.5}, 1.5)):
        made = SwappablePlayer(program, 0, {"g.gain": 0.25})
        made.swap(program, 0, values=values)
        made.process(np.zeros((2, 5_000), np.float32), np.zeros((2, 5_000), np.float32))
        assert made._running[0].instance.row("g.gain")[0] == np.float32(gain)


def test_held_notes_sound_on_and_new_ones_begin(kernels: Kernels) -> None:
    made = player(kernels)
    swap(made, kernels, ECHOING, 0)
    sound, fresh = play(made), play(player(kernels, ECHOING))
    seconds = [np.abs(s[:, 9_000:11_000]).max() for s in (sound, fresh)]
    assert seconds[0] == pytest.approx(seconds[1], rel=0.2)
    late = slice(24_000, 26_000)
    assert np.abs(sound[:, late]).max() > 0.02


@pytest.mark.parametrize("changed", ["voices", "allocation"])
def test_voices_that_lie_elsewhere_fall_silent_until_their_next_note(kernels: Kernels, changed: str) -> None:
    made, voice = player(kernels), REED.voice
    assert voice is not None
    dry = with_values(REED, rev__wet=0.0)
    if changed == "voices":
        swap(made, kernels, replace(dry, voice=replace(voice, count=32)))
    else:
        swap(made, kernels, dry, polyphony=1)
    sound = play(made, 30_000)
    first = next_tick(AT) - START
    assert np.abs(sound[:, first - 500 : first]).max() > 0.02
    assert not sound[:, first + FADE : 12_000 - START].any()
    assert np.abs(sound[:, 14_000 - START : 16_000 - START]).max() > 0.02


def test_a_snapshot_in_the_midst_of_a_swap_continues(kernels: Kernels) -> None:
    for frames in (3_000, next_tick(AT) - START + 777, AT - START + 5_000):
        made = player(kernels)
        swap(made, kernels, ECHOING)
        play(made, frames)
        kept = made.snapshot()
        rest = play(made, 10_000)
        other = player(kernels)
        other.restore(kept)
        assert np.array_equal(bits(rest), bits(play(other, 10_000, 999)))
        made.restore(kept)
        assert np.array_equal(bits(rest), bits(play(made, 10_000)))


def test_a_snapshot_of_something_else_is_refused(kernels: Kernels) -> None:
    with pytest.raises(TypeError, match="no snapshot of a swappable patch"):
        player(kernels).restore(kernels.program(REED, RATE).instance(0).snapshot())


def test_a_second_swap_waits_for_the_first_and_a_third_takes_its_turn(kernels: Kernels) -> None:
    made = player(kernels)
    first = swap(made, kernels, ECHOING)
    play(made, AT - START + 500)
    assert swap(made, kernels, CHANGES["a room"]) == first + FADE
    assert swap(made, kernels, CHANGES["a level"]) == first + FADE
    assert made.program.patch == CHANGES["a level"]
    play(made, 8_000)
    assert made.snapshot().coming is None
    assert [s.program.patch for s in made.snapshot().strands] == [CHANGES["a level"]]
    sound = play(made, 2_000)
    assert np.abs(sound).max() > 1e-3


def test_a_swap_that_has_not_begun_gives_way(kernels: Kernels) -> None:
    one, two = player(kernels), player(kernels)
    swap(one, kernels, ECHOING, 5_000)
    swap(one, kernels, CHANGES["a level"], 6_000)
    swap(two, kernels, CHANGES["a level"], 6_000)
    assert np.array_equal(play(one), play(two))


def test_ports_and_rate_must_agree(kernels: Kernels) -> None:
    made = player(kernels)
    wrong = (
        (kernels.program(HALF, RATE), "swap_half: inputs"),
        (kernels.program(replace(REED, outputs=("out", "dry")), RATE), "swap_reed: outputs"),
        (kernels.program(REED, 48_000), "swap_reed: sample_rate"),
    )
    for program, field in wrong:
        with pytest.raises(InvalidPatch, match=field):
            made.swap(program, 0)
    assert np.array_equal(play(made), play(player(kernels)))


def test_what_the_new_patch_cannot_take_changes_nothing(kernels: Kernels) -> None:
    made = player(kernels)
    with pytest.raises(UnknownParameter, match=r"osc\.wave"):
        made.swap(kernels.program(ECHOING, RATE), 0, values={"osc.wave": 1.0})
    with pytest.raises(InvalidValue, match=r"level\.gain"):
        made.swap(kernels.program(ECHOING, RATE), 0, values={"level.gain": 99.0})
    with pytest.raises(UnknownParameter, match=r"osc\.wave"):
        made.schedule(NOTES, [Move(0, "osc.wave", 1.0)])
    assert made.program.patch == REED
    assert np.array_equal(play(made), play(player(kernels)))


def test_moves_go_to_the_patch_that_knows_them(kernels: Kernels) -> None:
    made = player(kernels)
    swap(made, kernels, ECHOING)
    made.schedule(NOTES, [Move(AT + 5_000, "ping.time", 0.1)])
    play(made)
    assert made._running[0].instance.row("ping.time")[0] == np.float32(0.1)


def test_a_block_may_be_rendered_in_place(kernels: Kernels) -> None:
    made = SwappablePlayer(kernels.program(HALF, RATE), 0, {})
    made.swap(kernels.program(with_values(HALF, g__gain=0.25), RATE), 0)
    block = np.ones((2, 9_000), np.float32)
    made.process(block, block)
    assert block[0, -1] == pytest.approx(0.25, abs=1e-3)
