"""What a performance tells of its master."""

from auralis.composition import MusicalContext
from auralis.engine import Kernels, load_kit
from auralis.sequencing import Timeline
from auralis.station.performance import Performance

RATE = 44_100


def reduction(kernels: Kernels, gain: float) -> tuple[float, float]:
    """Return by how much the master lowers a second of music, and the peak of what leaves it."""
    layers = {f"layers.{name}.gain": gain for name in ("pad", "piano", "bass")}
    context = MusicalContext.of({"preset": "bright", **layers})
    playing = Performance(Timeline.of(7, RATE, context), load_kit("auralis"), kernels, 30 * RATE)
    sound = playing.render(RATE)
    return playing.reduction, float(abs(sound).max())


def test_the_master_takes_more_from_what_is_louder(kernels: Kernels) -> None:
    (quiet, _), (usual, _), (loud, peak) = (reduction(kernels, gain) for gain in (0.05, 1.0, 2.0))
    assert 0 <= quiet < 0.1
    assert quiet <= usual < loud < 12
    assert peak <= 0.83 + 1e-4
