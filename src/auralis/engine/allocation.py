"""Which voice a note takes: a function of the notes so far."""

from dataclasses import dataclass

from auralis.core.units import Frame


@dataclass(slots=True)
class _Held:
    voice: int
    start: Frame
    end: Frame
    choked: bool = False


class Allocation:
    """Gives voices to notes in the order of their frames.

    A silent voice of the lowest number comes first, so that whole groups of voices can sleep. When
    `polyphony` notes sound already, the one that ended first, else the oldest, gives way.
    """

    def __init__(self, voices: int, polyphony: int, release: Frame, choking: bool) -> None:
        self._voices = voices
        self._polyphony = min(polyphony, voices)
        self._release = release
        self._choking = choking
        self._latest: dict[int, _Held] = {}
        self._ends: list[tuple[Frame, int]] = []

    def take(self, start: Frame, end: Frame) -> tuple[int, int | None]:
        """Return the voice of the next note, and the voice that gives way to it, if one does."""
        sounding = [h for h in self._latest.values() if start < h.end + self._release and not h.choked]
        gives_way = self._first_to_go(sounding, start) if len(sounding) >= self._polyphony else None
        if gives_way is not None:
            gives_way.choked = True
        voice = self._free(start) if gives_way is None or self._choking else gives_way.voice
        if voice is None:
            voice = self._first_to_go(list(self._latest.values()), start).voice
        self._close(voice, start)
        self._latest[voice] = _Held(voice, start, max(end, start + 1))
        return voice, None if gives_way is None or gives_way.voice == voice else gives_way.voice

    def ends(self) -> list[tuple[Frame, int]]:
        """Return the frame at which each note ends in its voice, if that voice has not been taken before."""
        return [*self._ends, *((h.end, h.voice) for h in self._latest.values())]

    def _free(self, start: Frame) -> int | None:
        """Return the lowest silent voice."""
        busy = {h.voice for h in self._latest.values() if start < h.end + self._release}
        return next((v for v in range(self._voices) if v not in busy), None)

    def _close(self, voice: int, start: Frame) -> None:
        before = self._latest.get(voice)
        if before is not None and before.end < start:
            self._ends.append((before.end, voice))

    @staticmethod
    def _first_to_go(held: list[_Held], start: Frame) -> _Held:
        """Return the choked, then the one that ended first, then the oldest."""
        return min(
            held, key=lambda h: (not h.choked, h.end > start, h.end if h.end <= start else h.start, h.voice)
        )
