"""From settings to who may do what, and over which connections."""

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from auralis.app.access_values import origins_from, proxies_from, rate_from
from auralis.app.settings import PREFIX, Settings
from auralis.app.tokens import TokensGiven, tokens_of
from auralis.core.errors import InvalidValue

if TYPE_CHECKING:
    from auralis.server import Connections
    from auralis.server.access import LinkKey, Policy

LINK_KEY: Final = "link.key"
_SPARE: Final = 100
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Access:
    """Settings about access, checked; what is made of them loads the server's libraries."""

    settings: Settings
    tokens: TokensGiven
    proxies: tuple[str, ...]
    origins: tuple[str, ...]
    rates: tuple[str | None, str | None, str | None]

    def policy(self) -> "Policy":
        """Return what the server asks of its visitors."""
        from auralis.server.access import Policy, Tokens

        settings = self.settings
        return Policy(
            Tokens(self.tokens.control, self.tokens.admin, self.tokens.listen),
            link_key(settings),
            self.origins,
            settings.host in _LOCAL and not self.proxies,
            *self.rates,
            settings.listeners_per_address,
            settings.env != "production",
        )

    def connections(self) -> "Connections":
        """Return the bounds of connections: those of all who may listen, and as many again for requests."""
        from auralis.server import Connections

        settings = self.settings
        return Connections(
            2 * settings.max_clients + _SPARE,
            2 * settings.listeners_per_address + _SPARE,
            settings.headers_timeout_s,
            settings.keep_alive_s,
            self.proxies,
            settings.ssl_cert_path if settings.enable_ssl else None,
            settings.ssl_key_path if settings.enable_ssl else None,
        )


def access_of(settings: Settings) -> Access:
    """Return what settings say of access; raises `InvalidValue` naming the variable, never a secret."""
    tokens = tokens_of(settings)
    if settings.env == "production" and tokens.control is None:
        needed = f"a token, since {PREFIX}ENV is production; or {PREFIX}CONTROL_TOKEN_FILE"
        raise InvalidValue(f"{PREFIX}CONTROL_TOKEN", None, needed)
    _check_certificate(settings)
    return Access(
        settings,
        tokens,
        proxies_from(f"{PREFIX}TRUSTED_PROXIES", settings.trusted_proxies),
        origins_from(f"{PREFIX}CORS_ORIGINS", settings.cors_origins),
        (
            rate_from(f"{PREFIX}RATE_LIMIT", settings.rate_limit),
            rate_from(f"{PREFIX}CONNECTION_RATE_LIMIT", settings.connection_rate_limit),
            rate_from(f"{PREFIX}FAILED_TOKEN_LIMIT", settings.failed_token_limit),
        ),
    )


def link_key(settings: Settings) -> "LinkKey":
    """Return the key that a server's listen links are signed with."""
    from auralis.server.access import LinkKey

    return LinkKey(settings.data_dir.expanduser() / LINK_KEY)


def _check_certificate(settings: Settings) -> None:
    """Raise `InvalidValue` where TLS is wanted and its files are no certificate with its key."""
    if not settings.enable_ssl:
        return
    for name in ("ssl_cert_path", "ssl_key_path"):
        path = getattr(settings, name)
        if path is None or not path.is_file():
            shown = None if path is None else str(path)
            raise InvalidValue(f"{PREFIX}{name.upper()}", shown, "a PEM file, since ENABLE_SSL is true")
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings.ssl_cert_path or "", settings.ssl_key_path, password=lambda: b"")
    except (OSError, ValueError) as error:
        why = f"a certificate in PEM with its key, without a passphrase ({getattr(error, 'reason', error)})"
        raise InvalidValue(f"{PREFIX}SSL_CERT_PATH", str(settings.ssl_cert_path), why) from None
