"""Live pacing: a station rendered a little ahead of the clock, chunk by chunk, into a ring."""

import math
from dataclasses import dataclass

from auralis.core.units import CHUNKS_PER_SECOND
from auralis.station.station import Station
from auralis.streaming.chunk import SILENT
from auralis.streaming.clock import Clock
from auralis.streaming.ring import RingBuffer

_LATE_S = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What one step did: the chunk, what it cost, and how far ahead of its due time it came."""

    seq: int
    render_ms: float
    lead_ms: float
    postponed_s: float = 0.0
    """By how much everything that follows was put off."""


class Live:
    """Keeps the ring `lead` seconds ahead of what is due.

    Chunk n is due n tenths of a second after the ring's origin. Rendering that falls behind catches
    up; past ten seconds (a suspended machine) the origin moves instead.
    """

    def __init__(self, station: Station, ring: RingBuffer, lead: float, clock: Clock) -> None:
        self._station = station
        self._ring = ring
        self._lead = lead
        self._clock = clock

    @property
    def clock(self) -> Clock:
        """The clock it goes by."""
        return self._clock

    def start(self) -> None:
        """Render the first chunk and start the clock: it is due `lead` from now."""
        self._write()
        self._ring.origin = self._clock.monotonic() + self._lead

    def pause(self) -> None:
        """Stop the clock: nothing is due any more."""
        self._ring.origin = math.inf

    def resume(self) -> None:
        """Start the clock again: the next chunk is due `lead` from now. It does nothing to one that runs."""
        if math.isinf(self._ring.origin):
            self._go_on()

    @property
    def begins(self) -> float:
        """The second of the clock at which the next chunk should be rendered, infinity for never."""
        return self._ring.due(self._ring.head) - self._lead

    def wait(self) -> float:
        """Return the seconds until the next chunk should be rendered; 0 or less is now, infinity never."""
        return self.begins - self._clock.monotonic()

    def step(self) -> Pace:
        """Render the next chunk into the ring."""
        late = -self.wait()
        postponed = late if late > _LATE_S else 0.0
        if postponed:
            self._go_on()
        begun = self._clock.monotonic()
        seq = self._write()
        done = self._clock.monotonic()
        return Pace(seq, 1000 * (done - begun), 1000 * (self._ring.due(seq) - done), postponed)

    def _go_on(self) -> None:
        self._ring.origin = self._clock.monotonic() + self._lead - self._ring.head / CHUNKS_PER_SECOND

    def _write(self) -> int:
        pcm = self._station.render_chunk()
        return self._ring.write(pcm, self._clock.unix(), SILENT if self._station.silent else 0)
