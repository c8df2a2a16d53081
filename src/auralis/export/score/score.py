"""The score of a span of frames as JSON data: context, sections, phrases, chords and notes."""

from dataclasses import asdict

from auralis.composition import energy
from auralis.core.units import Frame
from auralis.sequencing import TimedPhrase, Timeline, bar_at, motifs, phrases
from auralis.station.announcement import Entry, chord_list, note_list


def score(timeline: Timeline, start: Frame, end: Frame) -> Entry:
    """Return what sounds in frames [start, end), timed from the station's start."""
    rate = timeline.sample_rate
    return {
        "context": timeline.context_at(start).settings(),
        "sections": _sections(timeline, start, end),
        "phrases": [_timed(_phrase(timeline, p), rate) for p in phrases(timeline, start, end)],
        "chords": [_timed(c, rate) for c in chord_list(timeline, start, end)],
        "notes": [_timed(n, rate) for n in note_list(timeline, start, end)],
    }


def title(timeline: Timeline, start: Frame) -> str:
    """Name the music that begins at a frame: `focus, D dorian, 60 bpm, seed 7`."""
    context = timeline.context_at(start)
    return f"{context.preset}, {context.key_signature}, {context.bpm:g} bpm, seed {timeline.seed}"


def _timed(entry: Entry, rate: int) -> Entry:
    return {"seconds": entry["frame"] / rate, "duration_seconds": entry["frames"] / rate, **entry}


def _sections(timeline: Timeline, start: Frame, end: Frame) -> list[Entry]:
    """Return the sections that sound, each in the key of the first of its phrases that does."""
    spans: dict[int, tuple[str, Frame, Frame]] = {}
    for phrase in phrases(timeline, start, end):
        key, begun, _ = spans.get(phrase.place.section, (phrase.key, phrase.start, 0))
        spans[phrase.place.section] = (key, begun, phrase.end)
    rate = timeline.sample_rate
    return [
        {"section": section, "key": key, "seconds": begun / rate, "duration_seconds": (ended - begun) / rate}
        for section, (key, begun, ended) in spans.items()
    ]


def _phrase(timeline: Timeline, phrase: TimedPhrase) -> Entry:
    context = timeline.context_at(phrase.start)
    return {
        "frame": phrase.start,
        "frames": phrase.end - phrase.start,
        "bar": bar_at(timeline, phrase.start),
        "section": phrase.place.section,
        "phrase": phrase.place.phrase,
        "key": phrase.key,
        "energy": energy(context, phrase.place, timeline.seed),
        "reason": phrase.reason,
        "motifs": [
            _timed({"frame": m.start, "frames": m.end - m.start, **asdict(m.statement)}, timeline.sample_rate)
            for m in motifs(timeline, phrase.start, phrase.end)
        ],
    }
