"""A small font, and an instrument that plays it."""

from pathlib import Path

import pytest

from auralis.engine.kits.soundfont.strip import STRIP
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.soundfont_instrument import SoundFontInstrument
from tests.engine.soundfont.small_font import write_font


@pytest.fixture(scope="session")
def font(tmp_path_factory: pytest.TempPathFactory) -> Font:
    return Font.open(write_font(tmp_path_factory.mktemp("fonts") / "small.sf2"))


@pytest.fixture(scope="session")
def instrument(font: Font) -> SoundFontInstrument:
    return SoundFontInstrument(font, 0, 89, polyphony=8, strip=STRIP)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return tmp_path / "broken.sf2"
