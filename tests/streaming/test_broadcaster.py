"""Pacing and listeners, on a clock that only the test moves."""

import asyncio
import json
from contextlib import suppress

import pytest

from auralis.observability.performance import PerformanceMetrics
from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.chunk import SILENT
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.listener import Listener
from auralis.streaming.manual_clock import ManualClock
from auralis.streaming.packet import Packet


class Studio:
    """A source, a clock and a broadcaster; chunk 0 is due now."""

    def __init__(self, rendered: int = 3, seconds: float = 10.0) -> None:
        self.source = FakeSource(seconds=seconds)
        self.clock = ManualClock()
        self.metrics = PerformanceMetrics()
        self.source.ring.origin = self.clock.monotonic()
        self.source.render(rendered)
        self.broadcaster = Broadcaster(self.source.ring, self.clock, self.metrics)

    def play(self, chunks: int, *, render: bool = True) -> None:
        """Let time pass chunk by chunk, with as many rendered."""
        for _ in range(chunks):
            if render:
                self.source.render()
            wait = self.broadcaster.step()
            assert 0 < wait <= 0.1
            self.clock.jump(wait)


def drain(listener: Listener) -> tuple[list[int], list[dict[str, object]]]:
    """Take all there is: chunk numbers, messages."""
    seqs: list[int] = []
    told: list[dict[str, object]] = []
    while (item := listener.take()) is not None:
        if isinstance(item, Packet):
            assert item.chunk.silent or item.chunk.pcm == FakeSource.pcm(item.chunk.seq).tobytes()
            seqs.append(item.chunk.seq)
        else:
            told.append(json.loads(item))
    return seqs, told


def test_each_chunk_comes_when_it_is_due_and_not_before() -> None:
    studio = Studio(rendered=10)
    listener = studio.broadcaster.join()
    studio.broadcaster.step()
    assert drain(listener) == ([0], [])
    studio.clock.jump(0.099)
    assert studio.broadcaster.step() == pytest.approx(0.001)
    assert drain(listener) == ([], [])
    studio.clock.jump(0.001)
    studio.broadcaster.step()
    assert drain(listener) == ([1], [])
    assert studio.broadcaster.depth == 8


def test_nothing_is_due_before_the_station_starts() -> None:
    studio = Studio()
    studio.source.ring.origin = float("inf")
    broadcaster = Broadcaster(studio.source.ring, studio.clock, studio.metrics)
    assert broadcaster.step() == pytest.approx(0.1)
    assert broadcaster.position == 0
    studio.source.ring.origin = studio.clock.monotonic() + 0.03
    assert broadcaster.step() == pytest.approx(0.03)


def test_all_listeners_share_one_packet() -> None:
    studio = Studio()
    first, second = studio.broadcaster.join(), studio.broadcaster.join()
    studio.play(1)
    assert first.take() is second.take() is not None
    assert studio.broadcaster.listeners == 2
    studio.broadcaster.leave(first)
    assert studio.broadcaster.listeners == 1


def test_a_late_broadcaster_begins_with_what_sounds_now() -> None:
    studio = Studio(rendered=40)
    studio.clock.jump(3.05)
    broadcaster = Broadcaster(studio.source.ring, studio.clock, studio.metrics)
    listener = broadcaster.join()
    broadcaster.step()
    assert drain(listener) == ([30], [])


def test_a_slow_listener_skips_is_told_and_slows_nobody() -> None:
    studio = Studio()
    slow, quick = studio.broadcaster.join(), studio.broadcaster.join()
    heard: list[int] = []
    for _ in range(12):
        studio.play(1)
        heard += drain(quick)[0]
    assert heard == list(range(12))
    seqs, told = drain(slow)
    assert seqs == [7, 8, 9, 10, 11]
    assert [(m["code"], m["severity"], m["count"], m["seq"]) for m in told] == [
        ("BUFFER_OVERRUN", "info", 7, 7)
    ]
    assert (slow.skipped, quick.skipped, studio.metrics.buffer_overflows) == (7, 0, 7)


def test_a_listener_just_quick_enough_loses_nothing() -> None:
    studio = Studio()
    listener = studio.broadcaster.join()
    studio.play(5)
    assert drain(listener) == ([0, 1, 2, 3, 4], [])
    assert listener.sent == 5


def test_even_the_slowest_listener_hears_something_between_its_skips() -> None:
    studio = Studio()
    listener = studio.broadcaster.join()
    items = []
    for _ in range(6):
        studio.play(9)
        items.append(listener.take())
    assert [isinstance(item, Packet) for item in items] == [True, False, True, False, True, False]


def test_a_chunk_that_is_not_there_becomes_flagged_silence() -> None:
    studio = Studio(rendered=2)
    listener = studio.broadcaster.join()
    studio.play(4, render=False)
    packets = []
    notices = []
    while (item := listener.take()) is not None:
        (packets if isinstance(item, Packet) else notices).append(item)
    assert [(p.chunk.seq, p.chunk.silent) for p in packets] == [(0, False), (1, False), (2, True), (3, True)]
    assert packets[3].chunk.pcm == bytes(17_640)
    (notice,) = map(json.loads, notices)
    assert (notice["code"], notice["severity"], notice["seq"]) == ("BUFFER_UNDERRUN", "warning", 2)
    assert studio.metrics.buffer_underruns == 2
    studio.source.render(5)
    studio.play(1)
    item = listener.take()
    assert isinstance(item, Packet)
    assert (item.chunk.seq, item.chunk.silent) == (4, False)


