"""Everyone who listens to a station."""

from collections.abc import Iterator

import structlog

from auralis.observability.performance import PerformanceMetrics
from auralis.streaming.clock import Clock
from auralis.streaming.codec import Codec
from auralis.streaming.connection_state import ConnectionState
from auralis.streaming.convoy import Convoy
from auralis.streaming.listener import Listener
from auralis.streaming.packet import Packet


class Audience:
    """Shows each packet to all listeners, and waits for none.

    Those who keep up travel in convoys, one for each wire form, which are written to in one pass. The
    others are apart: each joins its convoy if it has caught up; or is woken, to take what it needs in
    its own time; or is parted with, if it has taken nothing for too long. A form that can't be encoded
    ends for those who listen in it, and for nobody else.
    """

    def __init__(self, clock: Clock, metrics: PerformanceMetrics) -> None:
        self._clock = clock
        self._metrics = metrics
        self._all: set[Listener] = set()
        self._apart: set[Listener] = set()
        self._convoys: dict[str, Convoy[Listener]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Listener]:
        return iter(tuple(self._all))

    def add(self, listener: Listener) -> None:
        """Take a listener in."""
        self._all.add(listener)
        self._apart.add(listener)

    def discard(self, listener: Listener, state: ConnectionState) -> None:
        """Let a listener go; `state` says how it ended, unless that is known already."""
        listener.end(state)
        self._all.discard(listener)
        self._apart.discard(listener)

    def halt(self) -> None:
        """Have everyone stand apart, where it is: the station is about to leave chunks out."""
        for listener in self._all:
            listener.wake()

    def show(self, packet: Packet) -> None:
        """Show everyone the packet that was broadcast last."""
        self._look_after(packet)
        for convoy in self._convoys.values():
            if len(convoy):
                self._drive(convoy, packet)

    def _drive(self, convoy: Convoy[Listener], packet: Packet) -> None:
        """Send a packet to a convoy."""
        try:
            frame = packet.framed(convoy.codec)
        except Exception:
            for listener in convoy:
                self._lose(listener)
            return
        for listener, written in convoy.send(frame, self._clock.monotonic):
            listener.fall_behind(frame, written)

    def _look_after(self, packet: Packet) -> None:
        """Let join who has caught up, offer the packet to the others, part with the stalled."""
        begun = self._clock.monotonic()
        for listener in tuple(self._apart):
            if listener.join(packet.chunk.seq, self._convoy):
                continue
            try:
                offered = listener.offer(packet)
            except Exception:
                self._lose(listener)
                continue
            if offered:
                self._took(self._clock.monotonic() - begun, 1)
            elif listener.stalled(begun):
                self._part_with(listener)

    def _lose(self, listener: Listener) -> None:
        """Part with a listener whose form can't be encoded; called while that is handled."""
        structlog.get_logger("auralis.streaming").exception("encoding_failed", form=listener.form)
        self._part_with(listener)

    def _part_with(self, listener: Listener) -> None:
        if listener.hang_up is not None:
            listener.hang_up()
            self.discard(listener, ConnectionState.ERROR)

    def _convoy(self, codec: Codec) -> Convoy[Listener] | None:
        """Return the convoy of a codec, None if another's encoder of the same form is still on its way."""
        found = self._convoys.get(codec.subprotocol)
        if found is None or (found.codec is not codec and not len(found)):
            found = self._convoys[codec.subprotocol] = Convoy(codec, self._apart, self._took)
        return found if found.codec is codec else None

    def _took(self, seconds: float, listeners: int) -> None:
        self._metrics.network.record(1000 * seconds, listeners)
