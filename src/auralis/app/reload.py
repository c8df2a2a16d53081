"""Settings read again while the server runs."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import structlog

from auralis.app.settings import PREFIX, Settings
from auralis.core.errors import InvalidValue

Prepare: TypeAlias = Callable[[Settings], Callable[[], None]]
"""Checks new settings and returns what puts them in force; raises `InvalidValue`, and has changed nothing."""


class Reload:
    """Has parts of the server follow settings that were changed.

    A part is registered with the names of the fields it follows. All parts check before any changes
    anything, so that one wrong value leaves everything as it is. What nobody follows is named: it takes
    effect with a restart.
    """

    def __init__(self, settings: Settings, read: Callable[[], Settings]) -> None:
        self._settings = settings
        self._read = read
        self._parts: list[Prepare] = []
        self._followed: set[str] = set()
        self._log = structlog.get_logger("auralis.app")

    def register(self, fields: Iterable[str], prepare: Prepare) -> None:
        """Have a part follow fields, each by its name in `Settings`; it is asked at every reload."""
        self._followed |= set(fields)
        self._parts.append(prepare)

    def run(self) -> None:
        """Read the settings again and follow them; one line says what came of it."""
        try:
            settings = self._read()
            applying = [prepare(settings) for prepare in self._parts]
        except InvalidValue as error:
            self._log.error("reload_refused", why=str(error))
            return
        for apply in applying:
            apply()
        changed = [name for name, value in settings if value != dict(self._settings)[name]]
        self._log.info("settings_reloaded", changed=[_variable(n) for n in changed if n in self._followed])
        waiting = [_variable(name) for name in changed if name not in self._followed]
        if waiting:
            self._log.warning("restart_needed", settings=waiting)
        followed = {name: value for name, value in settings if name in self._followed}
        self._settings = self._settings.model_copy(update=followed)


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
