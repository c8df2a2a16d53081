"""What is asked of a station's night: going to sleep, waking up, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from auralis.core.errors import InvalidValue
from auralis.core.parameters import Parameter
from auralis.server.nights.wake_time import WakeTime

What = Literal["sleep", "wake", "all"]

_MINUTES: Final = Parameter("minutes", 30.0, 0.0, 1440.0, "minutes")
_FADE: Final = Parameter("fade_s", 60.0, 0.0, 7200.0, "s")
_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "sleep": frozenset({"minutes", "fade_s"}),
    "wake": frozenset({"at", "zone", "fade_s", "repeat"}),
    "cancel": frozenset({"what"}),
}
_ENVELOPE: Final = frozenset({"type", "action", "id", "timestamp"})


@dataclass(frozen=True, slots=True)
class SleepRequest:
    """Be silent after some minutes, at the end of a fade of `fade_s` seconds."""

    minutes: float
    fade_s: float


@dataclass(frozen=True, slots=True)
class WakeRequest:
    """Fade in over `fade_s` seconds at a time of day, `daily` or once."""

    time: WakeTime
    fade_s: float
    daily: bool


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """Do not."""

    what: What


NightRequest = SleepRequest | WakeRequest | CancelRequest


def night_request(message: Mapping[str, object]) -> NightRequest:
    """Read a `night` message by its `action`; raises `InvalidValue` naming the field."""
    action = message.get("action")
    if not isinstance(action, str) or action not in _FIELDS:
        raise InvalidValue("action", action, ", ".join(_FIELDS))
    for name in message:
        if name not in _ENVELOPE and name not in _FIELDS[action]:
            raise InvalidValue(name, message[name], f"the fields {', '.join(sorted(_FIELDS[action]))}")
    if action == "cancel":
        return CancelRequest(_what(message.get("what", "all")))
    fade = _FADE.check(message["fade_s"]) if "fade_s" in message else None
    return _sleep(message, fade) if action == "sleep" else _wake(message, fade)


def _sleep(message: Mapping[str, object], fade: float | None) -> SleepRequest:
    minutes = _MINUTES.check(message.get("minutes", _MINUTES.default))
    left = 60.0 * minutes
    if fade is not None and fade > left:
        raise InvalidValue("fade_s", fade, f"0 to {left:g} s, the time that is left")
    return SleepRequest(minutes, min(_FADE.default, left) if fade is None else fade)


def _wake(message: Mapping[str, object], fade: float | None) -> WakeRequest:
    repeat = message.get("repeat", "once")
    if repeat not in ("once", "daily"):
        raise InvalidValue("repeat", repeat, "once, daily")
    time = WakeTime.of(message.get("at"), message.get("zone"))
    return WakeRequest(time, _FADE.default if fade is None else fade, repeat == "daily")


def _what(value: object) -> What:
    if value == "sleep":
        return "sleep"
    if value == "wake":
        return "wake"
    if value == "all":
        return "all"
    raise InvalidValue("what", value, "sleep, wake, all")
