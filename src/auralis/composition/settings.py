"""Listeners' settings: which fields there are, their ranges, and when a change to one takes effect.

The canonical form is flat: `{"key": "D dorian", "bpm": 60.0, "chords": ["i", "IV"], "layers.pad.gain": 0.5}`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from auralis.composition.layers import LAYERS
from auralis.composition.presets import preset_named
from auralis.core.errors import InvalidValue
from auralis.core.parameters import Parameter
from auralis.core.recipe import Boundary
from auralis.theory.keys import Key, parse_key
from auralis.theory.modes import parse_mode
from auralis.theory.numerals import parse_numeral
from auralis.theory.pitches import parse_pitch_class

METERS: Final = ("4/4", "3/4", "6/8")
ORDERS: Final = (1, 2)
MOST_CHORDS: Final = 16

NUMBERS: Final[dict[str, Parameter]] = {
    p.name: p
    for p in (
        Parameter("bpm", 60.0, 40.0, 200.0, "", caption="Tempo, quarter notes a minute"),
        Parameter("intensity", 0.5, 0.0, 1.0, caption="How much happens, and how firmly"),
        Parameter("density", 1.0, 0.0, 2.0, caption="How many of the notes sound"),
        Parameter("wander", 0.5, 0.0, 1.0, caption="How far sections leave the home key"),
        Parameter("calm", 0.5, 0.0, 1.0, caption="How strongly chords are drawn home"),
        Parameter("brightness", 0.5, 0.0, 1.0, caption="How open the sound is"),
        Parameter("space", 0.5, 0.0, 1.0, caption="How large the room is"),
        Parameter("fade", 1.0, 0.0, 1.0, caption="Where the whole station fades to: its gain, 0 is silence"),
        Parameter("fade_s", 0.0, 0.0, 7200.0, "s", caption="How long a fade takes"),
    )
}
LAYER_NUMBERS: Final[dict[str, Parameter]] = {
    p.name: p
    for p in (
        Parameter("gain", 1.0, 0.0, 2.0, caption="Loudness of the layer"),
        Parameter("density", 1.0, 0.0, 2.0, caption="How many of the layer's notes sound"),
    )
}
STRUCTURAL: Final = frozenset(
    {"preset", "key", "mode", "key_held", "bpm", "wander", "calm", "meter", "chords", "order"},
)
FIELDS: Final = (
    "preset",
    "key",
    "mode",
    "key_held",
    "meter",
    "chords",
    "order",
    *NUMBERS,
    *(f"layers.{layer}.{part}" for layer in LAYERS for part in ("gain", "mute", "density")),
)
_ALLOWED: Final = (
    "the fields preset, key, mode, key_held, meter, chords, order, "
    + ", ".join(NUMBERS)
    + " and layers.{"
    + "|".join(LAYERS)
    + "}.{gain|mute|density}"
)


def normalise(settings: Mapping[str, object]) -> dict[str, object]:
    """Return settings checked, flat and canonical; raises `InvalidValue` naming field, value and range.

    `layers` may be nested or dotted. `key` may be a name with its mode, a bare root or a MIDI pitch;
    given with `mode` the two become one `key`, and they must not disagree.
    """
    flat = {name: _checked(name, value) for name, value in _flat(settings)}
    key, mode = flat.get("key"), flat.get("mode")
    if isinstance(key, str) and isinstance(mode, str):
        named = key if " " in key else f"{key} {mode}"
        if parse_key(named).mode != mode:
            raise InvalidValue("mode", settings["mode"], f"the mode of key {key!r}, or a key without a mode")
        flat["key"] = parse_key(named).name
        del flat["mode"]
    return flat


def default_boundary(field: str) -> Boundary:
    """Return where a change of the field takes effect unless asked otherwise; raises `InvalidValue`."""
    if field in STRUCTURAL:
        return "bar"
    if field in ("intensity", "density"):
        return "beat"
    if field in FIELDS:
        return "chunk"
    raise InvalidValue(field, None, _ALLOWED)


def is_structural(field: str) -> bool:
    """Say whether a change of the field begins a new passage; the others leave chords and form alone."""
    return field in STRUCTURAL


def _flat(settings: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """Return dotted names with their values, nested layers opened."""
    pairs: list[tuple[str, object]] = []
    for name, value in settings.items():
        dotted = f"{prefix}{name}"
        if isinstance(value, Mapping) and dotted.split(".")[0] == "layers" and dotted.count(".") < 2:
            pairs += _flat(value, f"{dotted}.")
        else:
            pairs.append((dotted, value))
    return pairs


def _checked(name: str, value: object) -> object:
    if name not in FIELDS:
        raise InvalidValue(name, value, _ALLOWED)
    if name in NUMBERS:
        return NUMBERS[name].check(value)
    part = name.rsplit(".", 1)[-1]
    if name.startswith("layers.") and part in LAYER_NUMBERS:
        return LAYER_NUMBERS[part].check(value, name)
    return _checked_word(name, value)


def _checked_word(name: str, value: object) -> object:
    if name in _WORDS:
        return _WORDS[name](value)
    if not isinstance(value, bool):
        raise InvalidValue(name, value, "true or false")
    return value


def _mode_name(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidValue("mode", value, "a mode's name, such as 'dorian'")
    return parse_mode(value)


def _meter(value: object) -> str:
    for meter in METERS:
        if value == meter:
            return meter
    raise InvalidValue("meter", value, ", ".join(METERS))


def _order(value: object) -> int:
    for order in ORDERS:
        if value == order and not isinstance(value, bool):
            return order
    raise InvalidValue("order", value, " or ".join(map(str, ORDERS)))


def _chords(value: object) -> list[str]:
    """Return Roman numerals as they are written, each once; None and an empty list pin nothing."""
    wanted = value.replace(",", " ").split() if isinstance(value, str) else value
    allowed = f"up to {MOST_CHORDS} Roman numerals, as a list or one text, such as 'i IV'"
    if wanted is None:
        return []
    if not isinstance(wanted, list | tuple) or len(wanted) > MOST_CHORDS:
        raise InvalidValue("chords", value, allowed)
    if not all(isinstance(chord, str) for chord in wanted):
        raise InvalidValue("chords", value, allowed)
    return list(dict.fromkeys(str(parse_numeral(chord, "chords")) for chord in wanted))


def _key_name(value: object) -> str:
    """Return `D dorian`, or just `D` where no mode was given."""
    if isinstance(value, str):
        if len(value.split()) == 1:
            return Key(parse_pitch_class(value, "key"), "ionian").name.split()[0]
        return parse_key(value).name
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 127:
        raise InvalidValue("key", value, "a name such as 'A minor' or 'D dorian', or a MIDI pitch 0 to 127")
    return Key(value % 12, "ionian").name.split()[0]


_WORDS: Final[dict[str, Callable[[object], object]]] = {
    "preset": lambda value: preset_named(value).name,
    "key": _key_name,
    "mode": _mode_name,
    "meter": _meter,
    "chords": _chords,
    "order": _order,
}
