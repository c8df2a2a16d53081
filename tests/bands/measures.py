"""What other people's tools say of our sound: ffmpeg, pyloudnorm, librosa, essentia, numpy."""

import re
import subprocess
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyloudnorm
import soundfile

Sound = npt.NDArray[np.floating]

_THIRDS = 1000 * 2.0 ** (np.arange(-10, 10) / 3)
_EDGE = 2 ** (1 / 6)
_LOW_RATE = 22_050
_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_EDGE_S = 4
_CLICK_FRAME = 512


def measured(path: Path) -> dict[str, float]:
    """Return every quantity of a stereo file, by the names of the rows of `bands`."""
    samples, rate = soundfile.read(path, dtype="float64")
    sound = samples.T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = ebur128(path)
        found["lufs_difference"] = abs(integrated(sound, rate) - found["lufs"])
        found |= steadiness(sound, rate, found["lufs"])
        found |= spectrum(sound, rate)
        found |= harmony(sound, rate)
        found["onsets"] = onsets(sound, rate)
        found |= correlation(sound, rate)
        found["clicks"] = float(len(clicks(sound, rate)))
        found["dead"] = dead_seconds(sound, rate)
        found["offset"] = float(np.abs(sound.mean(axis=1)).max())
    return found


def ebur128(path: Path) -> dict[str, float]:
    """Return integrated loudness, loudness range and true peak as ffmpeg has them."""
    words = ["ffmpeg", "-nostats", "-i", str(path), "-filter_complex", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stderr
    summary = told[told.rindex("Summary:") :]
    names = {"lufs": "I", "range": "LRA", "true_peak": "Peak"}
    found = {name: re.search(rf"\b{key}:\s+(-?[\d.]+)", summary) for name, key in names.items()}
    return {name: float(match.group(1)) for name, match in found.items() if match}


def integrated(sound: Sound, rate: int) -> float:
    """Return the integrated loudness as pyloudnorm has it."""
    return float(pyloudnorm.Meter(rate).integrated_loudness(sound.T))


def essentia_loudness(sound: Sound, rate: int) -> tuple[float, float]:
    """Return integrated loudness and loudness range as essentia has them."""
    standard = essentia_standard()
    *_, lufs, spread = standard.LoudnessEBUR128(sampleRate=rate)(np.ascontiguousarray(sound.T, np.float32))
    return float(lufs), float(spread)


def steadiness(sound: Sound, rate: int, lufs: float) -> dict[str, float]:
    """Return the worst step in a second of the loudness of 3 s, and its deepest hole, edges left out."""
    meter = pyloudnorm.Meter(rate, block_size=0.4)
    starts = range(_EDGE_S * rate, sound.shape[1] - (_EDGE_S + 3) * rate, rate)
    levels = np.array([meter.integrated_loudness(sound.T[start : start + 3 * rate]) for start in starts])
    return {"step": float(np.abs(np.diff(levels)).max()), "hole": float(levels.min()) - lufs}


def spectrum(sound: Sound, rate: int) -> dict[str, float]:
    """Return slope, centroid and shares of the power, by librosa's transform."""
    import librosa

    mono = sound.mean(axis=0).astype(np.float32)
    power = (np.abs(librosa.stft(mono, n_fft=8192, hop_length=4096)) ** 2).mean(axis=1)
    hertz = librosa.fft_frequencies(sr=rate, n_fft=8192)

    def within(low: float, high: float) -> Sound:
        return power[(hertz >= low) & (hertz < high)]

    def share(low: float, high: float) -> float:
        return float(10 * np.log10(within(low, high).sum() / power.sum()))

    thirds = [10 * np.log10(within(middle / _EDGE, middle * _EDGE).mean()) for middle in _THIRDS]
    centroid = librosa.feature.spectral_centroid(y=mono, sr=rate, hop_length=2048)[0].mean()
    return {
        "slope": float(np.polyfit(np.log2(_THIRDS), thirds, 1)[0]),
        "centroid": float(centroid),
        "low": share(20, 120),
        "mud": share(200, 400),
        "harsh": share(2500, 5000),
    }


def onsets(sound: Sound, rate: int) -> float:
    """Return librosa's onsets a minute."""
    import librosa

    slow = _slow(sound, rate)
    found = librosa.onset.onset_detect(y=slow, sr=_LOW_RATE, backtrack=False, delta=0.12, wait=4)
    return len(found) / (len(slow) / _LOW_RATE) * 60


def harmony(sound: Sound, rate: int) -> dict[str, float]:
    """Return the share of the best diatonic scale in librosa's chroma, and how fast the chroma moves."""
    import librosa

    chroma = librosa.feature.chroma_cqt(y=_slow(sound, rate), sr=_LOW_RATE, hop_length=2048)
    whole = chroma.mean(axis=1) / chroma.mean(axis=1).sum()
    share = max(whole[[(tonic + step) % 12 for step in _MAJOR]].sum() for tonic in range(12))
    seconds = [chroma[:, i : i + 11].mean(axis=1) for i in range(0, chroma.shape[1] - 11, 11)]
    turned = np.array(seconds).T / np.linalg.norm(seconds, axis=1)
    flux = 1 - (turned[:, 1:] * turned[:, :-1]).sum(axis=0)
    return {"scale": float(share), "chroma_flux": float(flux.mean())}


def correlation(sound: Sound, rate: int) -> dict[str, float]:
    """Return the mean and the least correlation of left and right over windows of 2 s that sound."""
    windows = [sound[:, i : i + 2 * rate] for i in range(0, sound.shape[1] - 2 * rate + 1, 2 * rate)]
    found = [np.corrcoef(window)[0, 1] for window in windows if window.std(axis=1).min() > 1e-5]
    return {"correlation": float(np.mean(found)), "correlation_min": float(np.min(found))}


def clicks(sound: Sound, rate: int) -> list[float]:
    """Return the seconds at which essentia hears clicks in left and right together, in whole frames."""
    mono = sound.mean(axis=0).astype(np.float32)
    detector = essentia_standard().ClickDetector(
        sampleRate=rate, frameSize=_CLICK_FRAME, hopSize=_CLICK_FRAME // 2
    )
    found: list[float] = []
    for start in range(0, len(mono) - _CLICK_FRAME + 1, _CLICK_FRAME // 2):
        found += [float(second) for second in detector(mono[start : start + _CLICK_FRAME])[0]]
    return found


def dead_seconds(sound: Sound, rate: int) -> float:
    """Return how long 1 s of the sum of left and right stays below -60 dBFS, edges left out."""
    inner = sound.mean(axis=0)[_EDGE_S * rate // 2 : -_EDGE_S * rate]
    power = np.convolve(np.add.reduceat(inner**2, np.arange(0, len(inner), rate // 4)), np.ones(4), "valid")
    return float((power / rate < 1e-6).sum() / 4)


def essentia_standard() -> object:
    """Import essentia without its chatter."""
    import essentia

    essentia.log.infoActive = False
    essentia.log.warningActive = False
    import essentia.standard

    return essentia.standard


def _slow(sound: Sound, rate: int) -> npt.NDArray[np.float32]:
    import librosa

    slow: npt.NDArray[np.float32] = librosa.resample(
        sound.mean(axis=0).astype(np.float32), orig_sr=rate, target_sr=_LOW_RATE
    )
    return slow


def missing() -> list[str]:
    """Return the tools that are not installed here."""
    from importlib.util import find_spec
    from shutil import which

    tools = {
        "ffmpeg": which("ffmpeg"),
        **{name: find_spec(name) for name in ("essentia", "librosa", "pyloudnorm")},
    }
    return [name for name, found in tools.items() if found is None]
