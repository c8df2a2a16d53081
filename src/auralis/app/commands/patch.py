"""`auralis patch`: patches listed, shown, checked, rendered and drawn."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.kernels import kernel_folder, tell
from auralis.app.patches import tables
from auralis.app.patches.choice import Choice, built_in, choose
from auralis.app.patches.playing import A3, Task, played
from auralis.app.patches.signals import IMPULSE
from auralis.app.patches.summary import summary
from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, Block, Pcm, to_pcm
from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.validation import check as plan_of
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.patch_schema import patch_schema
from auralis.export.sound_file import check_target, write
from auralis.pictures.picture_file import check_picture, write_picture
from auralis.station.loading import telling_kernels

PatchName = Annotated[str, typer.Argument(metavar="PATCH", help="such as auralis/pad, or a file")]
Notes = Annotated[
    list[str] | None, typer.Option("--note", metavar="PITCH", help="a MIDI pitch; may be repeated")
]
Values = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NODE.PARAMETER=VALUE", help="another value; may be repeated"),
]
Chord = Annotated[bool, typer.Option("--chord", help="the notes at once, not one after another")]
Input = Annotated[str, typer.Option("--input", metavar="impulse|noise|FILE", help="what an effect hears")]

command = typer.Typer(no_args_is_help=True, help="List, show, check, render and draw patches.")


@command.command("list")
def list_patches(
    modules: Annotated[bool, typer.Option("--modules", help="the modules that patches are made of")] = False,
) -> None:
    """List the built-in patches, or the modules."""
    Console().print(tables.module_list() if modules else tables.patch_list(built_in()))


@command.command()
def show(
    name: Annotated[str, typer.Argument(metavar="PATCH|MODULE", help="a patch or a module's name")],
) -> None:
    """Show a patch's nodes, parameters and cables, or a module's parameters."""
    console = Console()
    module = available().get(name)
    if module:
        console.print(f"{module.caption}: {' '.join(module.inputs) or '-'} to {' '.join(module.outputs)}")
        console.print(tables.module_parameters(module))
        return
    choice = choose(name)
    plan = plan_of(choice.file.patch)
    console.print(summary(choice.file))
    console.print(tables.nodes(plan, choice.values))
    console.print(tables.cables(plan))


@command.command()
def check(patch: PatchName) -> None:
    """Say whether a patch can be played, and how large it is."""
    try:
        typer.echo(f"ok: {summary(choose(patch).file)}")
    except InvalidPatch as error:
        typer.echo(f"auralis: {error}", err=True)
        raise typer.Exit(1) from None


@command.command()
def render(
    patch: PatchName,
    out: Annotated[Path | None, typer.Argument(help="the file: .wav or .flac")] = None,
    note: Notes = None,
    chord: Chord = False,
    duration: options.Duration = "8s",
    assignments: Values = None,
    rate: options.Rate = None,
    heard: Input = IMPULSE,
    sha256: Annotated[bool, typer.Option("--sha256", help="print the SHA-256 of the wire PCM")] = False,
) -> None:
    """Play notes on an instrument, or a signal through an effect, into a file."""
    if out is None and not sha256:
        raise InvalidValue("out", None, "a file name, or --sha256")
    form = check_target(out, None) if out else ""
    choice, sample_rate = _choice(patch, assignments), options.rate_from(rate)
    task = Task(frames(duration, sample_rate), sample_rate, _pitches(note), chord, heard)
    kernels = telling_kernels(kernel_folder(), tell)
    listening = _Listening(played(choice, task, kernels))
    if out:
        write(out, listening.pcm(), form, sample_rate, task.frames)
    else:
        for _ in listening.pcm():
            pass
    if listening.peak > 1.0:
        tell(f"auralis: note: clipped; the peak is {20 * np.log10(listening.peak):.1f} dB above full scale")
    if sha256:
        typer.echo(listening.digest.hexdigest())


@command.command()
def plot(
    patch: PatchName,
    out: Annotated[Path, typer.Argument(help="the picture: .png, .svg or .pdf")],
    note: Notes = None,
    assignments: Values = None,
    rate: options.Rate = None,
) -> None:
    """Draw a patch: its nodes and cables, its spectrum and how its sound rises and falls."""
    form, choice, sample_rate = (
        check_picture(out, "out"),
        _choice(patch, assignments),
        options.rate_from(rate),
    )
    task = Task(8 * sample_rate, sample_rate, _pitches(note), chord=True)
    silent = choice.file.patch.voice is not None and choice.file.instrument is None
    blocks = [] if silent else list(played(choice, task, telling_kernels(kernel_folder(), tell)))
    sound = np.concatenate(blocks, axis=1) if blocks else np.zeros((CHANNELS, 0), np.float32)
    _draw(out, form, choice, sound, sample_rate)


def _draw(out: Path, form: str, choice: Choice, sound: Block, sample_rate: int) -> None:
    """Draw a patch and what it plays; matplotlib is imported here and not before."""
    from auralis.app.patch_picture.figure import figure_of

    write_picture(out, form, figure_of(choice, plan_of(choice.file.patch), sound, sample_rate))


@command.command()
def schema() -> None:
    """Print the JSON Schema of patch files, for a text editor."""
    typer.echo(json.dumps(patch_schema(), indent=2, ensure_ascii=False))


class _Listening:
    """Hears blocks on their way to a file."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self.peak = 0.0
        self.digest = hashlib.sha256()

    def pcm(self) -> Iterator[Pcm]:
        for block in self._blocks:
            self.peak = max(self.peak, float(np.abs(block).max(initial=0.0)))
            pcm = to_pcm(block)
            self.digest.update(pcm.tobytes())
            yield pcm


def _pitches(words: Sequence[str] | None) -> tuple[int, ...]:
    for word in words or ():
        if not (word.isascii() and word.isdigit()):
            raise InvalidValue("note", word, "a MIDI pitch, 0 to 127")
    return tuple(map(int, words)) if words else (A3,)


def _choice(patch: str, assignments: Sequence[str] | None) -> Choice:
    """Return a patch, with the values that `--set` gives."""
    found: dict[str, float] = {}
    for assignment in assignments or ():
        name, _, text = assignment.partition("=")
        try:
            found[name.strip()] = float(text)
        except ValueError:
            raise InvalidValue("set", assignment, "NODE.PARAMETER=NUMBER") from None
    return choose(patch).having(found)
