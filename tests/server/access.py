"""A server with tokens, and who brings which."""

from typing import Any, Final

from auralis.server.access import Policy, Tokens

CONTROL: Final = "control-token"
ADMIN: Final = "admin-token"
LISTEN: Final = "listen-token"


def guarded(**others: Any) -> Policy:
    """Return a policy with all three tokens."""
    return Policy(Tokens(CONTROL, ADMIN, LISTEN), **others)


def bearing(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def problem(answer: Any) -> tuple[int, str | None]:
    """Return what a refusal says of itself."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json().get("code")
