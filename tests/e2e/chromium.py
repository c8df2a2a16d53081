"""Where Debian's Chromium is."""

import shutil

import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The shell without a window first: it does a quarter less beside the page."""


def chromium() -> str:
    """Return the path of the browser; without one tests fail."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("chromium is missing: scripts/test-tools installs it")
    return path
