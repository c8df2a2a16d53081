"""A user preset is the same wherever its file is taken in, whatever is played there."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.composition.layers import LAYERS
from auralis.composition.presets import PRESETS
from auralis.composition.settings import LAYER_NUMBERS, METERS, NUMBERS, ORDERS
from auralis.library.user_presets import UserPresets
from auralis.theory.keys import Key
from auralis.theory.modes import MODES
from tests.library.shelf import NOW


def again(presets: UserPresets) -> UserPresets:
    found = UserPresets(presets.folder)
    found.load()
    return found


def numbers(found: Any) -> dict[str, st.SearchStrategy[float]]:
    return {name: st.floats(p.low, p.high) for name, p in found.items()}


WORDS = {
    "preset": st.sampled_from(sorted(PRESETS)),
    "key": st.builds(
        lambda tonic, mode: Key(tonic, mode).name, st.integers(0, 11), st.sampled_from(sorted(MODES))
    ),
    "key_held": st.booleans(),
    "meter": st.sampled_from(METERS),
    "chords": st.lists(st.sampled_from(["i", "IV", "bVII", "v", "III", "ivsus2", "i7"]), max_size=4),
    "order": st.sampled_from(ORDERS),
}
LAYER_PARTS = {"mute": st.booleans(), **numbers(LAYER_NUMBERS)}
FLAT = {f"layers.{layer}.{part}": kind for layer in LAYERS for part, kind in LAYER_PARTS.items()}
SETTINGS = st.fixed_dictionaries({}, optional={**WORDS, **numbers(NUMBERS), **FLAT})
NAMES = st.text(min_size=1, max_size=30).map(lambda text: f"x {text}")


@settings(deadline=None, max_examples=60)
@given(st.lists(SETTINGS, max_size=3), SETTINGS.filter(bool), SETTINGS, NAMES)
def test_saved_exported_imported_and_applied_gives_the_same(
    tmp_path_factory: pytest.TempPathFactory, before: Any, own: Any, there: Any, name: str
) -> None:
    home, abroad = (UserPresets(tmp_path_factory.mktemp(place)) for place in ("home", "abroad"))
    played = MusicalContext.of()
    for change in before:
        played = played.changed(change)
    elsewhere = MusicalContext.of(there)
    for wanted, expected in ((own, elsewhere.changed(own)), (played.settings(), played)):
        preset = home.save(name, None, wanted, NOW)[0]
        home.remove(preset.id)
        file = json.loads(json.dumps(preset.as_dict()))
        imported = abroad.save(file["name"], file["base"], file["settings"], NOW)[0]
        assert again(abroad).named(preset.name) == imported
        assert elsewhere.changed(imported.with_settings({})) == expected
        abroad.remove(imported.id)
