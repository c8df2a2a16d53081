"""`auralis play`: a queue, a card that vanishes, and the whole command on a null device."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from auralis.app.sound_card import card as cards
from auralis.app.sound_card.keeping import keep_playing
from auralis.app.sound_card.queue import Queue
from auralis.core.errors import Unavailable
from auralis.core.units import Pcm
from tests.command_line import Said


def ramp(first: int, frames: int) -> Pcm:
    return np.repeat(np.arange(first, first + frames, dtype=np.int16)[:, np.newaxis], 2, axis=1)


def test_frames_come_out_as_they_went_in() -> None:
    queue = Queue(100)
    queue.put(ramp(1, 30))
    queue.put(ramp(31, 30))
    assert np.array_equal(np.concatenate([queue.take(n) for n in (7, 40, 13)]), ramp(1, 60))
    assert queue.taken == 60
    assert queue.held == 0


def test_an_empty_queue_gives_silence_and_does_not_count_it() -> None:
    queue = Queue(100)
    queue.put(ramp(1, 10))
    assert np.array_equal(queue.take(15)[:10], ramp(1, 10))
    assert not queue.take(20).any()
    assert queue.taken == 10
    assert not queue.over


def test_a_full_queue_waits_for_room_and_a_closed_one_takes_nothing() -> None:
    queue = Queue(10)
    assert queue.put(ramp(0, 10))
    answers: list[bool] = []
    waiting = Thread(target=lambda: answers.extend(queue.put(ramp(10 * k, 10)) for k in (1, 2)))
    waiting.start()
    assert np.array_equal(queue.take(10), ramp(0, 10))
    queue.close()
    waiting.join(10)
    assert answers in ([True, False], [False, False])
    assert not queue.put(ramp(0, 1))


def test_a_fade_falls_to_silence_in_its_time() -> None:
    queue = Queue(10_000)
    queue.put(np.full((5_000, 2), 10_000, np.int16))
    queue.take(500)
    queue.fade(1_000)
    assert not queue.over
    heard = np.concatenate([queue.take(300) for _ in range(5)])[:, 0].astype(int)
    assert heard[0] == 10_000
    assert (np.diff(heard) <= 0).all()
    assert np.diff(heard).min() >= -11
    assert not heard[1_000:].any()
    assert queue.over


class FakeCard:
    """A card that is there for some looks."""

    def __init__(self, name: str, looks: int) -> None:
        self.name = name
        self.closed = False
        self._looks = looks

    def idle(self) -> float:
        self._looks -= 1
        return 0.0 if self._looks >= 0 else 60.0

    def close(self) -> None:
        self.closed = True


def test_a_card_that_vanishes_is_replaced_by_the_default_one() -> None:
    asked: list[str | None] = []
    told: list[str] = []
    made = [FakeCard("USB", 3), FakeCard("built in", 1_000)]

    def opened(name: str | None) -> FakeCard:
        asked.append(name)
        if 1 < len(asked) < 5:
            raise Unavailable("device", name, "a card")
        return made[0] if len(asked) == 1 else made[1]

    keep_playing("USB", opened, range(100), told.append)
    assert asked == ["USB", None, None, None, None]
    assert told == ["playing on USB", "USB is gone; trying the default device", "playing on built in"]
    assert all(card.closed for card in made)


def test_a_first_card_that_can_not_be_opened_ends_it() -> None:
    def opened(name: str | None) -> FakeCard:
        raise Unavailable("device", name, "a card")

    with pytest.raises(Unavailable):
        keep_playing("USB", opened, range(3), print)


def test_devices_are_listed(said: Said) -> None:
    status, out, _ = said("play", "--list-devices", "--backend", "null")
    assert status == 0
    assert "NULL Playback Device" in out


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (["--device", "trumpet", "--backend", "null"], 1, "device: 'trumpet'"),
        (["--backend", "smoke"], 2, "backend: 'smoke'"),
        (["--seconds", "soon", "--backend", "null"], 2, "seconds: 'soon'"),
        (["--kit", "brass", "--backend", "null"], 2, "kit: 'brass'"),
    ],
)
def test_what_is_wrong_is_named(
    said: Said, cache_home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], status: int, named: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    found, _, err = said("play", *words)
    assert found == status
    assert named in err


def test_without_miniaudio_the_extra_is_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    with pytest.raises(Unavailable, match=r"auralis\[play\]"):
        cards.listed()
    status, _, err = said("play", "--list-devices")
    assert status == 1
    assert "auralis[play]" in err


def test_it_plays_for_as_long_as_it_is_told(
    said: Said, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    taken: list[int] = []
    take = Queue.take

    def counted(queue: Queue, frames: int) -> Pcm:
        block = take(queue, frames)
        taken.append(queue.taken)
        return block

    monkeypatch.setattr(Queue, "take", counted)
    status, _, err = said("play", "--seconds", "1", "--backend", "null", "--seed", "5")
    assert status == 0
    assert "playing on the default device" in err
    assert "address a1" in err
    assert 0.8 * 44_100 < taken[-1] < 2 * 44_100


@pytest.fixture
def playing(cache_home: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "auralis", "play", "--backend", "null"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache_home)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_an_interruption_ends_it_softly_and_soon(playing: subprocess.Popen[str]) -> None:
    assert playing.stderr is not None
    assert any("playing on" in line for line in playing.stderr)
    playing.send_signal(signal.SIGINT)
    assert playing.wait(60) == 0
