"""Tokens and certificates read again while the server runs."""

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from auralis.app.access import access_of
from auralis.app.reload import Reload
from auralis.app.settings import Settings

if TYPE_CHECKING:
    from auralis.server.access import Tokens

_TOKENS: Final = tuple(
    f"{kind}_token{where}" for kind in ("control", "admin", "listen") for where in ("", "_file")
)
_CERTIFICATE: Final = ("ssl_cert_path", "ssl_key_path")


def follow_access(reload: Reload, tokens: "Tokens", tls: ssl.SSLContext | None) -> None:
    """Have a server's tokens follow the settings and their files, and so its certificate, if it has one.

    Listeners that are there stay. Connections that are open keep the certificate they began with.
    """

    def prepare_tokens(settings: Settings) -> Callable[[], None]:
        given = access_of(settings).tokens
        return lambda: tokens.renew(given.control, given.admin, given.listen)

    reload.register(_TOKENS, prepare_tokens)
    if tls is None:
        return

    def prepare_certificate(settings: Settings) -> Callable[[], None]:
        access_of(settings)
        return lambda: tls.load_cert_chain(settings.ssl_cert_path or "", settings.ssl_key_path)

    reload.register(_CERTIFICATE, prepare_certificate)
