"""A motif realised: scale steps become pitches over the chords, onsets fall a little off the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from auralis.composition.motifs import Motif
from auralis.composition.performance import ticks_of
from auralis.composition.phrase import PHRASE_BARS
from auralis.composition.section import SectionPlan, Voiced
from auralis.core.randomness import Stream
from auralis.core.units import TICKS_PER_BEAT, Tick
from auralis.theory.modes import interval
from auralis.theory.pitches import nearest, pitches_within

SLOT_BARS: Final = 2
LOWEST_LEAD: Final = 48
HIGHEST_LEAD: Final = 96
_LONG: Final = 3 * TICKS_PER_BEAT
_RING_MS: Final = 2500.0
_REACH: Final = 15
_STARTS: Final = {"4/4": (0, 0, 960, 1920, 480), "3/4": (0, 0, 960, 480), "6/8": (0, 0, 480, 1440)}
_BEATS: Final = {"4/4": 960, "3/4": 960, "6/8": 1440}


@dataclass(frozen=True, slots=True)
class LeadNote:
    """A note of the lead line, in ticks of its phrase.

    It sounds when its slot does (the lower `gate`, the sooner) and `luck` is under the note
    probability; `touch` is what phrasing and hand add to its velocity, `bar` its bar in the section.
    """

    tick: Tick
    ticks: Tick
    pitch: int
    gate: float
    luck: float
    touch: float
    bar: int
    is_chord_tone: bool
    is_chromatic: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """What a slot is to be: where, around which pitch, how readily heard, how free.

    `bar` is the slot's first in the section, `wanted` the pitch to begin near, `gate` the slot's.
    `chromatic` is the probability that a short inner note becomes a lower neighbour of the next;
    `strict` makes every note a chord tone.
    """

    bar: int
    wanted: int
    gate: float
    chromatic: float
    strict: bool


@dataclass(frozen=True, slots=True)
class _Moment:
    """A note of a motif on the grid, `tick` counted from its slot, with the chord under it."""

    tick: Tick
    ticks: Tick
    step: int
    bar: int
    chord: Voiced


class _Sung(NamedTuple):
    """What a note of a motif has become: its pitch, and how readily it is heard."""

    pitch: int
    gate: float
    luck: float
    is_chromatic: bool


def realised(plan: SectionPlan, motif: Motif, brief: Brief, stream: Stream) -> tuple[LeadNote, ...]:
    """Return the notes of a varied motif as a brief asks; its ends and long notes are chord tones."""
    moments = _moments(plan, motif, brief.bar, stream)
    pitches = _pitches(plan, moments, brief)
    lucks = [0.0 if i in (0, len(moments) - 1) else stream.uniform() for i in range(len(moments))]
    approached = _approach(plan, moments, pitches, lucks, brief, stream)
    return tuple(
        _note(plan, moments, i, _Sung(pitches[i], brief.gate, lucks[i], i == approached), stream)
        for i in range(len(moments))
    )


def _moments(plan: SectionPlan, motif: Motif, first_bar: int, stream: Stream) -> list[_Moment]:
    """Lay a motif on the grid so that it begins and ends inside its slot."""
    bar_ticks = plan.structure.bar_ticks
    room = SLOT_BARS * bar_ticks
    reach = sum(step.ticks for step in motif[:-1])
    tick = stream.choice([s for s in _STARTS[plan.structure.meter] if s + reach < room] or [0])
    out = []
    for step in motif:
        if tick < room:
            bar = first_bar + tick // bar_ticks
            out.append(_Moment(tick, step.ticks, step.offset, bar, plan.at(bar)))
        tick += step.ticks
    return out


def _pitches(plan: SectionPlan, moments: Sequence[_Moment], brief: Brief) -> list[int]:
    """Return the pitches of a motif's notes; where the motif moves, they do."""
    base = _base(plan, moments, brief.wanted)
    pitches: list[int] = []
    for i, moment in enumerate(moments):
        pitch = _pitch(plan, moments, i, base, brief.strict)
        if i and pitch == pitches[-1] and (onward := moment.step - moments[i - 1].step):
            pitch = _onward(plan, moment, pitch, onward)
        pitches.append(pitch)
    onward = moments[-1].step - moments[0].step
    if pitches[-1] == pitches[0] and onward:
        pitches[-1] = _onward(plan, moments[-1], pitches[0], onward)
    return pitches


def _base(plan: SectionPlan, moments: Sequence[_Moment], wanted: int) -> int:
    """Return the scale step of a motif's first note: near a pitch, with all of the motif within reach."""
    base = _step_near(moments[0].chord, nearest(wanted, _tones(plan, moments[0].chord)))
    tones = _tones(plan, moments[0].chord)
    lowest, highest = (_step_near(moments[0].chord, tone) for tone in (tones[0], tones[-1]))
    steps = [moment.step for moment in moments]
    return min(max(base, lowest - min(steps)), highest - max(steps))


