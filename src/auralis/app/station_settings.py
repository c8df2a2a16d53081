"""Settings of what plays, and of how it is rendered and sent."""

import os
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from auralis.app.written import Written
from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.observability.machine import processors

PREFIX: Final = "AURALIS_"

_CORES: Final = processors()
_CONTEXT: Final = {
    "preset": "preset",
    "default_key": "key",
    "default_bpm": "bpm",
    "default_intensity": "intensity",
}
_BUILT_IN: Final = "auralis"
_DRY: Final = "dry"
_STATION_MB: Final = 8
"""What a station holds in both processes: state, snapshots, ten seconds of chunks, its score."""
_FEWEST_STATIONS: Final = 16
_MOST_STATIONS: Final = 1000


def _integer(given: object) -> object:
    """Return the number that a variable's text says, or the text as it is: a `Literal` reads none."""
    return int(given) if isinstance(given, str) and given.isascii() and given.isdigit() else given


class StationSettings(BaseSettings):
    """What the stations of a server play, how many there may be, and what renders them."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    preset: Annotated[str | None, Written("`focus`", "`focus`, `meditation`, `sleep`, `bright`")] = None
    """What the main station plays."""
    default_key: Annotated[str | None, Written("the preset's", "`A minor`, `D dorian`, …")] = None
    """The main station's key, which holds."""
    default_bpm: Annotated[float | None, Written("the preset's", "40 to 200")] = None
    """The main station's tempo."""
    default_intensity: Annotated[float | None, Written("the preset's", "0 to 1")] = None
    """How much happens on the main station."""
    kit: Annotated[str, Written(allowed="`auralis`, `light`, `dry`, `soundfont`, or a folder")] = _BUILT_IN
    """The instruments that play."""
    soundfont: Annotated[Path | None, Written("the first found", "a path")] = None
    """An SF2 or SF3 of at most 500 MB, for the kit `soundfont`."""
    enable_effects: bool = True
    """`false`: no echo and no room. The kit `dry` plays in place of `auralis`; others have no dry form."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """The kits render on the CPU: where another device is asked for, a warning says so once."""
    torch_threads: Annotated[
        Annotated[int, Field(ge=1, le=_CORES)] | None,
        Written("torch's own", "1 to the number of cores", f"1 to {_CORES}"),
    ] = None
    """What torch may use where `auralis doctor` asks it for devices."""
    sample_rate: Annotated[Literal[44_100, 48_000], BeforeValidator(_integer)] = 44_100
    """Frames a second."""
    lead_ms: Annotated[int, Field(ge=100, le=5000)] = 200
    """How far rendering runs ahead of the clock, in milliseconds."""
    buffer_capacity_sec: Annotated[float, Field(ge=2, le=60)] = 10
    """How many seconds a listener who lost the line can catch up on."""
    chunk_duration_ms: Annotated[Literal[100], BeforeValidator(_integer)] = 100
    """How much sound is sent at a time."""
    stations: Annotated[str, Written("(none)", "names and paths, separated by commas")] = ""
    """Stations beside `main`: presets and recipe files."""
    max_stations: Annotated[
        Literal["auto"] | Annotated[int, Field(ge=1, le=10_000)], Written(allowed="auto, or 1 to 10000")
    ] = "auto"
    """How many stations there may be, paused ones included; `auto` reckons with 8 MB each in half of the
    memory. How many of them play at once is measured as they do."""
    render_processes: Annotated[
        Literal["auto"] | Annotated[int, Field(ge=1, le=_CORES)],
        Written(allowed="auto, or 1 to the number of cores", here=f"auto, or 1 to {_CORES}"),
    ] = "auto"
    """How many processes render; `auto` is one a core less the server's own."""
    resume: Literal["frame", "section", "new"] = "frame"
    """Where permanent stations go on [after a restart](docs/persistence.md): where they would be by now, at
    the next section, or anew."""
    pause_after_s: Annotated[float, Field(ge=1, le=86_400)] = 300
    """Seconds until a personal station that nobody hears is paused."""
    close_after_s: Annotated[float, Field(ge=1, le=31_536_000)] = 86_400
    """Seconds until a paused one is closed."""
    enable_opus: bool = True
    """Whether streams may be had as Opus."""

    @property
    def processes(self) -> int:
        """How many processes render: those asked for, else one a core less the server's own."""
        return max(1, _CORES - 1) if self.render_processes == "auto" else self.render_processes

    @property
    def station_kit(self) -> str:
        """The first stations' kit, `dry` without effects. Raises `InvalidValue` if it has no dry form."""
        if self.enable_effects:
            return self.kit
        if self.kit not in (_BUILT_IN, _DRY):
            allowed = f"true with the kit {self.kit}; false with {_BUILT_IN}"
            raise InvalidValue(f"{PREFIX}ENABLE_EFFECTS", "false", allowed)
        return _DRY

    @property
    def station_limit(self) -> int:
        """How many stations may be open: those asked for, else as many as half of the memory holds."""
        if self.max_stations != "auto":
            return self.max_stations
        memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
        return min(max(memory_mb // 2 // _STATION_MB, _FEWEST_STATIONS), _MOST_STATIONS)

    @property
    def context(self) -> MusicalContext:
        """The first context of the main station; raises `InvalidValue` naming the variable."""
        given = {field: getattr(self, name) for name, field in _CONTEXT.items()}
        try:
            return MusicalContext.of({k: v for k, v in given.items() if v is not None})
        except InvalidValue as error:
            names = {field: name for name, field in _CONTEXT.items()}
            field = f"{PREFIX}{names.get(error.field, error.field).upper()}"
            raise InvalidValue(field, error.value, error.allowed) from None
