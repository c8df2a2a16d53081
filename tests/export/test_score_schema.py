"""The JSON score keeps to its schema, whatever is composed; the schema says what the score may hold."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from auralis.composition import MusicalContext
from auralis.composition.layers import LAYERS
from auralis.composition.settings import FIELDS
from auralis.export.score.score import score
from auralis.sequencing import Timeline
from auralis.theory.chords import CHORD_TYPES
from tests.command_line import Said
from tests.export.test_midi import TURNING
from tests.export.test_score import RATE

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/score.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    fields = SCHEMA["properties"]["context"]["properties"]
    assert set(fields) == set(FIELDS) - {"mode"}
    notes = SCHEMA["properties"]["notes"]["items"]["properties"]
    assert set(notes["layer"]["enum"]) == set(LAYERS)
    chords = SCHEMA["properties"]["chords"]["items"]["properties"]
    assert set(chords["chord_type"]["enum"]) == set(CHORD_TYPES)


def test_a_score_from_the_command_line_keeps_to_it(said: Said) -> None:
    status, out, err = said("compose", "--recipe", TURNING, "--duration", "4m", "--json", "-")
    assert status == 0, err
    VALIDATOR.validate(json.loads(out))


@pytest.mark.parametrize(
    "broken",
    [
        {"notes": [{"layer": "drums"}]},
        {"chords": [{"symbol": "Dm", "reason": ""}]},
        {"sections": None},
        {"context": {}},
    ],
)
def test_a_broken_score_does_not(broken: dict[str, Any]) -> None:
    whole = score(Timeline.of(7, RATE, MusicalContext.of()), 0, 10 * RATE)
    VALIDATOR.validate(whole)
    assert not VALIDATOR.is_valid({**whole, **broken})


@settings(max_examples=12, deadline=None)
@given(
    context=st.fixed_dictionaries(
        {
            "preset": st.sampled_from(["focus", "meditation", "sleep", "bright"]),
            "bpm": st.integers(40, 200),
            "intensity": st.sampled_from([0, 0.5, 1]),
            "meter": st.sampled_from(["4/4", "3/4", "6/8"]),
            "chords": st.sampled_from([[], ["i", "IV"], ["bVII", "I6/9", "ii7"]]),
            "order": st.sampled_from([1, 2]),
        }
    ),
    seed=st.integers(0, 2**63 - 1),
    start=st.integers(0, 8 * 3600 * RATE),
    length=st.integers(0, 60),
)
def test_any_score_keeps_to_it(context: dict[str, Any], seed: int, start: int, length: int) -> None:
    whole = score(Timeline.of(seed, RATE, MusicalContext.of(context)), start, start + length * RATE)
    VALIDATOR.validate(json.loads(json.dumps(whole)))


def test_every_chord_has_a_reason_of_its_own_place() -> None:
    """Each sentence says which degree of which key it is about, or what a listener chose; none is empty."""
    chords = score(Timeline.of(7, RATE, MusicalContext.of()), 0, 1800 * RATE)["chords"]
    assert len(chords) > 50
    assert len({chord["reason"] for chord in chords}) > 10
    assert all(a["frame"] + a["frames"] == b["frame"] for a, b in pairwise(chords))
    for chord in chords:
        assert chord["function"] in chord["reason"].lower() or chord["role"] in (
            "pivot",
            "pinned",
            "signature",
        )
