"""`auralis render`: a recipe becomes sound files, a score, or the hash of its wire PCM."""

from pathlib import Path
from typing import Annotated, Final

import typer

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder, tell
from auralis.app.kits import kits_of
from auralis.app.notices import tell_notices
from auralis.app.progress import watched
from auralis.app.settings import read_settings
from auralis.core.address import encode, is_address
from auralis.core.errors import InvalidValue
from auralis.core.moment import decode, time_of
from auralis.core.recipe import Recipe
from auralis.core.units import Frame
from auralis.export.score.score_files import check_targets, write_midi
from auralis.export.sound.form import Form, form_of
from auralis.export.sound.part_file import part_of
from auralis.export.sound.plan import Plan, Take
from auralis.export.sound.planning import plan_of
from auralis.export.sound.rendering import Rendering
from auralis.export.sound.source import jobs_from, stints
from auralis.export.stem_files import check_folder
from auralis.station.kits import Kits
from auralis.station.loading import telling_kernels
from auralis.station.offline import BLOCK, stem_names
from auralis.station.recipes import timeline_of

Kind = Annotated[str | None, typer.Option("--format", help="wav, flac, opus or mp3; else by the file's name")]
Bits = Annotated[str | None, typer.Option(help="16, 24 or float in WAV, 16 or 24 in FLAC")]
Bitrate = Annotated[str | None, typer.Option(metavar="KBIT", help="on average, of Opus (160) and MP3 (V0)")]
Rate = Annotated[str | None, typer.Option(metavar="HZ", help="44100 or 48000; a recipe is resampled to it")]
Stems = Annotated[Path | None, typer.Option(metavar="DIR", help="a folder for each layer's own file")]
Midi = Annotated[Path | None, typer.Option(metavar="FILE", help="a file for the score as MIDI")]
Jobs = Annotated[str, typer.Option(metavar="N", help="processes that render; 0 is one for each core")]
Fresh = Annotated[bool, typer.Option("--fresh", help="begin anew where an interrupted render left a part")]
Hashed = Annotated[bool, typer.Option("--sha256", help="print the SHA-256 of the wire PCM")]

_BEGINNING: Final = "0"


def command(
    out: Annotated[Path | None, typer.Argument(help="the file: .wav, .flac, .opus or .mp3")] = None,
    preset: options.Preset = None,
    key: options.Key = None,
    mode: options.Mode = None,
    bpm: options.Bpm = None,
    intensity: options.Intensity = None,
    assignments: options.Set = None,
    seed: options.Seed = None,
    recipe: options.RecipeText = None,
    kit: options.KitName = None,
    rate: Rate = None,
    start: options.Start = _BEGINNING,
    duration: options.Duration = "3m",
    kind: Kind = None,
    bits: Bits = None,
    bitrate: Bitrate = None,
    block: options.Block = str(BLOCK),
    jobs: Jobs = "1",
    sha256: Hashed = False,
    stems: Stems = None,
    midi: Midi = None,
    fresh: Fresh = False,
) -> None:
    """Render music into a file: exactly the duration, no fade and no tail added."""
    settings = options.context_settings(preset, key, mode, bpm, intensity, assignments)
    text, moment = _moment(recipe, start)
    wanted = options.recipe_from(text, settings, seed, kit, rate if recipe is None else None)
    heard = wanted.sample_rate if rate is None else options.rate_from(rate)
    form = _form(out, kind, bits, bitrate, heard, sha256 or stems is not None)
    size, processes = options.block_from(block), jobs_from(jobs)
    check_targets(None, midi)
    wanted, kits = kits_of(wanted, received=recipe is not None)
    take = _take(wanted, start if moment is None else moment, duration, size, stems is not None)
    names = stem_names(kits.first)
    if stems:
        check_folder(stems, names)
    tell_notices(wanted)
    typer.echo(f"address {encode(wanted)}", err=True)
    music = (out, form) if out and form else None
    plan = plan_of(take, music, (stems, names, heard) if stems else None, sha256)
    if stems:
        stems.mkdir(exist_ok=True)
    if midi:
        write_midi(midi, timeline_of(wanted), take.start, take.start + take.frames)
    digest = _rendered(plan, kits, processes, fresh)
    if sha256:
        typer.echo(digest)


def _moment(text: str | None, start: str) -> tuple[str | None, Frame | None]:
    """Return the text of a recipe, and where to begin if it is a moment, `a1…@h:mm:ss`."""
    if text is None or "@" not in text or not is_address(text.partition("@")[0]):
        return text, None
    if start != _BEGINNING:
        raise InvalidValue("start", start, "nothing beside a moment, which says it already")
    found = decode(text)
    return encode(found.recipe), found.frame


def _rendered(plan: Plan, kits: Kits, jobs: int, fresh: bool) -> str:
    """Make the files of a plan; return the hash of its wire PCM. What is left undone is told."""
    take = plan.take
    with Rendering(plan, fresh) as rendering:
        if rendering.done:
            tell(f"going on at {_time(rendering.done, take)} of {_time(take.frames, take)}")
        source = stints(plan, telling_kernels(take.kernels, tell), kits, rendering.first, jobs)
        try:
            steps = rendering.written(source)
            for _ in watched(steps, take.frames, take.rate, "rendering", rendering.done):
                pass
            rendering.publish()
        except BaseException:
            if rendering.kept:
                kept = f"{_time(rendering.kept, take)} of {_time(take.frames, take)}"
                tell(f"{part_of(plan.outputs[0].path)} holds {kept}; the same command goes on from there")
            raise
        finally:
            source.close()
    return rendering.sha256


def _form(
    out: Path | None, kind: str | None, bits: str | None, bitrate: str | None, rate: int, otherwise: bool
) -> Form | None:
    """Return the form of the file; none is needed where something is asked for otherwise."""
    if out is not None:
        return form_of(out, kind, bits, bitrate, rate)
    if not otherwise:
        raise InvalidValue("out", None, "a file name, --stems or --sha256")
    return None


def _take(recipe: Recipe, start: str | Frame, duration: str, block: int, stems: bool) -> Take:
    first = frames(start, recipe.sample_rate, "start") if isinstance(start, str) else start
    length = frames(duration, recipe.sample_rate)
    fonts = tuple(find_fonts(read_settings().soundfont))
    return Take(recipe, first, length, block, stems, fonts, kernel_folder())


def _time(length: int, take: Take) -> str:
    return time_of(length, take.rate)
