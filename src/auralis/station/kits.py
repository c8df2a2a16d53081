"""What a recipe is played with: its kit, the font that the kit plays, and what it fell back to."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from auralis.core.errors import Unavailable
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Frame
from auralis.engine import Kernels, Kit, Master, load_kit, wants_font
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.library import version
from auralis.sequencing import Segment, Timeline
from auralis.station.mixing import Player
from auralis.station.part import Part
from auralis.station.precompiling import precompile
from auralis.station.trouble import Trouble

BUILT_IN: Final = "auralis"
"""The kit that needs nothing but this program."""

_GET_ONE = "an SF2 or SF3 file: set AURALIS_SOUNDFONT, or apt install timgm6mb-soundfont"


class Kits:
    """The kits of a recipe and `others`, each loaded once.

    `font` is what the recipe's kit plays, where it plays one. Raises `Unavailable` or `InvalidValue`
    for a kit that can't be loaded.
    """

    def __init__(self, recipe: Recipe, font: Font | None = None, *others: str) -> None:
        names = {recipe.kit, *others, *(c.kit for c in recipe.changes if c.kit is not None)}
        self._font = font
        self._name = recipe.kit
        self._loaded = {name: load_kit(name, font) for name in sorted(names)}

    @property
    def first(self) -> Kit:
        """The kit that the recipe names; its master stands behind every other as well."""
        return self._loaded[self._name]

    def name_at(self, changes: Sequence[Change], frame: Frame) -> str:
        """Return the name of the kit that plays a segment which begins at a frame, under a log of changes."""
        named = [c.kit for c in changes if c.kit is not None and c.frame <= frame]
        return named[-1] if named else self._name

    def at(self, changes: Sequence[Change], frame: Frame) -> Kit:
        """Return that kit."""
        name = self.name_at(changes, frame)
        if name not in self._loaded:
            self._loaded[name] = load_kit(name, self._font)
        return self._loaded[name]

    def exchange(self, kit: Kit) -> None:
        """Play segments that begin from now on with another kit in the place of the recipe's own."""
        self._loaded[self._name] = kit

    def ready(self, kernels: Kernels, sample_rate: int) -> None:
        """Load all that the kits need, so that nothing waits for it later; compile first what is missing."""
        precompile((p for kit in self._loaded.values() for p in kit.patches), sample_rate, kernels)
        for kit in self._loaded.values():
            for patch in kit.patches:
                kernels.program(patch, sample_rate)
            for instrument in kit.instruments.values():
                instrument.player(kernels, sample_rate, 0, {})

    def player(self, kernels: Kernels, sample_rate: int, stems: bool = False) -> Player:
        """Return what plays each segment with the kit of its start, into the mix or into stems."""
        latency = Master(self.first, kernels, sample_rate, 0).latency

        def part(segment: Segment, timeline: Timeline) -> Part:
            kit = self.at(timeline.changes, segment.start)
            return Part(segment, timeline, kit, kernels, latency, stems)

        return part


def with_font(recipe: Recipe, fonts: Sequence[Path]) -> tuple[Recipe, Font | None]:
    """Return a recipe that names the font its kit plays, and that font; None for a kit without one.

    It is the font that the recipe names, else the first of `fonts` that is whole. Raises
    `Unavailable`, and `InvalidValue` for a kit that there is not.
    """
    if not wants_font(recipe.kit):
        return recipe, None
    playing = version()
    if recipe.font:
        return recipe, _named(recipe.font, fonts)
    font = _first(fonts)
    return replace(recipe, font=font.sha256, fluidsynth=playing), font


def opening(recipe: Recipe, fonts: Sequence[Path]) -> tuple[Recipe, Kits, Trouble | None]:
    """Return what a live station begins with: its recipe, and its kits with the built-in one among them.

    Where this machine lacks what the recipe's kit needs, the recipe begins with the built-in one, and
    the trouble says why. Raises `InvalidValue` for a kit that there is not.
    """
    try:
        named, font = with_font(recipe, fonts)
        return named, Kits(named, font, BUILT_IN), None
    except Unavailable as error:
        plain = replace(recipe, kit=BUILT_IN, font="", fluidsynth="")
        return plain, Kits(plain), Trouble(recipe.kit, str(error), last=False)


def _named(sha256: str, fonts: Sequence[Path]) -> Font:
    for font in _whole(fonts):
        if font.sha256 == sha256:
            return font
    allowed = f"the SHA-256 of a font on this machine; looked at {', '.join(map(str, fonts)) or 'none'}"
    raise Unavailable("recipe.font", sha256, allowed)


def _first(fonts: Sequence[Path]) -> Font:
    """Return the first whole font; raises what is wrong with the first if none is."""
    found = next(iter(_whole(fonts)), None)
    if found is not None:
        return found
    if fonts:
        return Font.open(fonts[0])
    raise Unavailable("soundfont", None, _GET_ONE)


def _whole(fonts: Sequence[Path]) -> list[Font]:
    found = []
    for path in fonts:
        try:
            found.append(Font.open(path))
        except Unavailable:
            continue
    return found
