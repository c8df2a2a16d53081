"""Golden moments: ten seconds of an address are the same samples, as long as the engine's version is."""

import hashlib
import json
from pathlib import Path

import pytest

from auralis import __version__
from auralis.core.address import decode
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render

GOLDEN = Path(__file__).parents[1] / "golden"
ADDRESSES = json.loads((GOLDEN / "addresses.json").read_text())
SOUND = json.loads((GOLDEN / "sound.json").read_text())


def test_this_engine_has_golden_moments() -> None:
    """A version that changes the sound gets hashes of its own; those of earlier ones are kept as a record."""
    assert SOUND.get(__version__), f"no hashes for engine {__version__}: render them, and say so under Sound"
    assert all(set(known) <= set(ADDRESSES) for known in SOUND.values())


@pytest.mark.parametrize("name", SOUND[__version__])
def test_an_address_sounds_as_it_did(name: str, kernels: Kernels) -> None:
    recipe = decode(ADDRESSES[name]["address"])
    digest = hashlib.sha256()
    for block in render(recipe, kernels, 0, 10 * recipe.sample_rate):
        digest.update(to_pcm(block).tobytes())
    assert digest.hexdigest() == SOUND[__version__][name]
