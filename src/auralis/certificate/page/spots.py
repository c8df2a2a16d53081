"""The worst spots of a night: where, how to hear them, and what is around them."""

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from auralis.analysis.grid import TENTHS
from auralis.analysis.loudness import lufs
from auralis.certificate.certificate import Certificate
from auralis.certificate.judgement import Judgement
from auralis.pictures.night.axis import times
from auralis.pictures.night.spot import spot_svg
from auralis.pictures.night.svg import element

_SIDE_S: Final = 20.0
_SHOWN: Final = ("step", "jump", "hole")
"""Rows whose worst spot is shown even where all is well."""
_APART_S: Final = 1.0
_MOST: Final = 12


class _Spot(NamedTuple):
    judgements: list[Judgement]
    second: float


def spots(found: Certificate) -> str:
    """Return a figure for each worst spot, those of rows that did not pass first."""
    figures = "".join(_figure(found, spot) for spot in _chosen(found))
    return element("div", figures, class_="spots")


def _chosen(found: Certificate) -> list[_Spot]:
    chosen: list[_Spot] = []
    for judgement, second in _wanted(found):
        near = next((spot for spot in chosen if abs(spot.second - second) < _APART_S), None)
        if near is not None:
            near.judgements.append(judgement)
        elif len(chosen) < _MOST:
            chosen.append(_Spot([judgement], second))
    return chosen


def _wanted(found: Certificate) -> Iterator[tuple[Judgement, float]]:
    for verdict in ("fail", "remark", "pass"):
        for judgement in found.judgements:
            shown = verdict != "pass" or judgement.row.row.name in _SHOWN
            if (
                judgement.verdict == verdict
                and shown
                and judgement.worst
                and judgement.worst.second is not None
            ):
                yield judgement, judgement.worst.second


def _figure(found: Certificate, spot: _Spot) -> str:
    commission = found.commission
    rate = commission.rate
    since = max(0.0, spot.second - _SIDE_S)
    until = min(commission.frames / rate, spot.second + _SIDE_S)
    start, end = (commission.start + round(second * rate) for second in (since, until))
    curve = lufs(found.reading.weighted[round(since * TENTHS) : round(until * TENTHS)])
    time = found.time(spot.second)
    named = "; ".join(f"{j.row.words.lower()} {_value(j)}" for j in spot.judgements)
    drawn = spot_svg(
        found.written.notes,
        start,
        end,
        curve,
        (spot.second - since) / (until - since),
        f"Notes and loudness around {time}: {named}.",
    )
    caption = f"<strong>{time}</strong> {escape(named)}"
    under = times(start / rate, end / rate, most=5)
    moment = element("code", escape(found.moment(spot.second)))
    plot = element("div", drawn, class_="plot")
    return element("figure", element("figcaption", caption) + plot + under + moment)


def _value(judgement: Judgement) -> str:
    value = judgement.worst.value if judgement.worst else judgement.value
    return f"{judgement.write(value)} {judgement.row.unit}".strip()
