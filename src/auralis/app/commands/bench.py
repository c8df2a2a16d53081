"""`auralis bench`: what modules, patches and kits cost, and whether they still cost and sound the same."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from auralis.app.bench.choice import chosen, fitting, patch_kits
from auralis.app.bench.cold import compile_seconds
from auralis.app.bench.comparison import Difference
from auralis.app.bench.fmamb import FMAMB
from auralis.app.bench.pad32 import PAD32
from auralis.app.bench.result import Result, read_result, write_result
from auralis.app.bench.settling import settled
from auralis.app.bench.suite import RATE, Suite
from auralis.app.bench.tables import compiling_table, difference_table, measured_table, wide_console
from auralis.app.kernels import kernel_folder, tell
from auralis.export.files import check_writable
from auralis.station.loading import telling_kernels

_ROUNDS, _QUICK_ROUNDS = 25, 9


def command(
    quick: Annotated[
        bool, typer.Option("--quick", help="fewer rounds, and no compiling from nothing")
    ] = False,
    compare: Annotated[
        Path | None, typer.Option(metavar="FILE", help="a saved result that must still hold")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="keep the result in a file")] = None,
    only: Annotated[
        str | None, typer.Option(metavar="NAME", help="a part of subjects' paths: saw, module, kit/auralis")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the result as JSON")] = False,
) -> None:
    """Measure modules, patches and kits in turns with PAD32; exit with 1 if a baseline no longer holds."""
    baseline = read_result(compare, "compare") if compare else None
    if save:
        check_writable(save, "save")
    kits = patch_kits(tell)
    suite = Suite(telling_kernels(kernel_folder(), tell), kits, _QUICK_ROUNDS if quick else _ROUNDS)
    result = _measured(suite, chosen(suite.names, only))
    if not quick and not only:
        tell("compiling from nothing ...")
        patches = (PAD32, FMAMB, *(patch for kit in kits for patch in kit.patches))
        result = replace(result, compiling=compile_seconds(patches, RATE))
    differences: list[Difference] = []
    if baseline:
        result, differences = settled(baseline.only(fitting(only)), result, suite.measure)
    if save:
        write_result(save, result)
    _show(result, as_json)
    if baseline:
        _judge(differences, len(result.subjects), wide_console(stderr=as_json))


def _measured(suite: Suite, names: list[str]) -> Result:
    console = Console(stderr=True)
    watched = track(names, "measuring", console=console, disable=not console.is_terminal)
    return suite.result({name: suite.measure(name) for name in watched})


def _show(result: Result, as_json: bool) -> None:
    if as_json:
        typer.echo(result.to_json(), nl=False)
        return
    console = wide_console()
    console.print(measured_table(result))
    if result.compiling:
        console.print(compiling_table(result))


def _judge(differences: list[Difference], subjects: int, console: Console) -> None:
    """Show what differs from the baseline, and exit with 1 if any of it fails."""
    if differences:
        console.print(difference_table(differences))
    failures = sum(d.fails for d in differences)
    tell(f"{subjects} subjects beside the baseline: {failures} failures, {len(differences) - failures} notes")
    if failures:
        raise typer.Exit(1)
