"""`auralis doctor`: what this machine has, what is missing, and how to get it."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from auralis import __version__
from auralis.app.doctor.examination import examine
from auralis.app.doctor.finding import Finding
from auralis.app.settings import read_settings


def command(
    as_json: Annotated[bool, typer.Option("--json", help="the same for programs")] = False,
    look: Annotated[
        bool, typer.Option("--devices", help="ask torch, where it is installed, for graphics processors")
    ] = False,
) -> None:
    """Look at this machine and say what is missing; exit 1 if that is something needed."""
    findings = examine(read_settings(), look)
    well = all(finding.well or not finding.needed for finding in findings)
    if as_json:
        looks = [finding.as_dict() for finding in findings]
        typer.echo(json.dumps({"version": __version__, "well": well, "looks": looks}, indent=2))
    else:
        _show(findings)
    if not well:
        raise typer.Exit(1)


def _show(findings: Sequence[Finding]) -> None:
    table = Table("", "what", "found", "what helps")
    for finding in findings:
        table.add_row(finding.mark, finding.what, finding.found, "" if finding.well else finding.mend)
    Console().print(table)
