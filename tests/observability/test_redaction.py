"""What grants access never reaches a log."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from auralis.observability.logs import configure
from auralis.observability.redaction import HIDDEN, Redaction


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "text",
    [
        "GET /ws?token=s3cr3t-Value_9",
        "/ws?after=3&token=s3cr3t-Value_9&x=1",
        "Authorization: Bearer s3cr3t-Value_9",
        "authorization: basic s3cr3t-Value_9",
        '{"owner_token": "s3cr3t-Value_9"}',
        "{'token': 's3cr3t-Value_9'}",
        '"event": "got {\\"token\\": \\"s3cr3t-Value_9\\"}"',
        "AURALIS_CONTROL_TOKEN=s3cr3t-Value_9",
        "/stream/main.mp3?expires=1&signature=s3cr3t-Value_9",
        "\x1b[36mtoken\x1b[0m=\x1b[35ms3cr3t-Value_9\x1b[0m",
    ],
)
def test_what_is_named_or_used_like_a_secret_is_hidden(text: str) -> None:
    hidden = Redaction()(text)
    assert "s3cr3t" not in hidden
    assert HIDDEN in hidden


def test_what_is_known_is_hidden_wherever_it_stands() -> None:
    redaction = Redaction(["open sesame/1", "ab", 'say "friend"'])
    assert redaction('{"event": "say \\"friend\\""}') == f'{{"event": "{HIDDEN}"}}'
    assert redaction("it was open sesame/1, or open%20sesame%2F1") == f"it was {HIDDEN}, or {HIDDEN}"
    assert redaction("about") == "about"


def test_other_text_stays_as_it_is() -> None:
    text = "the token of a station; 3 tokens, its bearer of old; basic use; key=A minor, signed=yes"
    assert Redaction()(text) == text


@pytest.mark.parametrize("json", [True, False])
def test_tracebacks_and_other_libraries_lines_are_without_secrets(json: bool) -> None:
    stream = io.StringIO()
    configure("INFO", json=json, stream=stream, secrets=["the-admin-token"])
    logging.getLogger("uvicorn.error").warning("refused %s", "/ws?token=s3cr3t-Value_9")
    try:
        raise ValueError("what is the-admin-token? Bearer s3cr3t-Value_9")
    except ValueError:
        structlog.get_logger("auralis.test").exception("failed", field="the-admin-token")
    text = stream.getvalue()
    assert "Traceback" in text
    assert "the-admin-token" not in text
    assert "s3cr3t" not in text
