"""The forms in which a kept moment can be had, each made by the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auralis.core.units import Frame

STEMS: Final = "stems"
_SLACK: Final = 200_000


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the name of its file on disk, and how many bytes it takes at most.

    `words` are the command, and the option behind which its file stands.
    """

    name: str
    file: str
    media_type: str
    words: tuple[str, ...]
    bound: Callable[[Frame, int], int]
    """From frames and rate to bytes, tags and headers not counted."""

    @property
    def suffix(self) -> str:
        """The end of its file's name, with the dot."""
        return Path(self.file).suffix

    def most_bytes(self, frames: Frame, sample_rate: int, recipe_bytes: int) -> int:
        """Return what a file of so many frames takes at most; the recipe may be in its tags."""
        return self.bound(frames, sample_rate) + 2 * recipe_bytes + _SLACK

    def command(self, folder: Path, recipe: Path, start: str, duration: str) -> tuple[str, ...]:
        """Return the words behind `auralis` that make it in a folder; times in seconds."""
        made = folder / (STEMS if self.name == STEMS else self.file)
        span = ("--recipe", str(recipe), "--start", start, "--duration", duration)
        return (*self.words, str(made), *span)


def _a_frame(size: int) -> Callable[[Frame, int], int]:
    return lambda frames, _: size * frames


def _a_second(size: int) -> Callable[[Frame, int], int]:
    return lambda frames, rate: size * -(-frames // rate)


_SOUND: Final = ("render",)
_ALL: Final = (
    Form("flac", "sound.flac", "audio/flac", _SOUND, _a_frame(4)),
    Form("wav", "sound.wav", "audio/wav", _SOUND, _a_frame(4)),
    Form("opus", "sound.opus", "audio/ogg", _SOUND, _a_second(32_000)),
    Form("mp3", "sound.mp3", "audio/mpeg", _SOUND, _a_second(40_000)),
    # Six layers, the effects and the mix, each with two floats a frame.
    Form(STEMS, "stems.zip", "application/zip", ("render", "--stems"), _a_frame(64)),
    Form("midi", "score.mid", "audio/midi", ("compose", "--midi"), _a_second(2_000)),
    Form(
        "musicxml",
        "score.musicxml",
        "application/vnd.recordare.musicxml+xml",
        ("compose", "--musicxml"),
        _a_second(20_000),
    ),
    Form("json", "score.json", "application/json", ("compose", "--json"), _a_second(8_000)),
)
FORMS: Final[Mapping[str, Form]] = {form.name: form for form in _ALL}
"""Every form by the name it is asked for."""
