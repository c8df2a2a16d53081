"""Commands of the documents as tests run them: in seconds, without a sound card, on the tests' servers."""

import re
from collections.abc import Mapping

from auralis.app.durations import frames

LONGEST_S = {"render": 40, "certify": 60, "compose": 600}
"""Longer music than this becomes two seconds of it; certify takes no less than a minute."""
SHORT = {"render": "2s", "certify": "60s", "compose": "2m"}
HOSTS = re.compile(r"\b(?:localhost|127\.0\.0\.1|homeserver\.local|SERVER):8000\b")
"""What the documents call the reader's server."""


def shortened(words: list[str]) -> list[str]:
    """Return the words of an `auralis` command with less music, fewer processes and no sound card."""
    command, found = words[0], list(words)
    if command == "play" and "--list-devices" not in words:
        found = _without(found, "--device")
        return [*found, "--backend", "null", "--seconds", "1"]
    if command == "play":
        return [*found, "--backend", "null"]
    for at, word in enumerate(words[:-1]):
        if word == "--duration" and command in SHORT and frames(words[at + 1], 1) > LONGEST_S[command]:
            found[at + 1] = SHORT[command]
        if word == "--jobs":
            found[at + 1] = "1"
    if command == "certify" and "--jobs" not in words:
        found += ["--jobs", "1"]
    return found


def addressed(text: str, here: str, other: str, known: Mapping[str, str]) -> str:
    """Return a text with the documents' servers, names and tokens as the tests have them."""
    text = HOSTS.sub(here, text).replace("other:8000", other)
    for written, real in known.items():
        text = text.replace(written, real)
    return text


def _without(words: list[str], option: str) -> list[str]:
    at = words.index(option) if option in words else len(words)
    return words[:at] + words[at + 2 :]
