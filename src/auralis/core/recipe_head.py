"""A recipe but for its changes as bytes: what it says otherwise than one of four bases.

The number of the base; two bits for each field: as in the base, another number, another value of any
kind, or none at all; decimals and numbers; and a line of JSON with the other values, and with all
fields that there were not yet when the bases were written. The bases are a part of the address
`a2` and must never change.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from auralis.core.decimals import digits_of, number, scaled
from auralis.core.packed import LARGEST_SINGLE, PackedReader, single

_LAYERS: Final = ("air", "bass", "bells", "pad", "percussion", "piano")
_SETTINGS: Final[dict[str, Any]] = {
    "brightness": 0.5,
    "calm": 0.5,
    "chords": [],
    "density": 1,
    "fade": None,
    "fade_s": None,
    "key_held": False,
    "meter": "4/4",
    "order": 1,
    "space": 0.5,
    "wander": 0.5,
    **{f"layers.{layer}.density": 1 for layer in _LAYERS},
    **{f"layers.{layer}.gain": 1 for layer in _LAYERS},
    **{f"layers.{layer}.mute": False for layer in _LAYERS},
}
_PRESETS: Final = (
    {"preset": "focus", "key": "D dorian", "bpm": 60, "intensity": 0.5},
    {"preset": "meditation", "key": "A minor", "bpm": 50, "intensity": 0.3},
    {"preset": "sleep", "key": "E phrygian", "bpm": 40, "intensity": 0.2},
    {"preset": "bright", "key": "C lydian", "bpm": 70, "intensity": 0.6},
)
_RECIPE: Final = {"engine": "0.2.0", "format": 1, "kit": "auralis", "sample_rate": 44_100, "seed": 0}
_IN_CONTEXT: Final = "."
"""Before the name of a setting of the context."""

_BASES: Final[tuple[dict[str, Any], ...]] = tuple(
    {**_RECIPE, **{_IN_CONTEXT + name: value for name, value in {**_SETTINGS, **preset}.items()}}
    for preset in _PRESETS
)
_FIELDS: Final = tuple(sorted(_BASES[0]))
_STATES: Final = (len(_FIELDS) * 2 + 7) // 8
_SAME, _NUMBER, _OTHER, _NONE = range(4)


def pack_head(data: Mapping[str, Any]) -> bytes:
    """Return canonical recipe data, its changes left out, as bytes."""
    flat = {name: value for name, value in data.items() if name not in ("context", "changes")}
    flat |= {_IN_CONTEXT + name: value for name, value in data["context"].items()}
    named = [preset["preset"] for preset in _PRESETS]
    preset = flat.get(f"{_IN_CONTEXT}preset")
    index = named.index(preset) if preset in named else 0
    states = [_state(flat, name, _BASES[index]) for name in _FIELDS]
    numbers = [flat[name] for name, state in zip(_FIELDS, states, strict=True) if state == _NUMBER]
    others = [flat[name] for name, state in zip(_FIELDS, states, strict=True) if state == _OTHER]
    new = {name: flat[name] for name in sorted(set(flat) - set(_FIELDS))}
    digits = digits_of(value for value in numbers if not _is_whole(value)) or 0
    bits = sum(state << 2 * place for place, state in enumerate(states))
    written = [single(2 * v if _is_whole(v) else 2 * scaled(v, digits) + 1) for v in numbers]
    text = json.dumps(
        [*others, new] if new else others, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    line = text.encode() if others or new else b""
    return b"".join(
        (bytes([index]), bits.to_bytes(_STATES, "little"), bytes([digits]), *written, line, b"\n")
    )


def read_head(reader: PackedReader) -> dict[str, Any]:
    """Return the recipe data that was packed, without changes; raises ValueError for bytes that are none."""
    index, bits = reader.raw(1)[0], int.from_bytes(reader.raw(_STATES), "little")
    digits = reader.raw(1)[0]
    states = {name: bits >> 2 * place & 3 for place, name in enumerate(_FIELDS)}
    try:
        flat = {
            name: value
            for name, value in _BASES[index].items()
            if states[name] == _SAME and value is not None
        }
        for name in (name for name, state in states.items() if state == _NUMBER):
            units, short = divmod(reader.single(), 2)
            flat[name] = number(units, digits) if short else units
        line = reader.line()
        others = json.loads(line) if line else []
        wanted = [name for name, state in states.items() if state == _OTHER]
        flat.update(zip(wanted, others, strict=False))
        for new in others[len(wanted) :]:
            flat.update(new)
    except (LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"no recipe: {error}") from None
    context = {name[1:]: value for name, value in flat.items() if name.startswith(_IN_CONTEXT)}
    return {name: value for name, value in flat.items() if not name.startswith(_IN_CONTEXT)} | {
        "context": context
    }


def _state(flat: Mapping[str, Any], name: str, base: Mapping[str, Any]) -> int:
    if name not in flat:
        return _NONE if base[name] is not None else _SAME
    value = flat[name]
    if _is_same(value, base[name]) and value is not None:
        return _SAME
    short = _is_whole(value) or (digits_of([value]) is not None and value >= 0)
    return _NUMBER if short else _OTHER


def _is_same(value: object, base: object) -> bool:
    """Say whether two values are the same in JSON, where true is not 1."""
    return type(value) is type(base) and value == base


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SINGLE // 2
