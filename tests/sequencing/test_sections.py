"""Sections follow each other in a passage without end; what was counted once is not counted again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext, Place, phrases_in
from auralis.sequencing import sections as door
from auralis.sequencing.sections import Sections

FOCUS = MusicalContext.of({})
YEAR = 250_000


def walked(first: Place, phrase: int, seed: int) -> Place:
    """Return a phrase's place, by going from one to the next."""
    place = first
    for _ in range(phrase):
        last = place.phrase + 1 >= phrases_in(FOCUS, place.section, seed)
        place = Place(place.section + 1, 0) if last else place._replace(phrase=place.phrase + 1)
    return place


@settings(deadline=None)
@given(
    st.integers(0, 2**63 - 1),
    st.tuples(st.integers(0, 40), st.integers(0, 6)).map(lambda at: Place(*at)),
    st.lists(st.integers(0, 200), min_size=1, max_size=6),
)
def test_it_is_what_going_from_phrase_to_phrase_finds(seed: int, first: Place, asked: list[int]) -> None:
    form = Sections(FOCUS, first, seed)
    assert [form.place(phrase) for phrase in asked] == [walked(first, phrase, seed) for phrase in asked]


def test_a_year_in_a_phrase_costs_one_section_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Sections(FOCUS, Place(0, 0), 7)
    place = form.place(YEAR)
    counted: list[int] = []

    def counting(context: MusicalContext, section: int, seed: int) -> int:
        counted.append(section)
        return phrases_in(context, section, seed)

    monkeypatch.setattr(door, "phrases_in", counting)
    assert form.place(YEAR) == place
    assert form.place(3) == walked(Place(0, 0), 3, 7)
    assert not counted
    sections = {form.place(YEAR + k).section for k in range(40)}
    assert len(sections) > 1
    assert len(counted) <= len(sections)
