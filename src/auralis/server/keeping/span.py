"""What a client wants to be kept: so many frames from a moment on."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.core.recipe import Recipe
from auralis.core.units import Frame, chunk_frames
from auralis.server.stations import OnAir, Repertoire, Stations

_OF_STATION: Final = ("station", "minutes", "from", "to", "title")
_OF_ADDRESS: Final = ("address", "duration", "title")
_LONGEST_MIN: Final = 24 * 60


class Span(NamedTuple):
    """So many frames from a moment on, and the station they were heard on, if any."""

    moment: Moment
    frames: Frame
    station: str = ""


def span_of(body: Mapping[str, object], stations: Stations, repertoire: Repertoire) -> Span:
    """Return what a request wants to be kept; raises `InvalidValue`.

    Of a `station` that is the last `minutes`, or the frames [`from`, `to`); of an `address` what plays
    from its time on for `duration` seconds.
    """
    known = _OF_ADDRESS if "address" in body else _OF_STATION
    for name in body:
        if name not in known:
            raise InvalidValue(name, body[name], ", ".join(known))
    if "address" in body:
        return _of_address(body, repertoire)
    station = body.get("station", "main")
    if not isinstance(station, str):
        raise InvalidValue("station", station, "a station's name")
    return _of_station(body, stations.find(station))


def _of_address(body: Mapping[str, object], repertoire: Repertoire) -> Span:
    moment = repertoire.moment({"address": body["address"]})
    seconds = _number(body, "duration", 60 * _LONGEST_MIN, "seconds")
    frames = math.floor(seconds * moment.recipe.sample_rate)
    if frames == 0:
        raise InvalidValue("duration", seconds, "a frame or more")
    return Span(moment, frames)


def _of_station(body: Mapping[str, object], on_air: OnAir) -> Span:
    """Return a span of what a station has played so far, under the recipe as far as it reaches."""
    source = on_air.source
    chunk = chunk_frames(source.sample_rate)
    begun, now = source.ring.first * chunk, on_air.broadcaster.position * chunk
    end = _frame(body, "to", now, f"a frame that was played, {begun + 1} to {now}")
    if not begun < end <= now:
        raise InvalidValue("to", end, f"a frame that was played, {begun + 1} to {now}")
    if "minutes" in body:
        if "from" in body:
            raise InvalidValue("from", body["from"], "nothing beside minutes, which say it")
        minutes = _number(body, "minutes", _LONGEST_MIN, "minutes")
        start = max(begun, end - math.floor(60 * minutes * source.sample_rate))
    else:
        start = _frame(body, "from", None, "the first frame, or minutes in its place")
    if not begun <= start < end:
        raise InvalidValue("from", start, f"{begun} to {end - 1}")
    return Span(Moment(_until(source.recipe, end), start), end - start, source.name)


def _until(recipe: Recipe, end: Frame) -> Recipe:
    """Return a recipe without the changes that come later than a span: they leave it as it is."""
    return replace(recipe, changes=tuple(c for c in recipe.changes if c.frame < end))


def _frame(body: Mapping[str, object], field: str, default: Frame | None, allowed: str) -> Frame:
    value = body.get(field, default)
    if type(value) is not int:
        raise InvalidValue(field, value, allowed)
    return value


def _number(body: Mapping[str, object], field: str, most: float, unit: str) -> float:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        raise InvalidValue(field, value, f"more than 0 and at most {most} {unit}")
    return value
