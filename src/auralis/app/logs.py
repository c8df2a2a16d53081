"""The log as the settings want it."""

import sys
from collections.abc import Callable

from auralis.app.settings import PREFIX, Settings
from auralis.app.tokens import tokens_of
from auralis.core.errors import InvalidValue
from auralis.observability.logs import configure

RELOADED = ("log_level", "log_format", "log_file")


def start_logs(settings: Settings) -> None:
    """Log as the settings want it; raises `InvalidValue` for a file that can't be written."""
    prepare_logs(settings)()


def prepare_logs(settings: Settings) -> Callable[[], None]:
    """Return what logs as other settings want it, and opens the file anew; raises as `start_logs`.

    Tokens are never logged, wherever they were read from.
    """
    file = settings.log_file and settings.log_file.expanduser()
    if file is not None:
        try:
            file.open("a").close()
        except OSError as error:
            why = f"a file that can be written ({error.strerror})"
            raise InvalidValue(f"{PREFIX}LOG_FILE", str(file), why) from None
    secrets = [token for token in tokens_of(settings) if token is not None]

    def apply() -> None:
        configure(
            settings.log_level, json=wants_json(settings), stream=sys.stderr, file=file, secrets=secrets
        )

    return apply


def wants_json(settings: Settings) -> bool:
    """Return whether lines are for machines: as asked for, else in production."""
    if settings.log_format == "auto":
        return settings.env == "production"
    return settings.log_format == "json"
