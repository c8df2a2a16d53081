"""The pictures of docs/performance.md: our speed beside other engines', and where a kit's time goes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.costs import kits, parts, speed
from benchmarks.yardsticks import Timed

from auralis.app.bench.result import Result
from auralis.app.bench.tables import nanoseconds
from auralis.pictures.score.palette import GROUND, INKS, SOFT, TEXT, WARM

OTHERS = {"effects": "#c9c2d6", "bus": "#a19bb0", "master": "#857f94"}
QUIET = "#4a4c66"


def draw(engines: Sequence[Timed], result: Result, folder: Path) -> None:
    """Draw both pictures into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    _draw_peers(engines, folder / "peers.png")
    costs = {
        kit: {name: nanoseconds(speed(m), result.sample_rate) for name, m in parts(result, kit).items()}
        for kit in kits(result)
    }
    _draw_layers(costs, folder / "layers.png")


def _canvas(height: float, title: str) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, height), facecolor=GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.set_facecolor(GROUND)
    axes.set_title(title, color=TEXT, loc="left", fontsize=12, pad=12)
    axes.tick_params(colors=SOFT, length=0)
    axes.grid(axis="x", color=SOFT, alpha=0.12)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    return figure, axes


def _draw_peers(engines: Sequence[Timed], path: Path) -> None:
    shown = sorted((e for e in engines if not e.partly), key=lambda e: e.factor)
    figure, axes = _canvas(
        0.6 + 0.45 * len(shown), "A minute of sound, times faster than real time, one core"
    )
    labels = [e.work if e.name == "Auralis" else f"{e.name}: {e.work.replace('`', '')}" for e in shown]
    colours = [WARM if e.name == "Auralis" else QUIET for e in shown]
    bars = axes.barh(labels, [e.factor for e in shown], color=colours, height=0.62)
    axes.bar_label(bars, fmt="{:.0f}×", color=TEXT, padding=6)
    axes.margins(x=0.1)
    figure.savefig(path, dpi=120)


def _draw_layers(costs: Mapping[str, Mapping[str, float]], path: Path) -> None:
    title = "Where a kit's time goes, nanoseconds a frame"
    figure, axes = _canvas(1.6 + 0.8 * len(costs), title)
    names = list(dict.fromkeys(name for kit in costs.values() for name in kit))
    begun = dict.fromkeys(costs, 0.0)
    for name in names:
        widths = [kit.get(name, 0.0) for kit in costs.values()]
        colour = INKS[name].rgb if name in INKS else OTHERS.get(name, QUIET)
        bars = axes.barh(list(costs), widths, left=list(begun.values()), color=colour, label=name, height=0.6)
        texts = [f"{width:.0f}" if width > 4 else "" for width in widths]
        axes.bar_label(bars, texts, label_type="center", color=GROUND, fontsize=9)
        begun = {kit: begun[kit] + width for kit, width in zip(costs, widths, strict=True)}
    axes.invert_yaxis()
    legend = axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=len(names), frameon=False)
    for text in legend.get_texts():
        text.set_color(SOFT)
    figure.savefig(path, dpi=120)
