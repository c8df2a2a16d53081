"""Two faults of `make faults` with few listeners: nothing acknowledged is lost, and all is measured."""

import asyncio

import pytest
from benchmarks.faults.__main__ import report
from benchmarks.faults.catalogue import FAULTS
from benchmarks.faults.crowd import Ear
from benchmarks.faults.hand import Hand
from benchmarks.faults.striking import struck
from benchmarks.faults.torn import _lost

from auralis.journal.framing import frame, header

LISTENERS = 5


@pytest.mark.parametrize("name", ["worker_killed", "journal_torn"])
def test_a_fault_costs_nobody_anything(
    name: str, cache_home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    outcome = asyncio.run(struck(FAULTS[name], LISTENERS, before=5, after=10))
    assert outcome.acknowledged > 0
    assert (outcome.lost, outcome.missed, outcome.wrong) == (0, 0, 0)
    assert outcome.music > 0
    assert f"`{name}`" in report({name: outcome})


def test_what_a_listener_missed_is_counted() -> None:
    ear = Ear("auralis.pcm")
    for seq, flags in ((7, 0), (8, 1), (11, 0), (11, 0)):
        ear.took(seq, flags, b"")
    assert (ear.missed, ear.twice, ear.flagged) == (2, 1, {8})
    ear.begin()
    assert (ear.missed, ear.flagged) == (0, set())


def test_a_change_that_is_not_in_the_log_at_its_frame_is_lost() -> None:
    hand = Hand("")
    hand.acknowledged = [{"frame": 5, "set": {"space": 0.4}}, {"frame": 9, "set": {"space": 0.5}}]
    log = [{"frame": 5, "set": {"space": 0.4, "bpm": 60}}, {"frame": 9, "set": {"space": 0.6}}]
    assert hand.lost(log) == 1


def test_a_record_that_is_not_read_again_is_noticed() -> None:
    records = [b"one", b"two"]
    data = header() + b"".join(frame(number, record) for number, record in enumerate(records))
    assert _lost(data, records) == 0
    assert _lost(data, [b"oNe", b"two"]) > 0
