"""Sound cards, by way of miniaudio, which is imported when one is wanted."""

from collections.abc import Generator
from importlib import import_module
from typing import Any, Final, NamedTuple

from auralis.app.sound_card.queue import Queue
from auralis.core.errors import InvalidValue, Unavailable
from auralis.core.units import CHANNELS
from auralis.streaming.clock import Clock

_HOW: Final = "miniaudio: pip install 'auralis[play]'"
_PERIOD_MS: Final = 50
_NONE: Final = "a sound card; there is none that can be opened"


class Listed(NamedTuple):
    """A card as its system names it, and the rates it plays without resampling, 0 for any."""

    name: str
    rates: tuple[int, ...]


class Card:
    """An open card that plays a queue. `None` opens the system's default card.

    Raises `Unavailable` without miniaudio or without such a card.
    """

    def __init__(
        self, name: str | None, queue: Queue, sample_rate: int, clock: Clock, backend: str | None
    ) -> None:
        module = _miniaudio()
        backends = _backends(module, backend)
        found = None if name is None else _find(module, backends, name)
        self.name = "the default device" if found is None else str(found["name"])
        self._clock = clock
        self._pulled = clock.monotonic()
        self._stopped = False
        try:
            self._device = module.PlaybackDevice(
                output_format=module.SampleFormat.SIGNED16,
                nchannels=CHANNELS,
                sample_rate=sample_rate,
                buffersize_msec=_PERIOD_MS,
                device_id=None if found is None else found["id"],
                backends=backends,
                app_name="Auralis",
            )
            self._begin(module, queue, backend)
        except module.MiniaudioError as error:
            raise Unavailable("device", name or "default", f"{_NONE} ({error.args[0]})") from None

    def idle(self) -> float:
        """Return for how many seconds the card has asked for nothing; infinite once it has stopped."""
        return float("inf") if self._stopped else self._clock.monotonic() - self._pulled

    def close(self) -> None:
        """Let go of the card."""
        self._device.close()

    def _begin(self, module: Any, queue: Queue, backend: str | None) -> None:
        if self._device.backend == "Null" and backend is None:
            raise module.MiniaudioError("only the null device is left")
        self._device.stop_callback = self._stop
        pull = self._pull(queue)
        next(pull)
        self._device.start(pull)

    def _stop(self) -> None:
        self._stopped = True

    def _pull(self, queue: Queue) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            self._pulled = self._clock.monotonic()
            frames = yield queue.take(frames).tobytes()


def listed(backend: str | None = None) -> list[Listed]:
    """Return the cards that there are; none where the system has none. Raises `Unavailable`."""
    module = _miniaudio()
    try:
        found = module.Devices(_backends(module, backend)).get_playbacks()
    except module.MiniaudioError:
        return []
    return [Listed(d["name"], tuple(sorted({f["samplerate"] for f in d["formats"]}))) for d in found]


def _find(module: Any, backends: Any, name: str) -> Any:
    """Return the first card whose name holds a text, whatever the case."""
    cards = module.Devices(backends).get_playbacks()
    for card in cards:
        if name.lower() in card["name"].lower():
            return card
    raise Unavailable("device", name, ", ".join(card["name"] for card in cards) or _NONE)


def _backends(module: Any, name: str | None) -> Any:
    if name is None:
        return None
    known = {b.name.lower(): b for b in sorted(module.get_enabled_backends(), key=lambda b: str(b.name))}
    if name not in known:
        raise InvalidValue("backend", name, ", ".join(known))
    return [known[name]]


def _miniaudio() -> Any:
    try:
        return import_module("miniaudio")
    except ImportError as error:
        raise Unavailable("device", None, f"{_HOW} ({error})") from None
