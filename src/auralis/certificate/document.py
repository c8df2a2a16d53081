"""A certificate as JSON data: plain, rounded, and the same for the same night."""

from typing import Any, Final

from auralis import __version__
from auralis.analysis.grid import TENTHS
from auralis.certificate.certificate import Certificate
from auralis.certificate.judgement import WORDS, Judgement

FORMAT: Final = 1
_DIGITS: Final = 5
Data = dict[str, Any]


def document(found: Certificate) -> Data:
    """Return all that was found; times are seconds from the night's start, unless they are h:mm:ss."""
    commission = found.commission
    return {
        "format": FORMAT,
        "kind": "certificate",
        "engine": __version__,
        "title": found.title,
        "verdict": found.verdict,
        "verdict_words": WORDS[found.verdict],
        "address": found.address,
        "start": found.time(0),
        "end": found.time(commission.frames / commission.rate),
        "start_frame": commission.start,
        "frames": commission.frames,
        "sample_rate": commission.rate,
        "bands_of": {"preset": found.bearings.preset, "turned": list(found.bearings.turned)},
        "rows": [_row(found, judgement) for judgement in found.judgements],
        "night": _night(found),
        "score": _score(found),
        "windows": [_window(found, index) for index in range(len(found.reading.windows))],
        "curves": {"short_term_lufs": [_rounded(v, 2) for v in found.reading.short_term[::TENTHS]]},
        "recipe": commission.recipe.as_dict(),
    }


def _row(found: Certificate, judgement: Judgement) -> Data:
    low, high = judgement.band
    worst = judgement.worst
    data: Data = {
        "name": judgement.row.row.name,
        "group": judgement.row.group,
        "words": judgement.row.words,
        "unit": judgement.row.unit,
        "judged_by": judgement.row.way,
        "value": _rounded(judgement.value),
        "band": {"least": low, "most": high},
        "verdict": judgement.verdict,
        "within": judgement.within,
        "judged": judgement.judged,
        "note": judgement.note,
        "worst": None,
    }
    if worst is not None:
        data["worst"] = {"value": _rounded(worst.value)}
        if worst.second is not None:
            data["worst"] |= {"time": found.time(worst.second), "moment": found.moment(worst.second)}
    return data


def _night(found: Certificate) -> Data:
    reading, loudness = found.reading, found.reading.loudness
    dead, longest = reading.dead
    return {
        "integrated_lufs": _rounded(loudness.integrated_lufs),
        "range_lu": _rounded(loudness.range_lu),
        "momentary_max_lufs": _rounded(loudness.momentary_max_lufs),
        "short_term_max_lufs": _rounded(loudness.short_term_max_lufs),
        "dead_seconds": _rounded(dead),
        "longest_silence_s": _rounded(longest.value),
        "clicks_s": [_rounded(s) for s in reading.clicks_s],
        "dropouts": [
            {"start_s": _rounded(d.start_s), "length_s": _rounded(d.length_s)} for d in reading.dropouts
        ],
        "unsound_samples": reading.unsound,
    }


def _score(found: Certificate) -> Data:
    written = found.written
    rate, minutes = written.timeline.sample_rate, written.minutes
    return {
        "notes": len(written.notes),
        "seconds_by_key": {k: _rounded(v) for k, v in written.seconds_by_key().items()},
        "seconds_by_mode": {k: _rounded(v) for k, v in written.seconds_by_mode().items()},
        "seconds_by_chord": {k: _rounded(v) for k, v in written.seconds_by_chord().items()},
        "chord_changes_a_minute": _rounded(written.chord_changes() / minutes),
        "scale_share": _rounded(written.scale_share()),
        "root_runs_s": [_rounded((run.end - run.start) / rate) for run in written.runs()],
        "onsets_a_minute": {
            "written_by_hour": [_rounded(v) for v in written.onsets_by_hour()],
            "heard_by_hour": [_rounded(v) for v in found.heard_by_hour()],
        },
        "repeats": [
            {
                "time": found.time((again - written.start) / rate),
                "first": found.time((first - written.start) / rate),
            }
            for again, first in written.repeats()
        ],
        "sections": [
            {
                "section": s.section,
                "time": found.time((s.start - written.start) / rate),
                **{name: _rounded(value) for name, value in s.figures.items()},
            }
            for s in found.sections
        ],
    }


def _window(found: Certificate, index: int) -> Data:
    reading = found.reading.windows[index]
    since, until = found.reading.seconds_of(reading.window)
    return {
        "start": found.time(since),
        "start_s": _rounded(since),
        "end_s": _rounded(until),
        "preset": found.presets[index],
        "figures": {name: _rounded(value) for name, value in sorted(reading.figures.items())},
        "outside": list(found.outside[index]),
        "sha256": reading.sha256,
    }


def _rounded(value: float | None, digits: int = _DIGITS) -> float | None:
    """Round what is written, so that no last bit of a meter's arithmetic shows."""
    return None if value is None else round(float(value), digits) + 0.0
