"""One line an event, from this program and from its libraries."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from auralis.core.errors import InvalidValue
from auralis.observability.logs import configure


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_json_lines_carry_fields_and_level() -> None:
    stream = io.StringIO()
    configure("INFO", json=True, stream=stream)
    structlog.get_logger("auralis.test").info("station_started", station="main")
    logging.getLogger("uvicorn.error").warning("%d left", 3)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["station"], first["level"]) == ("station_started", "main", "info")
    assert first["logger"] == "auralis.test"
    assert (second["event"], second["level"], second["logger"]) == ("3 left", "warning", "uvicorn.error")


def test_what_is_below_the_level_is_not_written() -> None:
    stream = io.StringIO()
    configure("WARNING", stream=stream)
    structlog.get_logger("auralis.test").info("quiet")
    structlog.get_logger("auralis.test").error("loud", reason="x")
    text = stream.getvalue()
    assert "quiet" not in text
    assert "loud" in text
    assert "reason=x" in text


def test_a_wrong_level_is_refused() -> None:
    with pytest.raises(InvalidValue, match="DEBUG, INFO"):
        configure("LOUD")
