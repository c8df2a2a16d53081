"""A time of day, by clocks that are put forward and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.server.nights.wake_time import WakeTime


def unix(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def next_after(at: str, zone: str, when: str) -> str:
    found = WakeTime.of(at, zone).next_after(unix(when))
    return datetime.fromtimestamp(found, UTC).strftime("%Y-%m-%dT%H:%MZ")


@pytest.mark.parametrize(
    ("at", "zone", "when", "comes"),
    [
        ("07:00", "UTC", "2026-11-21T06:59:59Z", "2026-11-21T07:00Z"),
        ("07:00", "UTC", "2026-11-21T07:00:00Z", "2026-11-22T07:00Z"),
        ("00:00", "UTC", "2026-12-31T23:59:00Z", "2027-01-01T00:00Z"),
        ("07:00", "Asia/Kolkata", "2026-11-21T12:00:00Z", "2026-11-22T01:30Z"),
        ("07:00", "Pacific/Kiritimati", "2026-11-21T12:00:00Z", "2026-11-21T17:00Z"),
        ("07:00", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T05:00Z"),
        ("07:00", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T06:00Z"),
    ],
)
def test_it_comes_at_the_time_that_clocks_show_there(at: str, zone: str, when: str, comes: str) -> None:
    assert next_after(at, zone, when) == comes


def test_a_time_that_a_day_lacks_comes_when_the_old_clock_would_show_it() -> None:
    assert next_after("02:30", "Europe/Berlin", "2026-03-29T00:00:00Z") == "2026-03-29T01:30Z"
    assert next_after("02:30", "Europe/Berlin", "2026-03-29T01:30:00Z") == "2026-03-30T00:30Z"
    assert next_after("02:30", "America/New_York", "2026-03-08T00:00:00Z") == "2026-03-08T07:30Z"


def test_a_time_that_a_day_has_twice_comes_once() -> None:
    assert next_after("02:30", "Europe/Berlin", "2026-10-24T12:00:00Z") == "2026-10-25T00:30Z"
    assert next_after("02:30", "Europe/Berlin", "2026-10-25T00:30:00Z") == "2026-10-26T01:30Z"


def test_a_day_can_be_left_out() -> None:
    time = WakeTime.of("07:00", "Europe/Berlin")
    found = time.next_after(unix("2026-11-21T05:00:00Z"), but=date(2026, 11, 21))
    assert found == unix("2026-11-22T06:00:00Z")
    assert time.day_of(found) == date(2026, 11, 22)
    assert time.day_of(found - 1) == date(2026, 11, 21)


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(
        ("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Tehran", "Etc/GMT+12")
    ),
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)),
)
def test_it_comes_every_day_and_shows_the_time_but_when_clocks_jump(
    hour: int, minute: int, zone: str, when: datetime
) -> None:
    time, now = WakeTime.of(f"{hour:02}:{minute:02}", zone), when.replace(tzinfo=UTC).timestamp()
    comes = time.next_after(now)
    again = time.next_after(comes)
    assert now < comes <= now + 26 * 3600
    assert 22 * 3600 <= again - comes <= 26 * 3600
    assert time.day_of(comes) == time.day_of(again) - timedelta(days=1)
    shown = datetime.fromtimestamp(comes, ZoneInfo(zone))
    jumped = shown.utcoffset() != (shown - timedelta(hours=3)).utcoffset()
    assert jumped or (shown.hour, shown.minute) == (hour, minute)


@pytest.mark.parametrize("at", ["7:00", "24:00", "07:60", "07:00:00", "07:00\n", "noon", 7, None, "٠٧:٠٠"])
def test_what_is_no_time_is_named(at: object) -> None:
    with pytest.raises(InvalidValue, match=r"^at:"):
        WakeTime.of(at, "UTC")


@pytest.mark.parametrize(
    "zone", ["", "Mars/Base", "../etc/passwd", "/etc/localtime", "Europe", "x" * 99, 1, None, "\0"]
)
def test_what_is_no_zone_is_named(zone: object) -> None:
    with pytest.raises(InvalidValue, match=r"^zone:"):
        WakeTime.of("07:00", zone)
