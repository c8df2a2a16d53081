"""An instrument made of a preset of a SoundFont."""

from collections.abc import Mapping
from dataclasses import dataclass

from auralis.core.units import Frame
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Patch
from auralis.engine.patch_player import PatchPlayer
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.samples import samples
from auralis.engine.soundfont.soundfont_player import SoundFontPlayer
from auralis.engine.soundfont.synth import Synth

_VOICES_A_NOTE = 8


@dataclass(frozen=True)
class SoundFontInstrument:
    """A font's preset, and the `strip` it goes through: a patch with one stereo input and output.

    At most `polyphony` notes are held; a note beyond that ends the one that began first. Up to eight
    times as many of the font's own voices sound, layers and ringing notes included, before FluidSynth
    cuts any. Raises `Unavailable` for a font that FluidSynth can't load, or without the preset.
    """

    font: Font
    bank: int
    number: int
    polyphony: int
    strip: Patch

    def __post_init__(self) -> None:
        self.font.check_preset(self.bank, self.number)
        samples(self.font).keep(self.bank, self.number)

    @property
    def patches(self) -> tuple[Patch, ...]:
        """What must be compiled before it plays."""
        return (self.strip,)

    def player(
        self, kernels: Kernels, sample_rate: int, start: Frame, values: Mapping[str, float]
    ) -> SoundFontPlayer:
        """Return a player born silent at a frame, with `node.parameter` values of its strip."""
        loaded = samples(self.font)
        voices = _VOICES_A_NOTE * self.polyphony

        def born() -> Synth:
            return Synth(loaded, self.bank, self.number, sample_rate, voices)

        strip = PatchPlayer(kernels.program(self.strip, sample_rate), start, values)
        return SoundFontPlayer(born, strip, start, self.polyphony)
