"""Live pacing by a clock that the test moves."""

from auralis.composition import MusicalContext
from auralis.engine import Kernels
from auralis.station.live import Live
from auralis.station.recipes import new_recipe
from auralis.station.station import Station
from auralis.streaming.manual_clock import ManualClock
from auralis.streaming.ring import RingBuffer

RATE = 44_100
LEAD = 0.2


def live(kernels: Kernels) -> tuple[Live, RingBuffer, ManualClock]:
    ring = RingBuffer(bytearray(RingBuffer.bytes_needed(RATE, 2)), RATE, 2, create=True)
    clock = ManualClock()
    station = Station(new_recipe(MusicalContext.of(), 1, "auralis", RATE), kernels)
    return Live(station, ring, LEAD, clock), ring, clock


def test_the_first_chunk_is_due_a_lead_from_the_start(kernels: Kernels) -> None:
    playing, ring, clock = live(kernels)
    playing.start()
    assert ring.head == 1
    assert ring.due(0) == clock.monotonic() + LEAD


def test_the_ring_stays_a_lead_ahead(kernels: Kernels) -> None:
    playing, ring, clock = live(kernels)
    playing.start()
    for _ in range(30):
        clock.jump(0.1)
        while playing.wait() <= 1e-9:
            pace = playing.step()
            assert pace.lead_ms >= 1000 * LEAD - 1e-3
        ahead = ring.due(ring.head) - clock.monotonic()
        assert LEAD - 1e-6 <= ahead <= LEAD + 0.1 + 1e-6


def test_after_a_stall_it_catches_up_without_moving_the_clock(kernels: Kernels) -> None:
    playing, ring, clock = live(kernels)
    playing.start()
    origin = ring.origin
    clock.jump(5)
    steps = 0
    while playing.wait() <= 0:
        playing.step()
        steps += 1
    assert ring.origin == origin
    assert 49 <= steps <= 51


def test_after_a_suspended_night_the_music_goes_on_where_it_was(kernels: Kernels) -> None:
    playing, ring, clock = live(kernels)
    playing.start()
    clock.jump(8 * 3600)
    pace = playing.step()
    assert pace.seq == 1
    assert abs(ring.due(1) - clock.monotonic() - LEAD) < 1e-6


def test_a_stall_that_is_caught_up_with_is_no_postponement_and_a_long_one_is(kernels: Kernels) -> None:
    playing, _, clock = live(kernels)
    playing.start()
    clock.jump(5)
    assert playing.step().postponed_s == 0.0
    clock.jump(60)
    assert 60 < playing.step().postponed_s < 66
    assert playing.step().postponed_s == 0.0


def test_setting_the_wall_clock_changes_nothing(kernels: Kernels) -> None:
    playing, ring, clock = live(kernels)
    playing.start()
    clock.jump(0.1)
    playing.step()
    due = ring.due(2)
    for hours in (1, -2):
        clock.set_wall(clock.unix() + hours * 3600)
        clock.jump(0.1)
        assert playing.step().postponed_s == 0.0
        assert ring.due(2) == due
