"""What stderr tells while something is rendered: no clock of the machine has a part in it."""

import re
from itertools import count

import pytest

from auralis.app import progress

RATE = 10


def told(capsys: pytest.CaptureFixture[str], blocks: int, done: int = 0) -> list[str]:
    sound = (range(RATE) for _ in range(blocks))
    heard = list(progress.watched(sound, blocks * RATE + done, RATE, "rendering", done))
    assert len(heard) == blocks
    return capsys.readouterr().err.splitlines()


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let so much time pass from look to look at the clock."""
    times = (n * request.param for n in count())
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))


@pytest.mark.usefixtures("seconds")
@pytest.mark.parametrize("seconds", [2.0], indirect=True)
def test_off_a_terminal_there_is_a_line_at_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, 40)
    assert lines[0] == "rendering 10 %, 0×, 0:01:12 left"
    assert [int(re.findall(r"(\d+) %", line)[0]) for line in lines] == list(range(10, 101, 10))
    assert lines[-1].endswith("0:00:00 left")


@pytest.mark.usefixtures("seconds")
@pytest.mark.parametrize("seconds", [0.05], indirect=True)
def test_what_is_done_soon_is_done_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, 10) == []
    assert len(told(capsys, 40)) == 2


@pytest.mark.usefixtures("seconds")
@pytest.mark.parametrize("seconds", [2.0], indirect=True)
def test_what_was_there_before_counts_for_the_way_and_not_for_the_speed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = told(capsys, 2, done=8 * RATE)
    assert lines == ["rendering 90 %, 0×, 0:00:02 left", "rendering 100 %, 0×, 0:00:00 left"]
