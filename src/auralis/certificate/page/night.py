"""The night on one axis of time: loudness, keys, chords, spectrogram and piano roll."""

from html import escape
from math import log2
from typing import Final

from auralis.certificate.certificate import Certificate
from auralis.certificate.rows import NIGHT_ROWS
from auralis.pictures.night.axis import labels, times
from auralis.pictures.night.loudness import Scale, loudness_svg, scale_of
from auralis.pictures.night.png import image
from auralis.pictures.night.ribbon import Stripe, ribbon_svg
from auralis.pictures.night.roll import INKS, roll_png
from auralis.pictures.night.spectrogram import spectrogram_png
from auralis.pictures.night.svg import element
from auralis.theory.keys import parse_key

_ROLL_COLUMNS: Final = 1400
_LOWEST_HZ: Final = 30.0
_HIGHEST_HZ: Final = 16_000.0
_HERTZ: Final = ((60, "60 Hz"), (250, "250 Hz"), (1000, "1 kHz"), (4000, "4 kHz"))
_LAYERS: Final = {
    "lead": "piano, lead",
    "piano": "piano, left hand",
    "bells": "bells",
    "pad": "pad",
    "bass": "bass",
    "air": "air",
}


def night(found: Certificate) -> str:
    """Return the figures of the whole night."""
    return _loudness(found) + _harmony(found) + _spectrogram(found) + _roll(found)


def _figure(caption: str, *parts: str) -> str:
    return element("figure", element("figcaption", caption) + "".join(parts))


def _plot(content: str, tall: str, name: str = "") -> str:
    return element("div", content, class_=f"plot {name}".strip(), style=f"--tall:{tall}")


def _times(found: Certificate) -> str:
    commission = found.commission
    return times(commission.start / commission.rate, commission.end / commission.rate)


def _loudness(found: Certificate) -> str:
    reading, row = found.reading, NIGHT_ROWS[0].row
    curve, own = reading.short_term, row.bands[found.bearings.preset]
    seconds = found.commission.frames / found.commission.rate
    spans = [reading.seconds_of(own.window) for own in reading.windows]
    bands = [
        (since / seconds, until / seconds, *row.bands[preset])
        for (since, until), preset in zip(spans, found.presets, strict=True)
    ]
    integrated = reading.loudness.integrated_lufs
    scale: Scale = scale_of(curve, own)
    told = "silence" if integrated is None else f"{integrated:.1f} LUFS"
    band = row.shown(found.bearings.preset)
    words = f"Loudness of 3 s over the night, as a whole {told}; the band is {band} LUFS."
    drawn = loudness_svg(curve, scale, _joined(bands), integrated, words)
    caption = (
        "<strong>Loudness</strong> in LUFS: the median of 3 s and, around it, the least and the greatest. "
        "The band is that of integrated loudness in a window; the dashed line is the night as a whole, "
        f"{escape(told)}."
    )
    return _figure(caption, _plot(drawn + labels(scale.marks, "bottom", "levels"), "13rem"), _times(found))


def _joined(
    bands: list[tuple[float, float, float, float]],
) -> list[tuple[float, float, float, float]]:
    """Join neighbours of one band."""
    out: list[tuple[float, float, float, float]] = []
    for band in bands:
        if out and out[-1][2:] == band[2:]:
            out[-1] = (out[-1][0], band[1], *band[2:])
        else:
            out.append(band)
    return out


def _harmony(found: Certificate) -> str:
    written = found.written
    frames = written.end - written.start

    def share(frame: int) -> float:
        return (min(max(frame, written.start), written.end) - written.start) / frames

    keys = [
        Stripe(share(p.start), share(p.end), parse_key(p.key).tonic, f"{p.key}, section {p.place.section}")
        for p in written.phrases
    ]
    roots = [
        Stripe(
            share(run.start),
            share(run.end),
            run.root,
            found.time((run.start - written.start) / found.commission.rate),
        )
        for run in written.runs()
    ]
    changes = written.chord_changes() / written.minutes
    caption = (
        "<strong>Keys</strong>, and below them <strong>roots</strong>, each in the hue of its pitch class: "
        "neighbours in the circle of fifths are neighbours in hue. "
        f"Chords change {changes:.1f} times a minute."
    )
    seconds = written.seconds_by_key()
    words = "Keys over the night: " + ", ".join(f"{key} {round(s / 60)} min" for key, s in seconds.items())
    drawn = (
        ribbon_svg(_merged(keys), words),
        ribbon_svg(roots, f"Roots over the night: {len(roots)} stretches"),
    )
    return _figure(caption, *(_plot(d, "1.5rem", "ribbon") for d in drawn), _times(found))


def _merged(stripes: list[Stripe]) -> list[Stripe]:
    out: list[Stripe] = []
    for stripe in stripes:
        if out and out[-1].words == stripe.words:
            out[-1] = out[-1]._replace(until=stripe.until)
        else:
            out.append(stripe)
    return out


def _spectrogram(found: Certificate) -> str:
    picture = image(spectrogram_png(found.reading.columns), "Spectrogram of the night from 30 Hz to 16 kHz.")
    room = log2(_HIGHEST_HZ / _LOWEST_HZ)
    marks = [(100 * log2(hertz / _LOWEST_HZ) / room, words) for hertz, words in _HERTZ]
    caption = "<strong>Spectrogram</strong>, 30 Hz to 16 kHz on a scale of pitch, over 72 dB."
    return _figure(caption, _plot(picture + labels(marks, "bottom", "levels"), "14rem"), _times(found))


def _roll(found: Certificate) -> str:
    written = found.written
    roll = roll_png(written.notes, written.start, written.end, _ROLL_COLUMNS)
    words = f"Piano roll of {len(written.notes)} notes, pitch {roll.low} to {roll.high}."
    marks = [
        (100 * (pitch - roll.low + 0.5) / (roll.high - roll.low + 1), f"C{pitch // 12 - 1}")
        for pitch in range(0, 128, 12)
        if roll.low < pitch < roll.high
    ]
    used = {"lead" if note.voice == "lead" else note.layer for note in written.notes}
    items = "".join(
        element("li", f'<i style="background:rgb{INKS[name]}"></i>{words}')
        for name, words in _LAYERS.items()
        if name in used
    )
    caption = f"<strong>Piano roll</strong>: all {len(written.notes):,} notes of the night."
    plot = _plot(image(roll.png, words) + labels(marks, "bottom", "levels"), "15rem")
    return _figure(caption, plot, _times(found), element("ul", items, class_="legend"))