def _pitch(plan: SectionPlan, moments: Sequence[_Moment], i: int, base: int, strict: bool) -> int:
    """Return a moment's scale note, snapped to the chord at ends, on long notes and where it would rub."""
    moment = moments[i]
    pitch = _scale_pitch(moment.chord, base + moment.step)
    rubs = _rubs(moment.chord, pitch)
    tones = _tones(plan, moment.chord)
    inside = tones[0] <= pitch <= tones[-1]
    structural = i in (0, len(moments) - 1) or moment.ticks >= _LONG
    if strict or structural or rubs or not inside:
        return nearest(pitch, tones)
    return pitch


def _rubs(chord: Voiced, pitch: int) -> bool:
    """Say whether a pitch is a semitone above a tone of the chord, or either side of one the key lacks."""
    above = any((pitch - pc) % 12 == 1 for pc in chord.cell.pitch_classes)
    return above or any((pitch - pc) % 12 in (1, 11) for pc in chord.cell.borrowed)


def _onward(plan: SectionPlan, moment: _Moment, pitch: int, onward: int) -> int:
    """Return the next chord tone from a pitch in the direction of `onward`, or the other way at the edge."""
    tones = [tone for tone in _tones(plan, moment.chord) if tone != pitch]
    return nearest(pitch, [tone for tone in tones if (tone - pitch) * onward > 0] or tones)


def _approach(
    plan: SectionPlan,
    moments: Sequence[_Moment],
    pitches: list[int],
    lucks: list[float],
    brief: Brief,
    stream: Stream,
) -> int | None:
    """Turn one short inner note into the chromatic lower neighbour of the next; return which, if any.

    The next note becomes a chord tone and sounds whenever the neighbour does, so that it always
    resolves; the neighbour is the likelier of the two to drop out.
    """
    for i in range(1, len(moments) - 1):
        tried = stream.uniform() < brief.chromatic
        target = nearest(pitches[i + 1], _tones(plan, moments[i + 1].chord))
        outside = target > LOWEST_LEAD and (target - 1) % 12 not in moments[i].chord.cell.key.pitch_classes
        if tried and outside and moments[i].ticks <= TICKS_PER_BEAT:
            pitches[i], pitches[i + 1] = target - 1, target
            lucks[i] = 0.3 + 0.7 * lucks[i]
            lucks[i + 1] = min(lucks[i + 1], lucks[i])
            return i
    return None


def _note(plan: SectionPlan, moments: Sequence[_Moment], i: int, sung: _Sung, stream: Stream) -> LeadNote:
    """Return a note with the hand's timing and touch, never ahead of the chord it belongs to."""
    structure, moment = plan.structure, moments[i]
    late = ticks_of(stream.gauss(structure.preset.timing_ms), structure.bpm)
    phrase_bar = moment.bar // PHRASE_BARS * PHRASE_BARS
    on_grid = (moments[0].bar // SLOT_BARS * SLOT_BARS - phrase_bar) * structure.bar_ticks + moment.tick
    earliest = max(0, (moment.chord.cell.bar - phrase_bar) * structure.bar_ticks)
    x = (i + 0.5) / len(moments)
    off_beat = moment.tick % _BEATS[structure.meter] > 0
    return LeadNote(
        tick=min(max(on_grid + late, earliest), plan.phrase_ticks - 1),
        ticks=max(ticks_of(_RING_MS, structure.bpm), moment.ticks * 8 // 5),
        pitch=sung.pitch,
        gate=sung.gate,
        luck=sung.luck,
        touch=32.0 * x * (1.0 - x) + stream.gauss(4.5) - 5.0 * off_beat,
        bar=moment.bar,
        is_chord_tone=sung.pitch % 12 in moment.chord.cell.pitch_classes,
        is_chromatic=sung.is_chromatic,
    )


def _scale_pitch(chord: Voiced, step: int) -> int:
    """Return the pitch a number of scale steps above the key's tonic in the octave from middle C."""
    return 60 + chord.cell.key.tonic + interval(chord.cell.key.mode, step)


def _step_near(chord: Voiced, pitch: int) -> int:
    """Return the scale step nearest to a pitch."""
    guess = (pitch - 60 - chord.cell.key.tonic) * 7 // 12
    return min(range(guess - 1, guess + 3), key=lambda step: (abs(_scale_pitch(chord, step) - pitch), step))


def _tones(plan: SectionPlan, chord: Voiced) -> tuple[int, ...]:
    """Return the chord's pitches within the lead's reach."""
    centre = plan.structure.preset.lead_centre
    low, high = max(LOWEST_LEAD, centre - _REACH), min(HIGHEST_LEAD, centre + _REACH)
    return pitches_within(chord.cell.pitch_classes, low, high)
