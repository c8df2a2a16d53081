"""Looks at what sounds: compiled kernels, FluidSynth, SoundFonts, sound cards, and the extras."""

from importlib.util import find_spec
from typing import Final

from auralis.app.doctor.finding import Finding
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder, kernel_place
from auralis.app.settings import Settings
from auralis.app.sound_card.card import listed
from auralis.core.errors import InvalidValue, Unavailable
from auralis.engine import Kernels, load_kit, wants_font
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.library import version

_BUILT_IN: Final = "auralis"
_USUAL_RATE: Final = 44_100
_EXTRAS: Final = {"play": "miniaudio", "plot": "matplotlib"}


def kernels(settings: Settings) -> Finding:
    """Look at which kernels of the kit are compiled already; a kit of fonts is played with the built-in's."""
    try:
        kept = kernel_folder()
        kit = settings.station_kit
        patches = load_kit(_BUILT_IN if wants_font(kit) else kit).patches
    except OSError as error:
        mend = f"make {kernel_place()} writable, or set XDG_CACHE_HOME"
        return Finding("kernels", str(error), well=False, mend=mend)
    except InvalidValue as error:
        return Finding("kernels", str(error), well=False, mend=f"set AURALIS_KIT={_BUILT_IN}")
    there = Kernels(kept)
    cached = sum(there.cached(patch, settings.sample_rate) for patch in patches)
    found = f"{cached} of {len(patches)} cached in {kept}"
    facts = {"cached": cached, "wanted": len(patches), "folder": str(kept)}
    well = cached == len(patches)
    return Finding(
        "kernels", found, well, needed=False, mend=_warming(kit, settings.sample_rate), facts=facts
    )


def _warming(kit: str, sample_rate: int) -> str:
    """Return the command that compiles what is to be played."""
    named = [f"--kit {kit}"] if kit != _BUILT_IN else []
    rate = [f"--rate {sample_rate}"] if sample_rate != _USUAL_RATE else []
    return " ".join(("auralis warm", *named, *rate))


def fluidsynth(_settings: Settings) -> Finding:
    """Look for FluidSynth, which plays SoundFonts."""
    try:
        found = version()
        return Finding("FluidSynth", found, well=True, facts={"version": found})
    except Unavailable as error:
        found = "none" if error.value is None else f"{error.value}, too old"
        mend = "apt install libfluidsynth3 (only for SoundFont kits)"
        return Finding("FluidSynth", found, well=False, needed=False, mend=mend, facts={"version": None})


def fonts(settings: Settings) -> Finding:
    """Look for SoundFonts that can be read."""
    good, wrong = [], []
    for path in find_fonts(settings.soundfont):
        try:
            good.append((path, Font.open(path).size))
        except Unavailable as error:
            wrong.append(f"{path.name}: {error.allowed} is wanted")
    mend = "; ".join(wrong) or "apt install timgm6mb-soundfont (only for SoundFont kits)"
    found = ", ".join(f"{path.name} ({size / 1e6:.0f} MB)" for path, size in good) or "none"
    facts = {"fonts": [{"path": str(path), "bytes": size} for path, size in good]}
    return Finding("SoundFonts", found, bool(good), needed=False, mend=mend, facts=facts)


def cards(_settings: Settings) -> Finding:
    """Look for sound cards, which `auralis play` plays to."""
    try:
        names = [card.name for card in listed()]
    except Unavailable:
        mend = "pip install 'auralis[play]' (only for auralis play)"
        return Finding("sound cards", "unknown", well=False, needed=False, mend=mend, facts={"cards": None})
    mend = "a sound card (only for auralis play)"
    found = ", ".join(names) or "none"
    return Finding("sound cards", found, bool(names), needed=False, mend=mend, facts={"cards": names})


def extras(_settings: Settings) -> Finding:
    """Look at which of the optional libraries are installed."""
    there = {extra: find_spec(library) is not None for extra, library in _EXTRAS.items()}
    lacking = ",".join(extra for extra, found in there.items() if not found)
    found = ", ".join(extra for extra, found in there.items() if found) or "none"
    mend = f"pip install 'auralis[{lacking}]' (play: the sound card; plot: pictures)"
    return Finding("extras", found, not lacking, needed=False, mend=mend, facts=there)
