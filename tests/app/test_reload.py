"""What can change while the server runs does, all at once or not at all."""

from collections.abc import Callable
from typing import Any

from structlog.testing import capture_logs

from auralis.app.reload import Reload
from auralis.app.settings import Settings
from auralis.core.errors import InvalidValue


class Follower:
    """Follows the log level, and refuses WARNING."""

    def __init__(self) -> None:
        self.level = "INFO"

    def __call__(self, settings: Settings) -> Callable[[], None]:
        if settings.log_level == "WARNING":
            raise InvalidValue("AURALIS_LOG_LEVEL", "WARNING", "anything else")
        return lambda: setattr(self, "level", settings.log_level)


def reloaded(*wanted: dict[str, Any]) -> tuple[list[Follower], list[Any]]:
    """Return two followers, and the log, after reloads with settings that were changed."""
    answers = [Settings(_env_file=None, **fields) for fields in ({}, *wanted)]  # type: ignore[call-arg]
    reload = Reload(answers.pop(0), lambda: answers.pop(0))
    followers = [Follower(), Follower()]
    for follower in followers:
        reload.register(["log_level"], follower)
    with capture_logs() as logs:
        for _ in wanted:
            reload.run()
    return followers, logs


def test_what_is_followed_changes_and_the_rest_is_named() -> None:
    followers, logs = reloaded({"log_level": "DEBUG", "port": 9000})
    assert [f.level for f in followers] == ["DEBUG", "DEBUG"]
    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("settings_reloaded", "info"),
        ("restart_needed", "warning"),
    ]
    assert logs[0]["changed"] == ["AURALIS_LOG_LEVEL"]
    assert logs[1]["settings"] == ["AURALIS_PORT"]


def test_a_wrong_value_changes_nothing_and_is_one_line() -> None:
    followers, logs = reloaded({"log_level": "WARNING"})
    assert [f.level for f in followers] == ["INFO", "INFO"]
    assert [(line["event"], line["log_level"]) for line in logs] == [("reload_refused", "error")]
    assert logs[0]["why"] == "AURALIS_LOG_LEVEL: 'WARNING' is not allowed; allowed: anything else"


def test_each_reload_is_measured_by_what_is_in_force() -> None:
    _, logs = reloaded({"log_level": "DEBUG", "port": 9000}, {"log_level": "DEBUG", "port": 9000}, {})
    assert [line.get("changed", line.get("settings")) for line in logs] == [
        ["AURALIS_LOG_LEVEL"],
        ["AURALIS_PORT"],
        [],
        ["AURALIS_PORT"],
        ["AURALIS_LOG_LEVEL"],
    ]
