"""Moments: an address with a time comes back; what is broken is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core import address
from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment, decode, time_of
from auralis.core.recipe import Recipe

RECIPE = Recipe("0.2.0", 7, "auralis", 44_100, {"preset": "sleep"})


@given(st.integers(0, 366 * 24 * 36_000))
def test_the_time_of_a_chunk_leads_back_to_it(chunk: int) -> None:
    text = f"{address.encode(RECIPE)}@{time_of(chunk * 4410, 44_100)}"
    assert decode(text) == Moment(RECIPE, chunk * 4410)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [("0:00:00", 0), ("0:12:34", 754), ("1:02:03.5", 3723.5), ("479:59:59.25", 1727999.25)],
)
def test_times_read_as_people_write_them(time: str, seconds: float) -> None:
    assert decode(f"{address.encode(RECIPE)}@{time}").frame == int(seconds * 44_100)


def test_without_a_time_it_is_the_beginning() -> None:
    assert decode(address.encode(RECIPE)) == Moment(RECIPE, 0)


@pytest.mark.parametrize(
    "time", ["", "12", "1:2:3", "0:60:00", "0:00:60", "-1:00:00", "99999:00:00", "0:00:00@"]
)
def test_a_broken_time_is_named(time: str) -> None:
    with pytest.raises(InvalidValue, match=r"address\.time"):
        decode(f"{address.encode(RECIPE)}@{time}")


def test_a_broken_address_is_named() -> None:
    with pytest.raises(InvalidValue, match="address: 'a1broken'"):
        decode("a1broken@0:00:01")
