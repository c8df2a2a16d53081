"""A worker never waits for a server that does not read, and loses no answer."""

import selectors
import socket
from collections.abc import Iterator

import pytest

from auralis.station.messages import Done, Inbox, Rendered, Report, Update
from auralis.station.outbox import Outbox


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def read(outbox: Outbox, ours: socket.socket) -> list[Report]:
    """Read everything, as the server does."""
    inbox, reports = Inbox(), []
    with selectors.DefaultSelector() as selector:
        selector.register(ours, selectors.EVENT_READ)
        while not outbox.empty or selector.select(0):
            outbox.flush()
            inbox.receive(ours)
            reports += inbox.reports()
    return reports


def test_everything_arrives_in_order(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    outbox = Outbox(theirs)
    for number in range(100):
        outbox.say(Done("main", number))
    assert outbox.sent == outbox.said
    assert [r.id for r in read(outbox, ours) if isinstance(r, Done)] == list(range(100))


def test_figures_wait_and_go_in_one_piece_with_what_comes_next(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    outbox = Outbox(theirs)
    for number in range(3):
        outbox.say(Rendered("main", number, 1.0, 200.0, 0.0, 0.01, 0.0, 100.0))
    assert outbox.sent == 0
    assert not outbox.empty
    outbox.say(Done("main", 7))
    assert outbox.sent == outbox.said
    inbox = Inbox()
    inbox.receive(ours)
    found = inbox.reports()
    assert [r.seq for r in found[:3] if isinstance(r, Rendered)] == [0, 1, 2]
    assert found[3:] == [Done("main", 7)]


def test_while_nobody_reads_figures_are_left_out_and_updates_replaced_and_answers_kept(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    outbox = Outbox(theirs)
    filled = 0
    while not outbox.full:
        outbox.say(Update("main", {"filler": "x" * 10_000}))
        filled += 1
    before = outbox.said
    for number in range(1_000):
        outbox.say(Rendered("main", number, 1.0, 200.0, 0.0, 0.01, 0.0, 100.0))
        outbox.say(Update(("main", "other")[number % 2], {"number": number}))
    assert outbox.said == before
    outbox.say(Done("main", 7))
    assert outbox.sent < outbox.said
    reports = read(outbox, ours)
    assert outbox.sent == outbox.said
    assert [r for r in reports if isinstance(r, Rendered)] == []
    assert [r for r in reports if isinstance(r, Done)] == [Done("main", 7)]
    updates = [r for r in reports if isinstance(r, Update)]
    assert len(updates) == filled + 2
    assert updates[-2:] == [Update("main", {"number": 998}), Update("other", {"number": 999})]


def test_a_server_that_is_gone_is_noticed(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    ours.close()
    with pytest.raises(BrokenPipeError):
        Outbox(theirs).say(Done("main", 1))
