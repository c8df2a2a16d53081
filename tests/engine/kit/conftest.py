"""What the kit's tests share."""

import pytest

from auralis.engine import Kit, load_kit


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Return the built-in kit."""
    return load_kit("auralis")
