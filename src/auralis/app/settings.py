"""Settings from `.env`, the environment and the command line, the later wins."""

from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import SettingsConfigDict

from auralis.app.access_settings import HIDDEN, AccessSettings
from auralis.app.station_settings import PREFIX, StationSettings
from auralis.app.written import Written
from auralis.core.errors import InvalidValue

__all__ = ["HIDDEN", "PREFIX", "Settings", "allowed", "read_settings", "written"]


class Settings(AccessSettings, StationSettings):
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
    data_dir: Annotated[
        Path,
        Field(default_factory=lambda: user_data_path("auralis")),
        Written("the platform's data folder", "a folder"),
    ]
    """Where [all that outlives the server](docs/persistence.md) lies: stations,
    [what is kept](docs/library.md), [user presets](docs/protocol.md#presets)."""
    library_quota_mb: Annotated[int, Field(ge=0, le=1_000_000_000)] = 10_000
    """Megabytes that may be kept in all; 0 keeps nothing."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least that is logged."""
    log_format: Literal["auto", "console", "json"] = "auto"
    """How; `auto` is JSON in production."""
    log_file: Annotated[Path | None, Written("(none)", "a path")] = None
    """A file for the [log](docs/operating.md#log) besides standard error; of 10 MiB, with five older ones."""


def read_settings(**given: Any) -> Settings:
    """Return the settings, with those given on the command line first; None is not given.

    Raises `InvalidValue` with the variable's name for the first wrong value.
    """
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        value = HIDDEN if _is_secret(name) else first["input"]
        raise InvalidValue(f"{PREFIX}{name.upper()}", value, allowed(name)) from None


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


def _is_secret(name: str) -> bool:
    return name.lower().endswith("_token")
