"""The SHA-256 of a file."""

import hashlib
from pathlib import Path


def summed(file: Path) -> str:
    """Return the SHA-256 of a file of any size as hexadecimal digits. Raises OSError."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
