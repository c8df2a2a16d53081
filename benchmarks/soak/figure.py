"""What a soak held, hour by hour, as a picture."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.soak.sample import Sample, Slope
from matplotlib.figure import Figure

_ROWS = (
    ("resident_mb", "resident memory, MiB"),
    ("descriptors", "descriptors"),
    ("tasks", "tasks"),
    ("objects", "objects"),
)


def draw(busy: Sequence[Sample], rests: Sequence[Sample], grows: Slope, target: Path) -> None:
    """Draw each kind of thing over station time, with guests and without; memory with its slope."""
    figure = Figure(figsize=(9, 9), layout="constrained")
    for axes, (name, caption) in zip(figure.subplots(len(_ROWS), sharex=True), _ROWS, strict=True):
        for samples, who in ((busy, "with everybody"), (rests, "when all had left")):
            values = [getattr(s, name) for s in samples]
            axes.plot([s.hours for s in samples], values, ".-", linewidth=0.8, markersize=4, label=who)
        axes.set_ylabel(caption)
        axes.set_ylim(0, 1.15 * max(getattr(s, name) for s in (*busy, *rests)))
        axes.grid(visible=True, alpha=0.3)
        if name == "resident_mb":
            axes.set_title(
                f"{1024 * grows.an_hour:+.0f} ± {1024 * grows.half:.0f} KiB an hour, guests and log apart",
                loc="left",
                fontsize=10,
            )
            axes.legend(loc="lower right")
    axes.set_xlabel("hours of station time")
    figure.savefig(target, dpi=110)
