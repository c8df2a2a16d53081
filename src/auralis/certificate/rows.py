"""The rows of a certificate: what is judged, by which band, and in which way."""

from dataclasses import dataclass
from typing import Final, Literal

from auralis.certificate.bands import ROWS, Row, each, least, most

Way = Literal["moment", "window", "section", "score"]
"""A limit of every moment; windows or sections that are to lie in a band; a figure of the score."""


@dataclass(frozen=True)
class NightRow:
    """A row with its heading, its unit, and the way it is judged.

    `fades` says that a listener's fade changes it, so that windows with one are left out. `expected` is a
    narrower band, beyond which there is a remark.
    """

    row: Row
    group: str
    words: str
    unit: str
    way: Way
    fades: bool = False
    expected: Row | None = None


_SOUND: Final = {row.name: row for row in ROWS}
_JUMP: Final = Row("jump", "rise of loudness within 100 ms, LU", "auralis", most(15))
"""The design has no such band: presets rise by 7 to 12 LU where a note follows a soft moment."""
_UNSOUND: Final = Row("unsound", "samples beyond ±1 or no numbers", "auralis", each((0, 0)), 0)
_PEAK: Final = Row("true_peak", "true peak, dBTP", "auralis", most(-2.4, -2.4, -6, -2.4))
_REPEATS: Final = Row("repeats", "phrases that are another again", "auralis", each((0, 0)), 0)
_ROOT_RUN: Final = Row("root_run", "longest root, s", "auralis", most(90), 0)
_IN_SCALE: Final = Row("in_scale", "share of notes in the key's scale", "auralis", least(0.95), 3)
_INTERVAL: Final = Row("lead_interval", "mean interval of the lead", "auralis", each((1.5, 4)), 2)
_STEPS: Final = Row("step_share", "share of steps in the lead", "auralis", least(0.28), 2)
_LEAPS: Final = Row("leap_share", "share of leaps in the lead", "auralis", most(0.08), 2)
_RECURRENCE: Final = Row(
    "recurrence",
    "three intervals that recur",
    "auralis",
    each((0.20, 0.65), (0.12, 0.60), (0.10, 0.60), (0.20, 0.75)),
    2,
)
_PAD: Final = Row("pad_movement", "movement of the pad a change", "auralis", most(8), 1)

LOUDNESS: Final = "Loudness"
FAULTS: Final = "Faults"
SOUND: Final = "Sound"
SCORE: Final = "Score"

NIGHT_ROWS: Final = (
    NightRow(_SOUND["lufs"], LOUDNESS, "Integrated loudness", "LUFS", "window", fades=True),
    NightRow(_SOUND["range"], LOUDNESS, "Loudness range", "LU", "window", fades=True),
    NightRow(_SOUND["step"], LOUDNESS, "Worst step in a second", "LU", "window", fades=True),
    NightRow(_SOUND["hole"], LOUDNESS, "Deepest hole of 3 s", "LU", "window", fades=True),
    NightRow(_JUMP, LOUDNESS, "Largest jump within 100 ms", "LU", "moment"),
    NightRow(_SOUND["true_peak"], LOUDNESS, "True peak", "dBTP", "moment", expected=_PEAK),
    NightRow(_SOUND["reduction"], LOUDNESS, "Limiter reduction", "dB", "moment"),
    NightRow(_SOUND["own_clicks"], FAULTS, "Clicks and dropouts", "", "moment"),
    NightRow(_SOUND["dead"], FAULTS, "Dead seconds", "s", "moment"),
    NightRow(_UNSOUND, FAULTS, "Samples out of range", "", "moment"),
    NightRow(_SOUND["offset"], FAULTS, "Offset from zero", "", "moment"),
    NightRow(_SOUND["slope"], SOUND, "Slope, 100 Hz to 8 kHz", "dB/octave", "window"),
    NightRow(_SOUND["centroid"], SOUND, "Spectral centroid", "Hz", "window"),
    NightRow(_SOUND["low"], SOUND, "Share of 20 to 120 Hz", "dB", "window"),
    NightRow(_SOUND["mud"], SOUND, "Share of 200 to 400 Hz", "dB", "window"),
    NightRow(_SOUND["harsh"], SOUND, "Share of 2.5 to 5 kHz", "dB", "window"),
    NightRow(_SOUND["correlation"], SOUND, "Correlation of left and right", "", "window"),
    NightRow(_SOUND["correlation_min"], SOUND, "Its least over 2 s", "", "window"),
    NightRow(_SOUND["onsets"], SOUND, "Onsets heard", "a minute", "window"),
    NightRow(_REPEATS, SCORE, "Repeated phrases of 8 bars", "", "score"),
    NightRow(_ROOT_RUN, SCORE, "Longest root", "s", "score"),
    NightRow(_IN_SCALE, SCORE, "Notes in the scale, by time", "", "score"),
    NightRow(_INTERVAL, SCORE, "Mean interval of the lead", "semitones", "section"),
    NightRow(_STEPS, SCORE, "Steps in the lead", "", "section"),
    NightRow(_LEAPS, SCORE, "Leaps beyond a fifth", "", "section"),
    NightRow(_PAD, SCORE, "Movement of the pad a change", "semitones", "section"),
    NightRow(_RECURRENCE, SCORE, "Three intervals that recur", "", "score"),
)
