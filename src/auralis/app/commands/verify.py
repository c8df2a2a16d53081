"""`auralis verify`: whether a sound file is what its address says, and where it first is not."""

from pathlib import Path
from typing import Annotated

import typer

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.kernels import kernel_folder, tell
from auralis.app.kits import kits_of
from auralis.app.notices import tell_notices
from auralis.app.progress import watched
from auralis.certificate.comparison import Comparison
from auralis.certificate.likeness import Likeness, decoded
from auralis.certificate.music import STEP, Music
from auralis.certificate.proof import ProofFile, proving
from auralis.certificate.tagged import tagged_moment
from auralis.core import moment
from auralis.core.address import FORMS
from auralis.core.errors import InvalidValue
from auralis.core.units import Frame
from auralis.station.loading import telling_kernels


def command(
    file: Annotated[Path, typer.Argument(help="a sound file: .wav, .flac, .opus, .ogg, .mp3")],
    address: Annotated[
        str | None, typer.Argument(help="a1..., with @h:mm:ss where it begins; else what the file's tags say")
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="where the file begins in the music: 90, 3m, 1h30m")
    ] = None,
    duration: Annotated[
        str | None, typer.Option(help="how long the file must be, if that is to hold too")
    ] = None,
) -> None:
    """Say whether a file is the music of an address, sample by sample; exit 0 if it is, 1 if it is not."""
    with proving(file) as proof:
        wanted = _moment(file, address, start)
        recipe, kits = kits_of(wanted.recipe, received=True)
        length = None if duration is None else frames(duration, recipe.sample_rate)
        tell_notices(recipe)
        kernels = telling_kernels(kernel_folder(), tell)
        music = Music(recipe, wanted.frame, kits, kernels)
        good = _length_is_right(proof, music, length)
        if not proof.lossy and proof.rate == music.rate:
            good &= _say_exactly(proof, music)
        else:
            good &= _say_likeness(proof, music)
    if not good:
        raise typer.Exit(1)


def _moment(file: Path, address: str | None, start: str | None) -> moment.Moment:
    """Return what the file is held against; raises `InvalidValue`."""
    text = tagged_moment(file) if address is None else address
    if text is None:
        raise InvalidValue(
            "address", None, f"an address, which begins with {FORMS}; the file's tags name none"
        )
    if address is None:
        typer.echo(f"address {text}, from the file's tags", err=True)
    wanted = moment.decode(text) if _is_address(text) else moment.Moment(options.read_recipe(text))
    if start is None:
        return wanted
    if "@" in text and address is not None:
        raise InvalidValue("start", start, "nothing beside an address that says its time")
    return wanted._replace(frame=frames(start, wanted.recipe.sample_rate, "start"))


def _is_address(text: str) -> bool:
    return not text.lstrip().startswith("{") and not Path(text).is_file()


def _length_is_right(proof: ProofFile, music: Music, length: Frame | None) -> bool:
    """Say whether the file is as long as it must be, where that was asked."""
    own = proof.frames if proof.rate == music.rate else round(proof.frames * music.rate / proof.rate)
    if length is None or own == length or (proof.lossy and abs(own - length) < music.rate // 10):
        return True
    word = "shorter" if own < length else "longer"
    typer.echo(f"{word}: {own} frames in the place of {length}, {abs(own - length)} {word}")
    return False


def _say_exactly(proof: ProofFile, music: Music) -> bool:
    samples = watched(proof.samples(STEP), proof.frames, proof.rate, "comparing")
    found = music.is_exactly(samples, proof)
    if found.difference is None:
        typer.echo(f"equal: {found.frames} frames, {proof.form}, SHA-256 {found.sha256}")
        return True
    typer.echo(_different(found, proof))
    return False


def _different(found: Comparison, proof: ProofFile) -> str:
    apart = found.difference
    if apart is None:
        return ""
    time = _time(apart.frame, proof.rate)
    values = f"the file has {_pair(apart.file)}, the music {_pair(apart.music)}"
    to_the_end = apart.last == found.frames - 1 and apart.frames == found.frames - apart.frame
    place = "from there to the end" if to_the_end else f"the last at frame {apart.last}"
    many = f"{apart.frames} of {found.frames} frames differ, {place}"
    return f"different: at frame {apart.frame} ({time}) {values}; {many}, by at most {apart.most_db:.1f} dBFS"


def _say_likeness(proof: ProofFile, music: Music) -> bool:
    sound = watched(
        decoded(proof, music.rate), round(proof.frames * music.rate / proof.rate), music.rate, "comparing"
    )
    found = music.is_like(sound, proof)
    why = f"{proof.form} is lossy" if proof.lossy else f"the file is resampled to {proof.rate} Hz"
    verdict = "plausible" if found.plausible else "not it"
    typer.echo(f"{verdict}: {why}, so not sample by sample; {_figures(found, music.rate)}")
    return found.plausible


def _figures(found: Likeness, rate: int) -> str:
    if not found.spans:
        return "too short to say"
    worst, spans = found.worst, found.spans
    level = max(abs(span.level_db) for span in spans)
    noise = min(span.snr_db for span in spans)
    farthest = max(span.peak_difference for span in spans)
    place = _time(round(worst.second * rate), rate)
    return (
        f"of {len(spans)} spans of 10 s the least alike is at {place}: correlation {worst.correlation:.4f}; "
        f"at worst noise is {-noise:.1f} dB beside the music, the level {level:.2f} dB apart, "
        f"a sample {farthest:.4f}; the file begins {found.shift} frames late"
    )


def _time(frame: Frame, rate: int) -> str:
    """Write a frame as h:mm:ss.mmm."""
    thousandths = frame * 1000 // rate
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _pair(values: tuple[float, float]) -> str:
    return f"({values[0]:g}, {values[1]:g})"
