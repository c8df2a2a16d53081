"""Settings from `.env`, the environment and the command line, the later wins."""

import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from auralis.app.written import Written
from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue

_CORES: Final = len(os.sched_getaffinity(0))
PREFIX = "AURALIS_"
_CONTEXT = {"preset": "preset", "default_key": "key", "default_bpm": "bpm", "default_intensity": "intensity"}
_STATION_MB: Final = 8
"""What a station holds in both processes: state, snapshots, ten seconds of chunks, its score."""
_FEWEST_STATIONS: Final = 16
_MOST_STATIONS: Final = 1000


class Settings(BaseSettings):
    """What a server is started with; every field is a variable with the prefix `AURALIS_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="ignore",
        validate_default=True,
        use_attribute_docstrings=True,
    )

    host: Annotated[str, Field(min_length=1), Written(allowed="an address")] = "127.0.0.1"
    """The address to listen on; `0.0.0.0` opens it to the network."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    """The port; 0 takes a free one."""
    preset: Annotated[str | None, Written("`focus`", "`focus`, `meditation`, `sleep`, `bright`")] = None
    """What the main station plays."""
    default_key: Annotated[str | None, Written("the preset's", "`A minor`, `D dorian`, …")] = None
    """The main station's key, which holds."""
    default_bpm: Annotated[float | None, Written("the preset's", "40 to 200")] = None
    """The main station's tempo."""
    default_intensity: Annotated[float | None, Written("the preset's", "0 to 1")] = None
    """How much happens on the main station."""
    kit: Annotated[str, Written(allowed="`auralis`, `light`, `soundfont`, or a folder")] = "auralis"
    """The instruments that play."""
    soundfont: Annotated[Path | None, Written("the first found", "a path")] = None
    """An SF2 or SF3 of at most 500 MB, for the kit `soundfont`."""
    sample_rate: Literal[44_100, 48_000] = 44_100
    """Frames a second."""
    lead_ms: Annotated[int, Field(ge=100, le=5000)] = 200
    """How far rendering runs ahead of the clock, in milliseconds."""
    buffer_capacity_sec: Annotated[float, Field(ge=2, le=60)] = 10
    """How many seconds a listener who lost the line can catch up on."""
    chunk_duration_ms: Literal[100] = 100
    """How much sound is sent at a time."""
    stations: Annotated[str, Written("(none)", "names and paths, separated by commas")] = ""
    """Stations beside `main`: presets and recipe files."""
    max_clients: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """How many may listen."""
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
    pause_after_s: Annotated[float, Field(ge=1, le=86_400)] = 300
    """Seconds until a personal station that nobody hears is paused."""
    close_after_s: Annotated[float, Field(ge=1, le=31_536_000)] = 86_400
    """Seconds until a paused one is closed."""
    enable_opus: bool = True
    """Whether streams may be had as Opus."""
    data_dir: Annotated[
        Path,
        Field(default_factory=lambda: user_data_path("auralis")),
        Written("the platform's data folder", "a folder"),
    ]
    """Where [what is kept](docs/library.md) and [user presets](docs/protocol.md#presets) lie."""
    library_quota_mb: Annotated[int, Field(ge=0, le=1_000_000_000)] = 10_000
    """Megabytes that may be kept in all; 0 keeps nothing."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least that is logged."""

    @property
    def processes(self) -> int:
        """How many processes render: those asked for, else one a core less the server's own."""
        return max(1, _CORES - 1) if self.render_processes == "auto" else self.render_processes

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


def read_settings(**given: Any) -> Settings:
    """Return the settings, with those given on the command line first; None is not given.

    Raises `InvalidValue` with the variable's name for the first wrong value.
    """
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise InvalidValue(f"{PREFIX}{name.upper()}", first["input"], allowed(name)) from None


def written(name: str) -> Written:
    """Return what is written of a field, empty where its type says it."""
    found = (m for m in Settings.model_fields[name].metadata if isinstance(m, Written))
    return next(found, Written())


def allowed(name: str) -> str:
    """Return what a variable may be, on this machine; the name in any case, without the prefix."""
    name = name.lower()
    field, said = Settings.model_fields[name], written(name)
    if said.here or said.allowed:
        return (said.here or said.allowed).replace("`", "")
    bounds = {type(m).__name__: m for m in field.metadata}
    if "Ge" in bounds and "Le" in bounds:
        return f"{bounds['Ge'].ge} to {bounds['Le'].le}"
    if field.annotation is bool:
        return "true or false"
    options = getattr(field.annotation, "__args__", ())
    return ", ".join(str(o) for o in options if isinstance(o, str | int)) or "text"
