"""Presets by name, wherever settings name one."""

from collections.abc import Callable, Mapping

Expand = Callable[[Mapping[str, object]], Mapping[str, object]]
"""From settings that may name a user's preset to settings that name built-in ones alone.

Raises `InvalidValue` for a name that is neither's.
"""


def built_in_only(settings: Mapping[str, object]) -> Mapping[str, object]:
    """Return settings as they are: where users have no presets there is nothing to expand."""
    return settings
