"""Structured logs: one line an event, for people or for machines."""

import logging
import sys
from typing import Final, TextIO

import structlog

from auralis.core.errors import InvalidValue

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def configure(level: str = "INFO", *, json: bool = False, stream: TextIO | None = None) -> None:
    """Send the program's logs and those of its libraries to a stream (standard error if None).

    With `json` each line is a JSON object, else text for a terminal. May be called again; raises
    `InvalidValue` for a level that there is not.
    """
    if level not in LEVELS:
        raise InvalidValue("level", level, ", ".join(LEVELS))
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    output = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(output)
    handler.setFormatter(_formatter(shared, json=json, colours=output.isatty()))
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _formatter(
    shared: list[structlog.typing.Processor], *, json: bool, colours: bool
) -> structlog.stdlib.ProcessorFormatter:
    lines: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if json:
        lines += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        lines += [structlog.dev.ConsoleRenderer(colors=colours)]
    return structlog.stdlib.ProcessorFormatter(processors=lines, foreign_pre_chain=shared)
