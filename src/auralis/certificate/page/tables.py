"""The tables of a certificate: rows with their bands, hours, keys and chords."""

from html import escape
from itertools import groupby
from statistics import fmean
from typing import Final

from auralis.certificate.certificate import Certificate
from auralis.certificate.judgement import WORDS, Judgement
from auralis.pictures.night.ribbon import hue_of
from auralis.pictures.night.svg import element
from auralis.theory.keys import parse_key

_HOUR_S: Final = 3600
_CHORDS: Final = 16
_MARKS: Final = {"pass": "pass", "remark": "remark", "fail": "fail", "none": "not judged"}


def rows(found: Certificate) -> str:
    """Return every row with its band and its verdict."""
    heads = ("What", "Verdict", "Night", "Band", "Within", "Worst", "at")
    body = ""
    for group, judged in groupby(found.judgements, key=lambda j: j.row.group):
        head = element("tr", element("th", group, scope="rowgroup", colspan=len(heads)))
        body += element("tbody", head + "".join(_row(found, judgement) for judgement in judged))
    preset = escape(found.bearings.preset)
    caption = f"Bands of the preset {preset}; windows of {_window_s(found):.0f} s, sections as composed."
    return _table(caption, heads, body, "rows")


def hours(found: Certificate) -> str:
    """Return what each hour is like."""
    heads = (
        "From",
        "Loudness",
        "Range",
        "Loudest 3 s",
        "Centroid",
        "Onsets heard",
        "Notes written",
        "Windows in all bands",
    )
    written = found.written.onsets_by_hour()
    lines = ""
    for hour, onsets in enumerate(written):
        own = [
            (reading.figures, not beyond)
            for reading, beyond in zip(found.reading.windows, found.outside, strict=True)
            if int(found.reading.seconds_of(reading.window)[0] // _HOUR_S) == hour
        ]
        if not own:
            continue
        names = ("lufs", "range", "short_term_max", "centroid", "onsets")
        values = [[f[name] for f, _ in own if f[name] is not None] for name in names]
        loudest = max(v for v in values[2] if v is not None) if values[2] else None
        cells = [
            _mean(values[0], 1, "LUFS"),
            _mean(values[1], 1, "LU"),
            _cell(loudest, 1, "LUFS"),
            _mean(values[3], 0, "Hz"),
            _mean(values[4], 1, "a minute"),
            _cell(onsets, 1, "a minute"),
            f"{sum(good for _, good in own)} of {len(own)}",
        ]
        head = element("th", found.time(hour * _HOUR_S), scope="row")
        lines += element("tr", head + "".join(element("td", cell) for cell in cells))
    return _table("Means of the windows that begin in the hour.", heads, element("tbody", lines))


def keys(found: Certificate) -> str:
    """Return how long each key lasts, as bars."""
    seconds = found.written.seconds_by_key()
    return _bars({key: (value, hue_of(parse_key(key).tonic)) for key, value in seconds.items()})


def chords(found: Certificate) -> str:
    """Return how long the commonest chords last, as bars, by their numeral in the key of the moment."""
    seconds = found.written.seconds_by_chord()
    commonest = dict(list(seconds.items())[:_CHORDS])
    rest = len(seconds) - len(commonest)
    more = element("p", f"and {rest} more", class_="soft") if rest else ""
    return _bars({name: (value, 285) for name, value in commonest.items()}, sum(seconds.values())) + more


def _row(found: Certificate, judgement: Judgement) -> str:
    worst = judgement.worst
    unit = f" <small>{escape(judgement.row.unit)}</small>" if judgement.row.unit else ""
    within = "" if judgement.judged is None else f"{judgement.within} of {judgement.judged}"
    at = found.time(worst.second) if worst and worst.second is not None else ""
    cells = [
        judgement.shown + (unit if judgement.value is not None else ""),
        judgement.row.row.shown(judgement.preset),
        within,
        judgement.write(worst.value) if worst else "",
        at,
    ]
    mark = element(
        "td",
        _MARKS[judgement.verdict],
        class_=judgement.verdict,
        title=judgement.note or WORDS[judgement.verdict],
    )
    head = element("th", escape(judgement.row.words), scope="row")
    return element("tr", head + mark + "".join(element("td", cell) for cell in cells))


def _table(caption: str, heads: tuple[str, ...], body: str, name: str | None = None) -> str:
    row = element("tr", "".join(element("th", head, scope="col") for head in heads))
    table = element("table", element("caption", caption) + element("thead", row) + body, class_=name)
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _bars(seconds: dict[str, tuple[float, int]], whole: float | None = None) -> str:
    total = whole or sum(value for value, _ in seconds.values()) or 1.0
    longest = max((value for value, _ in seconds.values()), default=1.0)
    out = ""
    for name, (value, hue) in seconds.items():
        bar = element("div", class_="bar", style=f"--share:{100 * value / longest:.1f}%;--hue:{hue}")
        out += (
            element("dt", escape(name)) + element("dd", bar) + element("dd", f"{100 * value / total:.1f} %")
        )
    return element("dl", out, class_="bars")


def _mean(values: "list[float | None]", digits: int, unit: str) -> str:
    known = [value for value in values if value is not None]
    return _cell(fmean(known) if known else None, digits, unit)


def _cell(value: float | None, digits: int, unit: str) -> str:
    return "-" if value is None else f"{value:.{digits}f} <small>{unit}</small>"


def _window_s(found: Certificate) -> float:
    return found.commission.frames / found.commission.rate / len(found.reading.windows)
