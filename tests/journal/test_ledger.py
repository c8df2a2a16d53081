"""What the entries of a journal add up to."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auralis.core.recipe import Change, Recipe
from auralis.journal.entries import (
    Changed,
    Closed,
    Entry,
    Faded,
    Mark,
    Owned,
    Paused,
    Planned,
    Timed,
    pack,
    unpack,
)
from auralis.journal.kept_station import KeptStation
from auralis.journal.ledger import Ledger
from auralis.journal.plans import SleepPlan, WakePlan

RATE = 44_100
RECIPE = Recipe("0.2.0", 2**63 - 1, "auralis", RATE, {"preset": "sleep", "bpm": 60.5, "chords": []})
names = st.sampled_from(["main", "sleep", "other"])
frames = st.integers(0, 2**40)
times = st.floats(0, 2e9)
settings = st.fixed_dictionaries({"fade": st.floats(0, 1), "fade_s": st.integers(0, 7200)})
changes = st.builds(lambda f, s: Change(f, "bar", s).as_dict(), frames, settings)
plans = st.none() | st.builds(SleepPlan, times, times)
wakes = st.none() | st.builds(WakePlan, st.just("07:00"), st.just("UTC"), times, st.booleans(), times)
entries: st.SearchStrategy[Entry] = st.one_of(
    st.builds(KeptStation.of, names, st.just(RECIPE), frames, times),
    st.builds(Changed, names, st.integers(0, 3), st.lists(changes, max_size=3), frames, times),
    st.builds(Timed, st.lists(st.builds(Mark, names, frames, times), max_size=3)),
    st.builds(Paused, names, frames, times),
    st.builds(Owned, names, st.text("0123456789abcdef", min_size=64, max_size=64)),
    st.builds(Planned, names, st.booleans(), plans, wakes),
    st.builds(Faded, names, st.none() | st.floats(0, 1)),
    st.builds(Closed, names),
)


def ledger(*said: Entry) -> Ledger:
    found = Ledger()
    for entry in said:
        found.enter(entry)
    return found


def main(*said: Entry) -> KeptStation:
    return ledger(KeptStation.of("main", RECIPE, 0, 1000.0), *said).stations["main"]


def change(frame: int, **wanted: Any) -> dict[str, Any]:
    return Change(frame, "chunk", wanted).as_dict()


@given(entries)
def test_an_entry_is_read_as_it_was_written(entry: Entry) -> None:
    assert unpack(pack(entry)) == entry


@given(st.lists(entries, max_size=20))
def test_what_is_written_anew_adds_up_to_the_same(said: list[Entry]) -> None:
    whole = ledger(*said)
    assert dict(ledger(*whole.whole()).stations) == dict(whole.stations)
    assert dict(ledger(*map(unpack, map(pack, whole.whole()))).stations) == dict(whole.stations)


def test_a_recipe_comes_back_as_it_was() -> None:
    logged = RECIPE.with_changes(
        (Change(4410, "chunk", {"fade": 0.1}), Change(9000, "bar", {"key": "A minor"}))
    )
    assert KeptStation.of("main", logged, 0, 0.0).recipe == logged
    kept = main(Changed("main", 0, [c.as_dict() for c in logged.changes], 0, 0.0))
    assert kept.recipe == logged
    assert kept.recipe.to_json() == logged.to_json()


def test_later_changes_take_the_place_of_those_to_come() -> None:
    one, two, three = change(1, fade=0.1), change(9, bpm=50), change(5, bpm=44)
    kept = main(Changed("main", 0, [one, two], 0, 1000.0), Changed("main", 1, [three], 0, 1000.0))
    assert kept.changes == (one, three)


def test_changes_that_are_missing_are_told() -> None:
    found = ledger(KeptStation.of("main", RECIPE, 0, 1000.0))
    assert (
        found.enter(Changed("main", 2, [change(5, bpm=44)], 0, 1000.0))
        == "2 changes of station main are lost"
    )
    assert found.enter(Changed("gone", 2, [change(5, bpm=44)], 0, 1000.0)) is None


def test_a_station_goes_on_by_the_wall_clock_and_never_back() -> None:
    kept = main(Timed([Mark("main", 44_100, 1010.0)]))
    assert kept.reached(1012.0) == 3 * RATE
    assert kept.reached(1100.0, most=5) == 6 * RATE
    assert kept.reached(0.0) == 44_100
    assert main(Changed("main", 0, [], 88_200, 1001.0)).reached(1001.5) == 88_200 + RATE // 2


def test_one_that_rests_stays_where_it_is() -> None:
    kept = main(Paused("main", 4410, 1010.0), Changed("main", 0, [change(4410, bpm=50)], 9999, 1020.0))
    assert (kept.reached(9999.0), kept.unix, kept.paused) == (4410, 1010.0, True)
    again = main(Paused("main", 4410, 1010.0), Timed([Mark("main", 4410, 1020.0)]))
    assert (again.reached(1021.0), again.paused) == (4410 + RATE, False)
