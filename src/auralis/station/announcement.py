"""What listeners are told: the phrase that plays, its chords, and the notes to come."""

from collections.abc import Sequence
from typing import Any

import msgspec

from auralis.composition import notices
from auralis.core.recipe import Change
from auralis.core.units import Frame
from auralis.sequencing import Timeline, bar_at, chords, motifs, notes, phrases

Entry = dict[str, Any]
"""A chord or a note as JSON data."""


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """A `generation_update`, but for `type` and what depends on the moment of sending.

    The phrase is the one that plays; chords, notes and motifs reach from its start to the end of the
    one after it. `key` to `context` are what listeners have set, `changes` of them still to come included;
    `phrase_key` is what the section has wandered to. `notices` say what of the changes can't be
    played as it was wished.
    """

    phrase_id: str
    phrase: int
    section: int
    frame: Frame
    frames: Frame
    next_phrase_frame: Frame
    bar: int
    phrase_key: str
    phrase_reason: str
    key: str
    mode: str
    bpm: float
    intensity: float
    context: dict[str, object]
    chords: list[Entry]
    notes: list[Entry]
    motifs: list[Entry]
    changes: list[Entry]
    notices: list[str]


def announce(
    timeline: Timeline, frame: Frame, changes: Sequence[Change] = (), noticed: Sequence[str] = ()
) -> Announcement:
    """Return what to tell listeners while the phrase at a frame plays, but for the notices told before."""
    here = next(phrases(timeline, frame, frame + 1))
    after = next(phrases(timeline, here.end, here.end + 1))
    context = timeline.passages[-1].turns[-1].context
    return Announcement(
        phrase_id=f"s{here.place.section}p{here.place.phrase}f{here.start}",
        phrase=here.place.phrase,
        section=here.place.section,
        frame=here.start,
        frames=here.end - here.start,
        next_phrase_frame=here.end,
        bar=bar_at(timeline, here.start),
        phrase_key=here.key,
        phrase_reason=here.reason,
        key=context.key_signature,
        mode=context.mode,
        bpm=context.bpm,
        intensity=context.intensity,
        context=context.settings(),
        chords=chord_list(timeline, here.start, after.end),
        notes=note_list(timeline, here.start, after.end),
        motifs=motif_list(timeline, here.start, after.end),
        changes=[c.as_dict() for c in changes],
        notices=[sentence for sentence in notices(context) if sentence not in noticed],
    )


def chord_list(timeline: Timeline, start: Frame, end: Frame) -> list[Entry]:
    """Return the chords that sound in a span, as JSON data."""
    return [
        {
            "frame": c.start,
            "frames": c.end - c.start,
            "bar": c.bar,
            "symbol": c.chord.symbol,
            "roman": c.chord.roman,
            "pitch_classes": list(c.chord.pitch_classes),
            "root_pitch": c.chord.root_pitch,
            "chord_type": c.chord.chord_type,
            "degree": c.chord.degree,
            "function": c.chord.function,
            "role": c.chord.role,
            "borrowed": c.chord.borrowed,
            "reason": c.chord.reason,
        }
        for c in chords(timeline, start, end)
    ]


def note_list(timeline: Timeline, start: Frame, end: Frame) -> list[Entry]:
    """Return the notes that begin in a span, as JSON data."""
    return [
        {
            "frame": n.frame,
            "frames": n.end - n.frame,
            "layer": n.layer,
            "voice": n.voice,
            "pitch": n.pitch,
            "velocity": n.velocity,
        }
        for n in notes(timeline, start, end)
    ]


def motif_list(timeline: Timeline, start: Frame, end: Frame) -> list[Entry]:
    """Return the motifs that begin in a span, as JSON data."""
    return [
        {
            "frame": m.start,
            "frames": m.end - m.start,
            "motif": m.statement.motif,
            "variant": m.statement.variant,
        }
        for m in motifs(timeline, start, end)
    ]
