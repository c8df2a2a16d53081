"""What a sound file says of itself: title, key, seed, address, software, licence; no date: bytes repeat."""

from dataclasses import dataclass
from typing import Final

from auralis import __version__
from auralis.core.address import encode
from auralis.core.recipe import Recipe
from auralis.core.units import Frame
from auralis.export.score.score import title
from auralis.sequencing import Timeline

ARTIST: Final = "Auralis"
GENRE: Final = "Ambient"
SOFTWARE: Final = f"Auralis {__version__}"
LICENCE: Final = "CC0 1.0"
LICENCE_URL: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Tags:
    """The music of a file, `focus, D dorian, 60 bpm, seed 7`, and the moment at which it begins, as text."""

    title: str
    key: str
    seed: str
    address: str
    part: str = ""
    """The stem that the file holds; empty for the music itself."""

    @property
    def name(self) -> str:
        """The title, with the stem's name where the file holds one."""
        return f"{self.title}: {self.part}" if self.part else self.title

    def fields(self) -> dict[str, str]:
        """Return Vorbis comments."""
        return {
            "TITLE": self.name,
            "ARTIST": ARTIST,
            "GENRE": GENRE,
            "KEY": self.key,
            "SEED": self.seed,
            "ADDRESS": self.address,
            "ENCODER": SOFTWARE,
            "LICENSE": f"{LICENCE} {LICENCE_URL}",
        }


def tags_of(recipe: Recipe, timeline: Timeline, start: Frame) -> Tags:
    """Return the tags of music that begins at a frame of a recipe."""
    key = timeline.context_at(start).key_signature
    return Tags(title(timeline, start), key, str(recipe.seed), moment_text(recipe, start))


def moment_text(recipe: Recipe, frame: Frame) -> str:
    """Return `a1…@h:mm:ss`, with the fewest decimals that name the very frame."""
    rate = recipe.sample_rate
    decimals = next(n for n in range(_DECIMALS + 1) if _parts(frame, rate, n) * rate // 10**n == frame)
    whole, rest = divmod(_parts(frame, rate, decimals), 10**decimals)
    fraction = f".{rest:0{decimals}}" if decimals else ""
    return f"{encode(recipe)}@{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}{fraction}"


def _parts(frame: Frame, rate: int, decimals: int) -> int:
    """Return the seconds of a frame in parts of so many decimals, rounded up."""
    parts: int = -(-frame * 10**decimals // rate)
    return parts
