"""Structured logs: one line an event, for people or for machines."""

import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

import structlog

from auralis.core.errors import InvalidValue
from auralis.observability.log_file import LogFile
from auralis.observability.redaction import Redaction

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_SHARED: Final[list[structlog.typing.Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_SOCKETS: Final = '%s - "WebSocket '
"""How uvicorn's lines about sockets begin; ours say more, as ours about requests do."""


class _Lines(structlog.stdlib.ProcessorFormatter):
    """Formats one line an event, without secrets."""

    def __init__(self, redaction: Redaction, *, json: bool, colours: bool) -> None:
        steps: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
        if json:
            steps += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        else:
            # A rich traceback would show what variables hold.
            plain = structlog.dev.plain_traceback
            steps += [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain)]
        super().__init__(processors=steps, foreign_pre_chain=_SHARED)
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction(super().format(record))


def configure(
    level: str = "INFO",
    *,
    json: bool = False,
    stream: TextIO | None = None,
    file: Path | None = None,
    secrets: Iterable[str] = (),
) -> None:
    """Send the program's logs and those of its libraries to a stream (standard error if None) and a file.

    With `json` each line is a JSON object, else text for people. `secrets` never appear. May be called
    again, which opens the file anew; raises `InvalidValue`, and changes nothing, for a level that there
    is not and a file that can't be written.
    """
    if level not in LEVELS:
        raise InvalidValue("level", level, ", ".join(LEVELS))
    output = sys.stderr if stream is None else stream
    handlers: list[logging.Handler] = [logging.StreamHandler(output)]
    if file is not None:
        handlers.append(LogFile(file))
    redaction = Redaction(secrets)
    for handler in handlers:
        colours = not isinstance(handler, LogFile) and output.isatty()
        handler.setFormatter(_Lines(redaction, json=json, colours=colours))
        handler.addFilter(_is_ours_to_tell)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.basicConfig(level=level, handlers=handlers, force=True)


def _is_ours_to_tell(record: logging.LogRecord) -> bool:
    return record.name != "uvicorn.access" and not str(record.msg).startswith(_SOCKETS)
