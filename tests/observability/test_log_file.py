"""A log file is bounded, and a disk that is full stops nothing."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from auralis.core.errors import InvalidValue
from auralis.observability.log_file import LogFile
from auralis.observability.logs import configure


@pytest.fixture
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("auralis", logging.INFO, "", 0, text, None, None)


@pytest.mark.usefixtures("_restored")
def test_lines_go_to_the_stream_and_the_file(tmp_path: Path) -> None:
    stream, path = io.StringIO(), tmp_path / "auralis.log"
    configure("INFO", json=True, stream=stream, file=path)
    structlog.get_logger("auralis.test").info("station_started", station="main")
    assert path.read_text() == stream.getvalue()
    assert json.loads(path.read_text())["station"] == "main"


@pytest.mark.usefixtures("_restored")
def test_configuring_again_opens_the_file_anew(tmp_path: Path) -> None:
    path = tmp_path / "auralis.log"
    configure("INFO", json=True, stream=io.StringIO(), file=path)
    path.rename(tmp_path / "moved")
    configure("INFO", json=True, stream=io.StringIO(), file=path)
    structlog.get_logger("auralis.test").info("after")
    assert "after" in path.read_text()
    assert (tmp_path / "moved").read_text() == ""


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"log_file: .*Is a directory"):
        LogFile(tmp_path)


def test_it_begins_a_new_file_and_keeps_only_so_many(tmp_path: Path) -> None:
    handler = LogFile(tmp_path / "a.log", largest=100, older=2)
    for n in range(50):
        handler.emit(record(f"line {n:03}"))
    handler.close()
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"a.log", "a.log.1", "a.log.2"}
    assert max(sizes.values()) <= 100
    assert "line 049" in (tmp_path / "a.log").read_text()


def lose_three_lines(handler: LogFile) -> None:
    with Path("/dev/full").open("w") as full:
        handler.stream = full
        for _ in range(3):
            handler.emit(record("lost"))


def test_a_full_disk_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handler = LogFile(tmp_path / "a.log")
    whole = handler.stream
    with pytest.raises(OSError, match="No space left"):
        lose_three_lines(handler)
    handler.stream = whole
    handler.emit(record("kept"))
    handler.close()
    begin, end = capsys.readouterr().err.splitlines()
    assert begin.endswith("a.log can't be written: [Errno 28] No space left on device")
    assert end.endswith("a.log is written again")
    assert (tmp_path / "a.log").read_text() == "kept\n"
