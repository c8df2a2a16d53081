"""The tokens that settings give, by themselves or in files."""

from pathlib import Path
from typing import Final, NamedTuple

from pydantic import SecretStr

from auralis.app.settings import HIDDEN, PREFIX, Settings
from auralis.core.errors import InvalidValue

_LONGEST: Final = 256
_LARGEST: Final = 4096


class TokensGiven(NamedTuple):
    """The tokens of a server, None for those that were not given."""

    control: str | None
    admin: str | None
    listen: str | None


def tokens_of(settings: Settings) -> TokensGiven:
    """Return the tokens of settings; raises `InvalidValue` naming the variable, never a token.

    A file holds one token; white space round it, such as the end of its line, is no part of it.
    """
    return TokensGiven(
        _token("CONTROL_TOKEN", settings.control_token, settings.control_token_file),
        _token("ADMIN_TOKEN", settings.admin_token, settings.admin_token_file),
        _token("LISTEN_TOKEN", settings.listen_token, settings.listen_token_file),
    )


def _token(name: str, given: SecretStr | None, file: Path | None) -> str | None:
    variable = f"{PREFIX}{name}"
    if given is not None and file is not None:
        raise InvalidValue(variable, HIDDEN, f"either {variable} or {variable}_FILE, not both")
    if file is not None:
        return _checked(f"{variable}_FILE", _read(f"{variable}_FILE", file))
    return None if given is None else _checked(variable, given.get_secret_value())


def _checked(variable: str, token: str) -> str:
    if 1 <= len(token) <= _LONGEST and token.isascii() and token.isprintable() and " " not in token:
        return token
    raise InvalidValue(variable, HIDDEN, f"1 to {_LONGEST} visible ASCII characters")


def _read(variable: str, file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST).decode("utf-8", "replace").strip()
    except OSError as error:
        raise InvalidValue(variable, str(file), f"a file that can be read ({error.strerror})") from None
