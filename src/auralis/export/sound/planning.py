"""From what is asked for to a plan: which files there are, how they are coded, what their tags say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS
from auralis.export.sound.coder import Coder
from auralis.export.sound.coders.flac import Flac
from auralis.export.sound.coders.mp3 import Mp3
from auralis.export.sound.coders.opus import RATE, Opus
from auralis.export.sound.coders.wav import FLOAT, Wav
from auralis.export.sound.form import Form
from auralis.export.sound.plan import Output, Plan, Take
from auralis.export.sound.resampling import length
from auralis.export.sound.tags import Tags, tags_of
from auralis.export.stem_files import MIX, stem_file
from auralis.station.recipes import timeline_of


def plan_of(
    take: Take,
    out: tuple[Path, Form] | None,
    stems: tuple[Path, Sequence[str], int] | None = None,
    hashed: bool = False,
) -> Plan:
    """Return the plan of a take: the file `out`, and stems into a folder, by their names and at a rate.

    `hashed` asks for the hash of the wire PCM. Raises `InvalidValue` if `out` is one of the stems.
    """
    tags = tags_of(take.recipe, timeline_of(take.recipe), take.start)
    outputs = [] if out is None else [_music(take, *out, tags)]
    if stems is not None:
        folder, names, rate = stems
        for k, name in enumerate((*names, MIX), 1):
            own = replace(tags, part=name)
            coder = Wav(rate, FLOAT, length(take.frames, take.rate, rate), own, free=True)
            outputs.append(Output(stem_file(folder, name), coder, rate, CHANNELS * k))
    if len({output.path.absolute() for output in outputs}) < len(outputs):
        raise InvalidValue("out", str(outputs[0].path), "another file than the stem of this name")
    return Plan(take, tuple(outputs), hashed)


def _music(take: Take, path: Path, form: Form, tags: Tags) -> Output:
    rate = RATE if form.kind == "opus" else form.sample_rate
    return Output(path, _coder(form, length(take.frames, take.rate, rate), tags), rate)


def _coder(form: Form, frames: int, tags: Tags) -> Coder:
    match form.kind:
        case "wav":
            return Wav(form.sample_rate, form.bits, frames, tags)
        case "flac":
            return Flac(form.sample_rate, form.bits, frames, tags)
        case "opus":
            opus = Opus(form.sample_rate, frames, tags)
            return opus if form.bitrate is None else replace(opus, bitrate=form.bitrate)
        case "mp3":
            return Mp3(form.sample_rate, frames, tags, form.bitrate)
    raise InvalidValue("format", form.kind, "wav, flac, opus, mp3")
