"""Origins, addresses and rates, as settings say them."""

import re
from ipaddress import ip_address, ip_network
from typing import Final

from auralis.core.errors import InvalidValue

_ORIGIN: Final = re.compile(r"https?://(\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d{1,5})?")
_ORIGINS: Final = "origins such as https://example.org, separated by commas, or *"
_PROXIES: Final = "addresses and networks such as 127.0.0.1, 10.0.0.0/8, separated by commas"
_RATE: Final = re.compile(r"[1-9]\d{0,8}/([1-9]\d{0,3} ?)?(second|minute|hour|day)")
_RATES: Final = "a rate such as 600/minute or 5/10 second, or off"
_ANY: Final = "*"
_OFF: Final = "off"


def origins_from(variable: str, text: str) -> tuple[str, ...]:
    """Return origins; raises `InvalidValue` naming the variable."""
    origins = _listed(text.lower())
    for origin in origins:
        if origin != _ANY and _ORIGIN.fullmatch(origin) is None:
            raise InvalidValue(variable, origin, _ORIGINS)
    return origins


def proxies_from(variable: str, text: str) -> tuple[str, ...]:
    """Return addresses and networks; raises `InvalidValue` naming the variable."""
    proxies = _listed(text)
    for proxy in proxies:
        try:
            _ = ip_network(proxy) if "/" in proxy else ip_address(proxy)
        except ValueError:
            raise InvalidValue(variable, proxy, _PROXIES) from None
    return proxies


def rate_from(variable: str, text: str) -> str | None:
    """Return a rate as `limits` reads it, None for `off`; raises `InvalidValue` naming the variable."""
    rate = text.strip().lower()
    if rate == _OFF:
        return None
    if _RATE.fullmatch(rate) is None:
        raise InvalidValue(variable, text, _RATES)
    return rate


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
