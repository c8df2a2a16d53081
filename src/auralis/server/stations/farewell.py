"""How a server leaves: its stations fade out, listeners get the rest, sockets and streams are closed."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog

from auralis.core.units import chunk_frames
from auralis.journal.entries import Faded
from auralis.server.stations.on_air import OnAir
from auralis.server.stations.stations import GOING_AWAY, Stations
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded

FADE_S: Final = 1.5
_FADED_S: Final = 3.2
"""Seconds in which all must have faded out and been heard, whatever hangs."""

_TAKEN_S: Final = 1.0
"""Seconds in which listeners must have taken the rest."""

_CLOSED_S: Final = 0.5
_LOOK_S: Final = 0.02


class Farewell:
    """Ends what all stations play, within four seconds, whatever their listeners do.

    A station that somebody hears fades out, which is a change in its recipe like any other; the diary knows
    what it is to be faded back to. Where nobody listens nothing is waited for.
    """

    def __init__(self, stations: Stations) -> None:
        self._stations = stations

    async def bid(self) -> None:
        """Fade out and close."""
        self._stations.diary.leaving = True
        heard = [s for s in self._stations.values() if s.broadcaster.listeners]
        with suppress(TimeoutError):
            async with asyncio.timeout(_FADED_S):
                await asyncio.gather(*(self._fade(on_air) for on_air in heard))
        for on_air in self._stations.values():
            on_air.farewell = GOING_AWAY
            on_air.over.set()
        await _until(lambda: not any(s.broadcaster.listeners for s in heard), _CLOSED_S)

    async def _fade(self, on_air: OnAir) -> None:
        """Fade a station out, and let its listeners have all of it."""
        if on_air.intermission.reason is not None:
            return
        try:
            end = await self._faded(on_air)
        except (SourceGone, Overloaded):
            return
        except Exception:
            log = structlog.get_logger("auralis.server")
            log.exception("station_not_faded", station=on_air.source.name)
            return
        ring = on_air.source.ring
        await _until(lambda: ring.head >= end, _FADED_S)
        for listener in on_air.broadcaster:
            listener.burst()
        await _until(lambda: all(x.cursor >= end for x in on_air.broadcaster), _TAKEN_S)

    async def _faded(self, on_air: OnAir) -> int:
        """Begin the fade; return the chunk behind one of silence."""
        fade, falling = on_air.source.context.get("fade", 1.0), on_air.night.fading
        if isinstance(fade, int | float) and (fade > 0 or falling):
            await on_air.diary.write(Faded(on_air.source.name, 1.0 if falling else float(fade)))
            (*_, change) = await on_air.source.control({"fade": 0.0, "fade_s": FADE_S}, "chunk")
            rate = on_air.source.sample_rate
            return math.ceil((change.frame + FADE_S * rate) / chunk_frames(rate)) + 1
        return on_air.source.ring.head


async def _until(reached: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so, for so long at most."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not reached():
                await asyncio.sleep(_LOOK_S)
