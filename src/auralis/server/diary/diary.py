"""What a server writes down of its stations, and waits for before it tells anyone."""

import asyncio
import math
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from types import MappingProxyType
from typing import Final

from auralis.core.units import Frame, chunk_frames
from auralis.journal.entries import Entry
from auralis.journal.journal import Journal
from auralis.journal.kept_station import KeptStation
from auralis.streaming.clock import Clock
from auralis.streaming.ring import RingBuffer

_PATIENCE_S: Final = 5.0


class Diary:
    """A journal in the event loop, which never waits for the disk; without a journal nothing is kept.

    `why_not` is the reason for that, in words.
    """

    def __init__(
        self, clock: Clock, journal: Journal | None = None, why_not: str = "", patience: float = _PATIENCE_S
    ) -> None:
        self.clock = clock
        self.leaving = False
        """Whether the server is about to end: what is faded now is to be faded back later on."""
        self._journal = journal
        self._why_not = why_not
        self._patience = patience

    @property
    def stations(self) -> Mapping[str, KeptStation]:
        """What is known of stations, by name."""
        return MappingProxyType({}) if self._journal is None else self._journal.stations

    @property
    def failure(self) -> str | None:
        """Why stations are not kept at the moment; None if they are."""
        return (self._why_not or "there is no journal") if self._journal is None else self._journal.failure

    def document(self) -> dict[str, str]:
        """Return whether stations are kept, and why not, as JSON data."""
        why = self.failure
        return {"stations_kept": "yes"} if why is None else {"stations_kept": "no", "why_not_kept": why}

    def write(self, entry: Entry) -> asyncio.Future[bool]:
        """Take note of an entry; wait for the answer, whether it is on the disk, or don't.

        A disk that says nothing for `patience` seconds is waited for no longer.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        if self._journal is None:
            answer.set_result(False)
            return answer

        def settle(kept: bool) -> None:
            if not answer.done():
                answer.set_result(kept)

        def tell(written: Future[bool]) -> None:
            with suppress(RuntimeError):  # nobody is there any more
                loop.call_soon_threadsafe(settle, written.result())

        giving_up = loop.call_later(self._patience, settle, False)
        answer.add_done_callback(lambda _: giving_up.cancel())
        self._journal.write(entry).add_done_callback(tell)
        return answer

    def place(self, ring: RingBuffer) -> tuple[Frame, float]:
        """Return the frame of a station that is due now, while it rests the next one, and the Unix second."""
        unix = self.clock.unix()
        size = chunk_frames(ring.sample_rate)
        if not math.isfinite(ring.origin):
            return ring.head * size, unix
        passed = self.clock.monotonic() - ring.origin
        return max(ring.first * size, int(passed * ring.sample_rate)), unix
