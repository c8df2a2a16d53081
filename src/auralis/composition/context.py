"""The musical context: everything a listener can turn, immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, NamedTuple

from auralis.composition.layers import LAYERS, LayerSettings
from auralis.composition.presets import DEFAULT_PRESET, Preset, preset_named
from auralis.composition.settings import NUMBERS, normalise
from auralis.core.errors import InvalidValue
from auralis.theory.keys import Key, parse_key
from auralis.theory.pitches import parse_pitch_class, root_pitch

_BAR_TICKS: Final = {"4/4": 3840, "3/4": 2880, "6/8": 2880}
_FADE: Final = ("fade", "fade_s")


class Structure(NamedTuple):
    """The part of a context that decides form and harmony; nothing else may."""

    preset: Preset
    root: int
    mode: str
    bpm: float
    meter: str
    wander: float
    calm: float
    chords: tuple[str, ...]
    order: int

    @property
    def calm_percent(self) -> int:
        """Calm as an integer, 0-100, so that a matrix's weights stay integers."""
        return int(100.0 * self.calm + 0.5)

    @property
    def bar_ticks(self) -> int:
        """Ticks in a bar: 3840 in 4/4, 2880 in 3/4 and 6/8."""
        return _BAR_TICKS[self.meter]

    @property
    def bar_seconds(self) -> float:
        """Seconds in a bar at the tempo."""
        return self.bar_ticks / 960.0 * 60.0 / self.bpm


@dataclass(frozen=True, slots=True)
class MusicalContext:
    """Key, tempo, intensity and layer settings; a change makes another context and leaves this one alone."""

    preset: str
    root: int
    mode: str
    bpm: float
    intensity: float
    density: float
    wander: float
    calm: float
    brightness: float
    space: float
    fade: float
    fade_s: float
    meter: str
    key_held: bool
    chords: tuple[str, ...]
    """Roman numerals, the only ones that are played; none pins nothing."""
    order: int
    """How many chords before it the next one depends on, 1 or 2."""
    layers: tuple[tuple[str, LayerSettings], ...]

    @classmethod
    def of(cls, settings: Mapping[str, object] | None = None) -> "MusicalContext":
        """Return the context that settings ask for, focus where they are silent; raises `InvalidValue`."""
        start = preset_named(DEFAULT_PRESET)
        quiet = {name: p.default for name, p in NUMBERS.items()}
        numbers = {**quiet, "bpm": start.bpm, "intensity": start.intensity, "wander": start.wander}
        layers = tuple((name, LayerSettings()) for name in LAYERS)
        focus = cls(
            preset=start.name,
            root=start.root,
            mode=start.mode,
            meter="4/4",
            key_held=False,
            chords=(),
            order=1,
            layers=layers,
            **numbers,
        )
        return focus.changed(settings or {})

    def changed(self, settings: Mapping[str, object]) -> "MusicalContext":
        """Return the context after a listener's change.

        A preset brings its mode, tempo, intensity and, unless a key was set by hand, its root and
        wander. A key set by hand holds and stills the wandering, unless the same settings say more.
        Raises `InvalidValue`.
        """
        wanted = normalise(settings)
        new: dict[str, Any] = {}
        if "preset" in wanted:
            new |= self._from_preset(preset_named(wanted["preset"]))
        new |= self._from_key(wanted, str(new.get("mode", self.mode)))
        plain = {f.name for f in fields(self)} - {"preset", "layers", "chords"}
        new |= {name: value for name, value in wanted.items() if name in plain}
        if isinstance(chords := wanted.get("chords"), list):
            new["chords"] = tuple(chords)
        return replace(self, **new, layers=self._with_layers(wanted))

    def settings(self) -> dict[str, object]:
        """Return the whole context as flat settings; `of` makes an equal context from them."""
        words = {
            "preset": self.preset,
            "key": self.key_signature,
            "key_held": self.key_held,
            "meter": self.meter,
            "chords": list(self.chords),
            "order": self.order,
        }
        flat: dict[str, object] = {**words, **{name: getattr(self, name) for name in NUMBERS}}
        for name, layer in self.layers:
            flat[f"layers.{name}.gain"] = layer.gain
            flat[f"layers.{name}.mute"] = layer.mute
            flat[f"layers.{name}.density"] = layer.density
        return flat

    def first_settings(self) -> dict[str, object]:
        """Return what a new recipe begins with: the settings, without a fade where nothing fades."""
        flat = self.settings()
        resting = all(flat[name] == NUMBERS[name].default for name in _FADE)
        return {name: value for name, value in flat.items() if not (resting and name in _FADE)}

    def layer(self, name: str) -> LayerSettings:
        """Return one layer's settings; raises `InvalidValue` for a layer that there is not."""
        for own, layer in self.layers:
            if own == name:
                return layer
        raise InvalidValue("layer", name, ", ".join(LAYERS))

    @property
    def key(self) -> Key:
        """Tonic and mode."""
        return Key(self.root % 12, self.mode)

    @property
    def key_signature(self) -> str:
        """The key's name: `D dorian`, `A minor`."""
        return self.key.name

    @property
    def bar_ticks(self) -> int:
        """Ticks in a bar: 3840 in 4/4, 2880 in 3/4 and 6/8."""
        return _BAR_TICKS[self.meter]

    @property
    def structure(self) -> Structure:
        """The part that decides form and harmony."""
        settings = (getattr(self, name) for name in Structure._fields if name != "preset")
        return Structure(preset_named(self.preset), *settings)

    def _from_preset(self, preset: Preset) -> dict[str, Any]:
        new: dict[str, Any] = {"preset": preset.name, "mode": preset.mode, "bpm": preset.bpm}
        new["intensity"] = preset.intensity
        if not self.key_held:
            new |= {"root": preset.root, "wander": preset.wander}
        return new

    def _from_key(self, wanted: Mapping[str, object], mode: str) -> dict[str, Any]:
        key = wanted.get("key")
        if not isinstance(key, str):
            return {}
        stated = parse_key(key) if " " in key else Key(parse_pitch_class(key), mode)
        new: dict[str, Any] = {"root": root_pitch(stated.tonic), "mode": stated.mode}
        return new | {"key_held": True, "wander": 0.0}

    def _with_layers(self, wanted: Mapping[str, object]) -> tuple[tuple[str, LayerSettings], ...]:
        turned: dict[str, dict[str, Any]] = {}
        for name, value in wanted.items():
            if name.startswith("layers."):
                _, layer, part = name.split(".")
                turned.setdefault(layer, {})[part] = value
        if not turned:
            return self.layers
        return tuple(
            (name, replace(old, **turned[name]) if name in turned else old) for name, old in self.layers
        )
