"""What listeners are told when something goes wrong, as JSON text."""

import json
from typing import Literal

Severity = Literal["info", "warning", "error", "critical"]


def error(code: str, severity: Severity, message: str, timestamp: float, **details: object) -> str:
    """Return an `error` message; `timestamp` is Unix seconds, details are plain JSON data."""
    fields = {"type": "error", "code": code, "severity": severity, "message": message, "timestamp": timestamp}
    return json.dumps({**fields, **details}, separators=(",", ":"), allow_nan=False)


def underrun(seq: int, timestamp: float) -> str:
    """Return the notice that from chunk `seq` on nothing was rendered in time."""
    text = "the audio was not rendered in time; silence is played until it is"
    return error("BUFFER_UNDERRUN", "warning", text, timestamp, seq=seq)


def failed(seq: int, timestamp: float) -> str:
    """Return the notice that from chunk `seq` on the station plays silence in place of sound."""
    text = "the sound could not be made; silence is played until it can"
    return error("SYNTHESIS_FAILED", "warning", text, timestamp, seq=seq)


def gone(why: str, timestamp: float, **details: object) -> str:
    """Return the notice that a change came too late: what renders the station has ended."""
    return error("SYNTHESIS_FAILED", "critical", why, timestamp, **details)


def overrun(count: int, seq: int, timestamp: float) -> str:
    """Return the notice to one listener that it was too slow: `count` chunks before `seq` were left out."""
    text = f"this listener fell behind; {count} chunks were skipped"
    return error("BUFFER_OVERRUN", "info", text, timestamp, count=count, seq=seq)
