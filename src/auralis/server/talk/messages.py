"""What the server says on a socket, as JSON text."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from auralis.core.errors import InvalidValue
from auralis.streaming import notices

_LONGEST = 100
_EXACT = 1 << 53


def encode(message: Mapping[str, object]) -> str:
    """Return a message as compact JSON."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False)


def iso(unix: float) -> str:
    """Return a time as ISO 8601 in UTC with microseconds: `2025-01-15T10:30:45.123456Z`."""
    return datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def generation_update(update: Mapping[str, object], frame: int, sample_rate: int) -> str:
    """Return what plays and comes; `frame` is due now, which dates the next phrase."""
    after = update.get("next_phrase_frame")
    left = after - frame if isinstance(after, int) else 0
    wait = {"next_phrase_in_ms": max(0, round(1000 * left / sample_rate))}
    return encode({"type": "generation_update", **update, **wait})


def pong(client_time: object, unix: float) -> str:
    """Return the answer to a ping, with the client's own time in it."""
    return encode({"type": "pong", "client_time": shown(client_time), "server_time": iso(unix)})


def invalid_control(error: InvalidValue, unix: float, message_id: object = None) -> str:
    """Return the refusal of a client's message; `message_id` is the client's own, echoed."""
    fault = described(error)
    details = {"field": fault.field, "value": fault.value, "allowed": fault.allowed}
    if message_id is not None:
        details["id"] = shown(message_id)
    return notices.error("INVALID_CONTROL", "error", str(fault), unix, **details)


def night(document: Mapping[str, object]) -> str:
    """Return what a station's night is to bring."""
    return encode({"type": "night", **document})


def not_owner(why: str, unix: float, message_id: object = None) -> str:
    """Return the refusal of a change by somebody who does not own the station."""
    details = {} if message_id is None else {"id": shown(message_id)}
    return notices.error("NOT_OWNER", "error", why, unix, **details)


def overload(limit: int, unix: float) -> str:
    """Return the refusal of a listener there is no room for."""
    return overloaded(f"the server is full: {limit} listeners", unix)


def overloaded(why: str, unix: float) -> str:
    """Return the refusal of what there is no room for."""
    return notices.error("SERVER_OVERLOAD", "critical", f"{why}; try again later", unix)


def described(error: InvalidValue) -> InvalidValue:
    """Return an error that is fit to be sent: its field and value short and plain JSON."""
    return InvalidValue(str(shown(error.field)), shown(error.value), error.allowed)


def shown(value: object) -> object:
    """Return a value from outside as short, plain JSON data; what is long or odd becomes cut text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) < _EXACT:
        return value
    text = value if isinstance(value, str) else repr(value)
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return cut.encode("utf-8", "replace").decode()
