"""Values from outside, made fit to be sent back."""

import json

import pytest

from auralis.core.errors import InvalidValue
from auralis.server.talk import messages


@pytest.mark.parametrize("value", [None, True, 0, -3, 2.5, "A minor", ""])
def test_plain_values_are_shown_as_they_are(value: object) -> None:
    assert messages.shown(value) is value or messages.shown(value) == value


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 10**400, {"a": [1]}, ["x"] * 999, "x" * 999, "\ud800"]
)
def test_other_values_become_short_text(value: object) -> None:
    text = messages.shown(value)
    assert isinstance(text, str)
    assert len(text) <= 100
    assert json.loads(json.dumps(text).encode()) == text
    assert text.encode()


def test_an_error_names_field_value_and_range_on_one_line() -> None:
    text = messages.invalid_control(InvalidValue("bpm", 500, "40 to 200"), 12.5)
    assert json.loads(text) == {
        "type": "error",
        "code": "INVALID_CONTROL",
        "severity": "error",
        "message": "bpm: 500 is not allowed; allowed: 40 to 200",
        "timestamp": 12.5,
        "field": "bpm",
        "value": 500,
        "allowed": "40 to 200",
    }


def test_times_are_utc_with_microseconds() -> None:
    assert messages.iso(1_736_937_045.123456) == "2025-01-15T10:30:45.123456Z"


@pytest.mark.parametrize(("frame", "wait"), [(0, 2000), (44_100, 1000), (999_999, 0)])
def test_the_next_phrase_is_dated_from_the_frame_that_is_due(frame: int, wait: int) -> None:
    update = json.loads(messages.generation_update({"next_phrase_frame": 88_200}, frame, 44_100))
    assert update == {"type": "generation_update", "next_phrase_frame": 88_200, "next_phrase_in_ms": wait}
