"""Records in a file that is torn, damaged, or no journal at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.journal.entries import Closed, Faded, pack
from auralis.journal.errors import NewerJournal
from auralis.journal.framing import FORMAT, frame, header, read
from auralis.journal.ledger import Ledger
from auralis.journal.replay import replay

RECORDS = [b"one", b"", b"three" * 7, bytes(20), b"five"]


def file_of(records: list[bytes], first: int = 0) -> bytes:
    return header() + b"".join(frame(first + n, r) for n, r in enumerate(records))


def test_a_whole_file_is_read_whole() -> None:
    found = read(file_of(RECORDS, 9))
    assert (found.format, found.records, found.last) == (FORMAT, RECORDS, 13)
    assert (found.torn, found.damaged, found.why) == (0, 0, "")


def test_torn_at_every_byte_loses_nothing_before_it() -> None:
    data = file_of(RECORDS)
    ends = [len(file_of(RECORDS[:n])) for n in range(len(RECORDS) + 1)]
    for size in range(len(header()), len(data) + 1):
        found = read(data[:size])
        whole = sum(end <= size for end in ends) - 1
        assert found.records == RECORDS[:whole]
        assert (found.end, found.torn, found.damaged) == (ends[whole], size - ends[whole], 0)
        assert bool(found.why) == bool(found.torn)


@pytest.mark.parametrize("size", range(len(header())))
def test_a_file_without_a_whole_head_is_no_journal(size: int) -> None:
    found = read(file_of(RECORDS)[:size])
    assert (found.format, found.records, found.torn) == (None, [], size)


@given(records=st.lists(st.binary(max_size=40), min_size=1, max_size=6), tail=st.binary(max_size=60))
def test_whatever_lies_behind_the_records_they_are_found(records: list[bytes], tail: bytes) -> None:
    found = read(file_of(records) + tail)
    assert found.records[: len(records)] == records
    assert found.end + found.torn == len(file_of(records) + tail)


def test_any_byte_that_rots_costs_the_record_it_is_in_and_no_other() -> None:
    data = file_of(RECORDS)
    starts = [len(file_of(RECORDS[:n])) for n in range(len(RECORDS) + 1)]
    for at in range(len(header()), len(data)):
        rotten = bytearray(data)
        rotten[at] ^= 1 << at % 8
        found = read(bytes(rotten))
        lost = next(n for n in range(len(RECORDS)) if at < starts[n + 1])
        assert found.records == RECORDS[:lost] + RECORDS[lost + 1 :], at
        assert found.why
        assert found.damaged + found.torn == starts[lost + 1] - starts[lost]
        assert bool(found.torn) == (lost == len(RECORDS) - 1)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    assert read(data).format in (None, FORMAT)
    read(header() + data)


def test_a_torn_journal_is_cut_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "stations.journal"
    whole = file_of([pack(Closed("one"))])
    path.write_bytes(whole + b"torn")
    told, file = replay(path, Ledger())
    assert (told.torn, told.records, told.kept_as) == (4, 1, None)
    assert path.read_bytes() == whole
    file.append([pack(Faded("one", None))])
    file.close()
    again, _ = replay(path, Ledger())
    assert (again.records, again.torn) == (2, 0)


@pytest.mark.parametrize("damage", ["rot", "strange", "other"])
def test_a_damaged_journal_is_put_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "stations.journal"
    records = [pack(Closed("one")), pack(Closed("two")), pack(Closed("three"))]
    if damage == "strange":
        records[1] = b"\x81\xa4type\xa7unheard"
    data = bytearray(b"some other file" if damage == "other" else file_of(records))
    if damage == "rot":
        data[len(file_of(records[:1])) + 20] ^= 1
    path.write_bytes(data)
    told, _ = replay(path, Ledger())
    assert told.kept_as is not None
    assert told.kept_as.read_bytes() == data
    assert told.why
    assert told.damaged + told.torn > 0
    assert read(path.read_bytes()).damaged == 0
    assert replay(path, Ledger())[0].kept_as is None


def test_a_newer_journal_is_refused_by_name_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "stations.journal"
    path.write_bytes(header(FORMAT + 1) + b"whatever")
    with pytest.raises(NewerJournal, match=f"stations.journal is a journal of format {FORMAT + 1}"):
        replay(path, Ledger())
    assert path.read_bytes() == header(FORMAT + 1) + b"whatever"
