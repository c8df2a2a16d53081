"""What is known of a sound."""

from dataclasses import dataclass, field

from auralis.analysis.dropouts import Dropout
from auralis.analysis.framing import Floats
from auralis.analysis.levels import Levels
from auralis.analysis.loudness import Loudness
from auralis.analysis.peaks import Peaks
from auralis.analysis.spectrogram import Spectrogram
from auralis.analysis.spectrum import Spectrum
from auralis.analysis.steadiness import Steadiness
from auralis.analysis.stereo import Stereo
from auralis.analysis.waveform import Waveform


@dataclass(frozen=True)
class Format:
    """What was measured: frames a second, channels, and how many frames."""

    sample_rate: int
    channels: int
    frames: int

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return self.frames / self.sample_rate


@dataclass(frozen=True)
class Faults:
    """What should not be there: clicks, dropouts, and samples that are no finite number."""

    clicks_s: tuple[float, ...]
    dropouts: tuple[Dropout, ...]
    non_finite: int


@dataclass(frozen=True, eq=False)
class Curves:
    """What can be drawn; loudness in LUFS, of the 0.4 s or 3 s that begin at each tenth of a second."""

    momentary: Floats
    short_term: Floats
    waveform: Waveform
    spectrogram: Spectrogram


@dataclass(frozen=True)
class Report:
    """Every figure of a sound; a figure is None where the sound is too short, too quiet or mono for it.

    Samples that are no finite numbers are counted in `faults` and measured as silence.
    """

    format: Format
    loudness: Loudness
    peaks: Peaks
    levels: Levels
    steadiness: Steadiness
    spectrum: Spectrum
    stereo: Stereo
    onsets_a_minute: float | None
    faults: Faults
    curves: Curves = field(compare=False, repr=False)
