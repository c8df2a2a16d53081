"""Text from the disk, as it can be sent: names of files need be no text at all."""

from typing import Final

_LONGEST: Final = 300


def sendable(text: str) -> str:
    """Return the beginning of a text, with a question mark for what is no character."""
    return text[:_LONGEST].encode("utf-8", "replace").decode()
