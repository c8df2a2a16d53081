"""Settings from `.env`, the environment and the command line, the later wins."""

import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue

_CORES: Final = len(os.sched_getaffinity(0))
PREFIX = "AURALIS_"
HIDDEN: Final = "(not shown)"
"""What is said in place of a secret."""

_CONTEXT = {"preset": "preset", "default_key": "key", "default_bpm": "bpm", "default_intensity": "intensity"}
_STATION_MB: Final = 8
"""What a station holds in both processes: state, snapshots, ten seconds of chunks, its score."""
_FEWEST_STATIONS: Final = 16
_MOST_STATIONS: Final = 1000


class Settings(BaseSettings):
    """What a server is started with; every field is a variable with the prefix `AURALIS_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", validate_default=True
    )

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    env: Literal["development", "production"] = "development"
    sample_rate: Literal[44_100, 48_000] = 44_100
    chunk_duration_ms: Literal[100] = 100
    buffer_capacity_sec: Annotated[float, Field(ge=2, le=60)] = 10
    lead_ms: Annotated[int, Field(ge=100, le=5000)] = 200
    kit: str = "auralis"
    soundfont: Path | None = None
    preset: str | None = None
    default_key: str | None = None
    default_bpm: float | None = None
    default_intensity: float | None = None
    stations: str = ""
    max_clients: Annotated[int, Field(ge=1, le=100_000)] = 1000
    max_stations: Annotated[
        Literal["auto"] | Annotated[int, Field(ge=1, le=10_000)], Field(description="auto, or 1 to 10000")
    ] = "auto"
    render_processes: Annotated[
        Literal["auto"] | Annotated[int, Field(ge=1, le=_CORES)], Field(description=f"auto, or 1 to {_CORES}")
    ] = "auto"
    pause_after_s: Annotated[float, Field(ge=1, le=86_400)] = 300
    resume: Literal["frame", "section", "new"] = "frame"
    close_after_s: Annotated[float, Field(ge=1, le=31_536_000)] = 86_400
    enable_opus: bool = True
    data_dir: Path = Field(default_factory=lambda: user_data_path("auralis"))
    library_quota_mb: Annotated[int, Field(ge=0, le=1_000_000_000)] = 10_000
    control_token: SecretStr | None = None
    control_token_file: Path | None = None
    admin_token: SecretStr | None = None
    admin_token_file: Path | None = None
    listen_token: SecretStr | None = None
    listen_token_file: Path | None = None
    cors_origins: str = ""
    trusted_proxies: str = ""
    enable_ssl: bool = False
    ssl_cert_path: Path | None = None
    ssl_key_path: Path | None = None
    rate_limit: str = "6000/minute"
    connection_rate_limit: str = "6000/minute"
    failed_token_limit: str = "30/minute"  # noqa: S105 - a rate, no token
    clients_per_address: Annotated[
        Literal["auto"] | Annotated[int, Field(ge=1, le=100_000)], Field(description="auto, or 1 to 100000")
    ] = "auto"
    headers_timeout_s: Annotated[float, Field(ge=1, le=300)] = 10
    keep_alive_s: Annotated[int, Field(ge=1, le=300)] = 5
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["auto", "console", "json"] = "auto"
    log_file: Path | None = None

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
    def listeners_per_address(self) -> int:
        """How many may listen from one address: so many as were said, else all there may be."""
        return self.max_clients if self.clients_per_address == "auto" else self.clients_per_address

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
        given_value = HIDDEN if _is_secret(name) else first["input"]
        raise InvalidValue(f"{PREFIX}{name.upper()}", given_value, _allowed(name)) from None


def _is_secret(name: str) -> bool:
    return name.lower().endswith("_token")


def _allowed(name: str) -> str:
    field = Settings.model_fields[name.lower()]
    if field.description is not None:
        return field.description
    bounds = {type(m).__name__: m for m in field.metadata}
    if "Ge" in bounds and "Le" in bounds:
        return f"{bounds['Ge'].ge} to {bounds['Le'].le}"
    options = getattr(field.annotation, "__args__", ())
    if field.annotation is bool:
        return "true or false"
    words = ", ".join(str(o) for o in options if isinstance(o, str | int))
    return words or ("a number" if float in options else "text")