def test_silence_in_the_ring_is_announced_once_as_a_failure() -> None:
    studio = Studio(rendered=1)
    listener = studio.broadcaster.join()
    studio.source.render(3, flags=SILENT)
    studio.play(4)
    seqs, told = drain(listener)
    assert seqs == [0, 1, 2, 3]
    assert [(m["code"], m["seq"]) for m in told] == [("SYNTHESIS_FAILED", 1)]


def test_after_a_short_stall_the_missed_chunks_follow_at_once() -> None:
    studio = Studio(rendered=20)
    listener = studio.broadcaster.join()
    studio.play(1, render=False)
    assert drain(listener) == ([0], [])
    studio.clock.jump(0.4)
    studio.broadcaster.step()
    assert drain(listener) == ([1, 2, 3, 4, 5], [])


def test_after_a_long_stall_listeners_get_the_newest_not_a_flood() -> None:
    studio = Studio(rendered=90)
    listener = studio.broadcaster.join()
    studio.play(1, render=False)
    assert drain(listener) == ([0], [])
    studio.clock.jump(5.0)
    studio.broadcaster.step()
    seqs, told = drain(listener)
    assert seqs == [47, 48, 49, 50, 51]
    assert [m["count"] for m in told] == [46]


def test_a_suspended_machine_does_not_run_away_from_its_renderer() -> None:
    studio = Studio(rendered=3)
    listener = studio.broadcaster.join()
    studio.play(3, render=False)
    drain(listener)
    studio.clock.jump(8 * 3600.0)
    assert studio.broadcaster.step() == pytest.approx(0.1)
    seqs, _ = drain(listener)
    assert seqs == [3]
    studio.source.ring.origin = studio.clock.monotonic() - 0.3
    studio.source.render(5)
    studio.clock.jump(0.1)
    studio.broadcaster.step()
    assert drain(listener) == ([4], [])


@pytest.mark.parametrize("after", [0, 7, 18, 19, 20])
def test_a_resumed_listener_has_no_hole_and_no_repeat(after: int) -> None:
    studio = Studio(rendered=3)
    studio.play(20)
    listener = studio.broadcaster.join(after=after)
    assert listener.cursor == after + 1
    seqs, told = drain(listener)
    studio.play(4)
    live, _ = drain(listener)
    assert seqs + live == list(range(after + 1, 24))
    assert told == []


def test_resuming_after_what_the_ring_lost_starts_at_its_oldest() -> None:
    studio = Studio(rendered=3, seconds=2.0)
    studio.play(50)
    listener = studio.broadcaster.join(after=3)
    tail = studio.source.ring.tail
    assert drain(listener) == (list(range(tail, 50)), [])


def test_a_number_of_another_run_starts_live() -> None:
    studio = Studio(rendered=3)
    studio.play(5)
    assert studio.broadcaster.join(after=9999).cursor == studio.broadcaster.position


def test_a_slow_resume_that_falls_off_the_ring_is_told_what_it_lost() -> None:
    studio = Studio(rendered=3, seconds=2.0)
    studio.play(20)
    listener = studio.broadcaster.join(after=5)
    studio.play(40)
    seqs, told = drain(listener)
    tail = studio.source.ring.tail
    assert seqs == list(range(tail, 60))
    assert [m["count"] for m in told] == [tail - 6]


def test_a_gap_that_was_played_is_silence_to_who_resumes_too() -> None:
    studio = Studio(rendered=2)
    studio.play(12, render=False)
    listener = studio.broadcaster.join(after=0)
    seqs, _ = drain(listener)
    assert seqs[0] == 1
    assert seqs == list(range(1, 12))


def test_an_emergency_gets_what_is_rendered_ahead_and_nothing_twice() -> None:
    studio = Studio(rendered=6)
    needy, calm = studio.broadcaster.join(), studio.broadcaster.join()
    studio.play(1, render=False)
    assert drain(needy) == ([0], [])
    needy.burst()
    assert drain(needy) == ([1, 2, 3, 4, 5], [])
    studio.play(7)
    assert drain(needy) == ([6, 7], [])
    assert drain(calm)[0] == [3, 4, 5, 6, 7]


def test_messages_reach_every_listener_before_audio() -> None:
    studio = Studio()
    first, second = studio.broadcaster.join(), studio.broadcaster.join()
    studio.play(1)
    studio.broadcaster.announce('{"type":"x"}')
    assert first.take() == second.take() == '{"type":"x"}'


def test_a_listener_that_takes_nothing_keeps_a_bounded_number_of_messages() -> None:
    studio = Studio()
    listener = studio.broadcaster.join()
    for number in range(1000):
        listener.post(str(number))
    assert listener.take() == "936"


def test_run_paces_by_the_clock_and_wakes_a_waiting_listener() -> None:
    async def scene() -> list[int]:
        studio = Studio(rendered=10)
        listener = studio.broadcaster.join()
        running = asyncio.create_task(studio.broadcaster.run())
        heard: list[int] = []

        async def listen() -> None:
            while True:
                item = await listener.next()
                assert isinstance(item, Packet)
                heard.append(item.chunk.seq)

        listening = asyncio.create_task(listen())
        await studio.clock.advance(0.45)
        for task in (running, listening):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return heard

    assert asyncio.run(scene()) == [0, 1, 2, 3, 4]
