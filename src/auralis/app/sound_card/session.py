"""A station on a sound card, from its first frame to a soft end."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from auralis.app.sound_card.card import Card
from auralis.app.sound_card.interruption import Interruption, interruption
from auralis.app.sound_card.keeping import LOOK_S, keep_playing
from auralis.app.sound_card.queue import Queue
from auralis.core.units import Frame
from auralis.station.station import Station
from auralis.streaming.wall_clock import WallClock

_AHEAD_S: Final = 1
_FADE_S: Final = 0.2
_DRAIN_S: Final = 0.1
_LONGEST_END_S: Final = 0.35


@dataclass(frozen=True)
class Session:
    """Plays a station until it is interrupted or, where there is a `length`, for so many frames.

    `between` is called after each chunk by the thread that renders, `tell` with what a person should know.
    """

    station: Station
    length: Frame | None
    between: Callable[[], None]
    tell: Callable[[str], None]

    def play(self, device: str | None, backend: str | None) -> None:
        """Play on a card whose name holds a text, or on the default one; raises `Unavailable`."""
        rate, clock = self.station.recipe.sample_rate, WallClock()
        queue = Queue(_AHEAD_S * rate)

        def opened(name: str | None) -> Card:
            return Card(name, queue, rate, clock, backend)

        with interruption() as interrupted, ThreadPoolExecutor(1, "rendering") as pool:
            rendering = pool.submit(self._fill, queue)
            rendering.add_done_callback(lambda _: queue.close())
            try:
                keep_playing(device, opened, self._looks(queue, interrupted), self.tell)
            finally:
                queue.close()
            rendering.result()

    def _fill(self, queue: Queue) -> None:
        """Render until no more is wanted."""
        while queue.put(self.station.render_chunk()):
            self.between()

    def _looks(self, queue: Queue, interrupted: Interruption) -> Iterator[None]:
        """Yield now and then until the music is over, fading it out at its end."""
        fade = int(_FADE_S * self.station.recipe.sample_rate)
        while not queue.over and not interrupted.longer_than(_LONGEST_END_S):
            if interrupted or (self.length is not None and queue.taken >= self.length - fade):
                queue.fade(fade)
            yield
            time.sleep(LOOK_S)
        time.sleep(_DRAIN_S)
