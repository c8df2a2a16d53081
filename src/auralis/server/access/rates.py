"""How often something may be asked."""

import math
import time
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Final

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from auralis.server.access.refused import TOO_MANY, Refused

_NET: Final = 64  # bits of an IPv6 address that one household has alone


class Rate:
    """Counts what each key asks for, in windows of a fixed length; without a rate everything passes."""

    def __init__(self, rate: str | None) -> None:
        self._item: RateLimitItem | None = None if rate is None else parse(rate)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def take(self, *keys: str) -> None:
        """Count one for each key; raises `Refused` where that is too much."""
        for key in keys:
            if self._item is not None and not await self._limiter.hit(self._item, key):
                raise await self._refusal(self._item, key)

    async def check(self, key: str) -> None:
        """Raise `Refused` where a key has no more left; counts nothing."""
        if self._item is not None and not await self._limiter.test(self._item, key):
            raise await self._refusal(self._item, key)

    async def note(self, key: str) -> None:
        """Count one, whether it is too much or not."""
        if self._item is not None:
            await self._limiter.hit(self._item, key)

    async def _refusal(self, item: RateLimitItem, key: str) -> Refused:
        stats = await self._limiter.get_window_stats(item, key)
        wait = max(1, math.ceil(stats.reset_time - time.time()))
        why = f"that is too often; ask again in {wait} s"
        return Refused(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY, why, wait)


def household(address: str) -> str:
    """Return what an address is counted as: itself, or the network of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - _NET):x}/{_NET}"
