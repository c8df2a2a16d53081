"""Settings of who may reach a server, and how often."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from auralis.app.written import Written

HIDDEN: Final = "(not shown)"
"""What is said in place of a secret."""

_TOKEN: Final = Written("(none)", "1 to 256 visible ASCII characters")
_TOKEN_FILE: Final = Written("(none)", "a path")
_PEM: Final = Written("(none)", "a path")
_RATE: Final = Written(allowed="a rate such as `600/minute`, or `off`")


class AccessSettings(BaseSettings):
    """Tokens, origins, proxies, TLS, rates and bounds; see docs/access.md."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    env: Literal["development", "production"] = "development"
    """`production` needs a control token, logs JSON, and doesn't publish `/openapi.json`."""
    control_token: Annotated[SecretStr | None, _TOKEN] = None
    """Who has it may change [permanent stations](docs/access.md)."""
    control_token_file: Annotated[Path | None, _TOKEN_FILE] = None
    """A file that holds it."""
    admin_token: Annotated[SecretStr | None, _TOKEN] = None
    """Who has it may do everything."""
    admin_token_file: Annotated[Path | None, _TOKEN_FILE] = None
    """A file that holds it."""
    listen_token: Annotated[SecretStr | None, _TOKEN] = None
    """Who has it, or a listen link, may listen; without it everybody may."""
    listen_token_file: Annotated[Path | None, _TOKEN_FILE] = None
    """A file that holds it."""
    cors_origins: Annotated[str, Written("(its own)", "origins, separated by commas, or `*`")] = ""
    """Other pages that may ask."""
    trusted_proxies: Annotated[str, Written("(none)", "addresses and networks, separated by commas")] = ""
    """Proxies that are believed about whom they speak for."""
    enable_ssl: bool = False
    """TLS, with a certificate and its key."""
    ssl_cert_path: Annotated[Path | None, _PEM] = None
    """The certificate, in PEM."""
    ssl_key_path: Annotated[Path | None, _PEM] = None
    """Its key, in PEM, without a passphrase."""
    rate_limit: Annotated[str, _RATE] = "6000/minute"
    """[Changes](docs/access.md#rates-and-bounds) from one address, and with one token."""
    connection_rate_limit: Annotated[str, _RATE] = "6000/minute"
    """Sockets and streams opened from one address."""
    failed_token_limit: Annotated[str, _RATE] = "30/minute"  # noqa: S105 - a rate, no token
    """Wrong tokens from one address."""
    max_clients: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """How many may listen."""
    clients_per_address: Annotated[
        Literal["auto"] | Annotated[int, Field(ge=1, le=100_000)], Written(allowed="auto, or 1 to 100000")
    ] = "auto"
    """How many of them from one address; `auto`: all."""
    headers_timeout_s: Annotated[float, Field(ge=1, le=300)] = 10
    """Seconds that a client may take for a request's headers."""
    keep_alive_s: Annotated[int, Field(ge=1, le=300)] = 5
    """Seconds that a connection waits for another request."""

    @property
    def listeners_per_address(self) -> int:
        """How many may listen from one address: so many as were said, else all there may be."""
        return self.max_clients if self.clients_per_address == "auto" else self.clients_per_address
