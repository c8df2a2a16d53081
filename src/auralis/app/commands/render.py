"""`auralis render`: a recipe becomes a sound file, or the hash of its wire PCM."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.kernels import kernel_folder, tell
from auralis.app.kits import kits_of
from auralis.app.notices import tell_notices
from auralis.app.progress import watched
from auralis.core.address import encode
from auralis.core.errors import InvalidValue
from auralis.core.units import Pcm, to_pcm
from auralis.export.sound_file import check_target, write
from auralis.export.stem_files import check_folder, written
from auralis.station.loading import telling_kernels
from auralis.station.offline import BLOCK, render, render_stems, stem_names


def command(
    out: Annotated[Path | None, typer.Argument(help="the file: .wav or .flac")] = None,
    preset: options.Preset = None,
    key: options.Key = None,
    mode: options.Mode = None,
    bpm: options.Bpm = None,
    intensity: options.Intensity = None,
    assignments: options.Set = None,
    seed: options.Seed = None,
    recipe: options.RecipeText = None,
    kit: options.KitName = None,
    rate: options.Rate = None,
    start: options.Start = "0",
    duration: options.Duration = "3m",
    kind: Annotated[str | None, typer.Option("--format", help="wav or flac")] = None,
    block: options.Block = str(BLOCK),
    sha256: Annotated[bool, typer.Option("--sha256", help="print the SHA-256 of the wire PCM")] = False,
    stems: Annotated[
        Path | None, typer.Option(metavar="DIR", help="a folder for each layer's own file")
    ] = None,
) -> None:
    """Render music into a file: exactly the duration, no fade and no tail added."""
    settings = options.context_settings(preset, key, mode, bpm, intensity, assignments)
    wanted = options.recipe_from(recipe, settings, seed, kit, rate)
    form = _form(out, kind, sha256 or stems is not None)
    size = options.block_from(block)
    wanted, kits = kits_of(wanted, received=recipe is not None)
    names = stem_names(kits.first)
    if stems:
        check_folder(stems, names)
    first, length = (frames(t, wanted.sample_rate, n) for t, n in ((start, "start"), (duration, "duration")))
    tell_notices(wanted)
    typer.echo(f"address {encode(wanted)}", err=True)
    kernels = telling_kernels(kernel_folder(), tell)
    walk = (wanted, kernels, first, length, size, kits)
    if stems:
        blocks = written(stems, names, render_stems(*walk), wanted.sample_rate, length)
    else:
        blocks = render(*walk)
    digest = hashlib.sha256()
    sound = _hashed(watched(map(to_pcm, blocks), length, wanted.sample_rate, "rendering"), digest)
    if out:
        write(out, sound, form, wanted.sample_rate, length)
    else:
        for _ in sound:
            pass
    if sha256:
        typer.echo(digest.hexdigest())


def _form(out: Path | None, kind: str | None, otherwise: bool) -> str:
    """Return the format of the file; none is needed where something is asked for otherwise."""
    if out is None and not otherwise:
        raise InvalidValue("out", None, "a file name, --stems or --sha256")
    return check_target(out, kind) if out else ""


def _hashed(blocks: Iterable[Pcm], digest: "hashlib._Hash") -> Iterator[Pcm]:
    for block in blocks:
        digest.update(block.tobytes())
        yield block
