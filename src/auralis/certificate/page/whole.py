"""The page of a certificate, put together."""

from collections import Counter
from html import escape
from typing import Final

from auralis import __version__
from auralis.certificate.certificate import Certificate
from auralis.certificate.judgement import WORDS, Judgement
from auralis.certificate.page.night import night
from auralis.certificate.page.spots import spots
from auralis.certificate.page.style import STYLE
from auralis.certificate.page.tables import chords, hours, keys, rows
from auralis.pictures.night.svg import element

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_WAYS: Final = {"window": "windows", "section": "sections"}


def page(found: Certificate) -> str:
    """Return the certificate as HTML; the same certificate is the same page."""
    parts = (
        _header(found),
        _figures(found),
        _remarks(found),
        element("h2", "The night") + night(found),
        element("h2", "Row by row") + rows(found),
        element("h2", "Worst spots") + _about_spots() + spots(found),
        element("h2", "Hour by hour") + hours(found),
        _harmony(found),
        _footer(),
    )
    body = element("main", "".join(parts))
    return f"<!doctype html>\n{element('html', _head(found) + element('body', body), lang='en')}\n"


def _head(found: Certificate) -> str:
    meta = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    )
    title = f"{WORDS[found.verdict]}: {found.title}"
    return element("head", meta + element("title", escape(title)) + element("style", STYLE))


def _header(found: Certificate) -> str:
    rate, frames = found.commission.rate, found.commission.frames
    span = f"{found.time(0)} to {found.time(frames / rate)}, {length(frames / rate)}, {rate} Hz"
    count = Counter(j.verdict for j in found.judgements)
    said = [f"{count['pass']} rows pass"]
    said += [f"{count['remark']} with a remark"] * bool(count["remark"])
    said += [f"{count['fail']} fail"] * bool(count["fail"])
    said += [f"{count['none']} not judged"] * bool(count["none"])
    kicker = element("p", "Auralis · certificate of a night before it plays", class_="kicker")
    verdict = element("p", escape(WORDS[found.verdict]), class_=f"verdict {found.verdict}")
    summary = element("p", f"{', '.join(said)}. {escape(span)}.")
    address = element("code", escape(found.address), class_="address")
    return element(
        "header", kicker + element("h1", escape(found.title)) + verdict + summary + _bearings(found) + address
    )


def _bearings(found: Certificate) -> str:
    turned = found.bearings.turned
    if not turned:
        return ""
    words = f"Turned away from the preset {found.bearings.preset}, whose bands are used: {', '.join(turned)}."
    return element("p", escape(words), class_="soft")


def _figures(found: Certificate) -> str:
    loudness, written = found.reading.loudness, found.written
    by_name = {j.row.row.name: j for j in found.judgements}
    onsets = sum(found.heard_by_hour()) / len(found.heard_by_hour())
    dead, _ = found.reading.dead
    shown = [
        ("Integrated", _shown(loudness.integrated_lufs, 1), "LUFS"),
        ("Range", _shown(loudness.range_lu, 1), "LU"),
        ("True peak", by_name["true_peak"].shown, "dBTP"),
        ("Jump in 100 ms", by_name["jump"].shown, "LU"),
        ("Silence", f"{dead:.1f}", "s"),
        ("Clicks", by_name["own_clicks"].shown, ""),
        ("Onsets", f"{onsets:.1f}", "a minute"),
        ("Repeats", by_name["repeats"].shown, f"of {len(written.phrases)} phrases"),
    ]
    cells = [
        element("div", element("dt", name) + element("dd", f"{value}<small>{unit}</small>"))
        for name, value, unit in shown
    ]
    return element("dl", "".join(cells), class_="figures")


def _remarks(found: Certificate) -> str:
    told = [j for verdict in ("fail", "remark") for j in found.judgements if j.verdict == verdict]
    if not told:
        return ""
    items = "".join(element("li", _told(found, judgement), class_=judgement.verdict) for judgement in told)
    return element("h2", "Remarks") + element("ul", items, class_="remarks")


def _told(found: Certificate, judgement: Judgement) -> str:
    unit = f" {judgement.row.unit}" if judgement.row.unit else ""
    words = f"{judgement.shown}{unit}, band {judgement.row.row.shown(judgement.preset)}"
    if judgement.judged:
        way = _WAYS.get(judgement.row.way, "")
        words += f"; {judgement.within} of {judgement.judged} {way} lie within"
    if judgement.worst and judgement.worst.second is not None:
        words += f"; worst {judgement.write(judgement.worst.value)} at {found.time(judgement.worst.second)}"
    note = f". {judgement.note[0].upper()}{judgement.note[1:]}" if judgement.note else ""
    return element("strong", escape(judgement.row.words)) + element(
        "span", f": {escape(words)}{escape(note)}."
    )


def _about_spots() -> str:
    words = (
        "Notes, and under them the loudness of each tenth of a second over 30 LU. The address below each "
        "begins five seconds before the spot: the page of a server plays it as /m/ and the address."
    )
    return element("p", words, class_="soft")


def _harmony(found: Certificate) -> str:
    written = found.written
    runs = [(run.end - run.start) / written.timeline.sample_rate for run in written.runs()]
    changes = written.chord_changes() / written.minutes
    words = (
        f"{len(written.seconds_by_chord())} different chords, {changes:.1f} changes a minute. A root is held "
        f"for {sum(runs) / len(runs):.0f} s in the mean and {max(runs):.0f} s at most."
    )
    columns = element("section", element("h3", "Keys") + keys(found)) + element(
        "section", element("h3", "Chords") + chords(found)
    )
    return element("h2", "Keys and chords") + element("p", words) + element("div", columns, class_="two")


def _footer() -> str:
    words = (
        f"Auralis {__version__}. Every frame was rendered and measured as the wire has it, 16 bit, before "
        "anything was played; the same address makes the same certificate. The figures of every window, with "
        "the SHA-256 of its samples, are in the JSON form of this report."
    )
    return element("footer", element("p", escape(words)))


def length(seconds: float) -> str:
    """Write a length of time in words: `8 h`, `7 min 30 s`."""
    whole = round(seconds)
    parts = ((whole // 3600, "h"), (whole // 60 % 60, "min"), (whole % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def _shown(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
