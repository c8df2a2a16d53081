"""A station in a worker: rendered when a chunk is wanted, changed in between, ready to be taken over."""

from collections.abc import Sequence
from typing import Final

import msgspec

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change
from auralis.core.units import CHUNK_MS, CHUNKS_PER_SECOND
from auralis.station.control_log import Wish
from auralis.station.live import Live
from auralis.station.messages import (
    Answer,
    Applied,
    Control,
    Open,
    Postponed,
    Refused,
    Rendered,
    Report,
    Troubled,
    Update,
)
from auralis.station.shared_ring import SharedRing
from auralis.station.snapshot_area import SnapshotArea
from auralis.station.snapshot_format import pack
from auralis.station.station import Station

_SNAPSHOT_S: Final = 0.15
"""Seconds after which the chunk that comes next is followed by a snapshot: with two chunks, 200 ms."""

_SMOOTHING: Final = 0.05
_RECENT: Final = 100
"""How far back in the log a change can lie that listeners have not been told of."""


class Playing:
    """Renders one station into its ring and says what there is to tell.

    `begins` is the second at which its next chunk should be rendered.

    Wishes that come while others wait are granted together, just before the next chunk: nothing takes
    effect later for it.
    """

    def __init__(
        self, opening: Open, station: Station, shared: SharedRing, area: SnapshotArea, live: Live
    ) -> None:
        self.name = opening.station
        self.number = opening.number
        self.blocked_until = 0
        self.memory_mb = 0.0
        self.begins = live.begins
        self._station = station
        self._shared = shared
        self._area = area
        self._live = live
        self._cost = opening.expected
        self._next_phrase = opening.next_phrase
        self._untold = tuple(Change(c["frame"], c["boundary"], c["set"]) for c in opening.untold)
        self._wishes: list[Control] = []
        self._granted = False
        self._snapshot_at = self._snapshot_ms = 0.0
        self._reduction = 0.0

    @property
    def recipe(self) -> str:
        """The recipe so far, as JSON."""
        return self._station.recipe.to_json()

    def begin(self, *, playing: bool) -> list[Report]:
        """Render the first chunk, or go on after the last one; return what there is to tell."""
        if self._shared.ring.head == 0:
            self._live.start()
        if playing:
            self._live.resume()
        else:
            self._live.pause()
        self.begins = self._live.begins
        self._keep()
        return self._news()

    def pause(self) -> None:
        """Render no further."""
        self._live.pause()
        self.begins = self._live.begins
        self._keep()

    def resume(self) -> None:
        """Render on."""
        self._live.resume()
        self.begins = self._live.begins

    def wish(self, control: Control) -> list[Report]:
        """Take a wish; return the answers if it could be granted at once."""
        self._wishes.append(control)
        if self._granted and self._live.wait() < float("inf"):
            return []
        self._granted = True
        answers = self._grant()
        return answers if self._live.wait() < float("inf") else [*answers, *self._news()]

    def answers(self) -> list[Report]:
        """Grant what is wished; nothing that depends on it may be rendered before this is sent."""
        self._granted = False
        return self._grant()

    def charge(self, seconds: float) -> None:
        """Take note of the processor time that a chunk took, with all that the worker did for it."""
        self._cost += _SMOOTHING * (1000 * seconds / CHUNK_MS - self._cost)

    def step(self) -> list[Report]:
        """Render the next chunk; return what there is to tell."""
        pace = self._live.step()
        self.begins = self._live.begins
        if self._live.clock.monotonic() - self._snapshot_at > _SNAPSHOT_S:
            self._keep()
        news = self._news()
        if pace.postponed_s:
            news.append(Postponed(self.name, pace.postponed_s))
        if pace.seq % CHUNKS_PER_SECOND == 0:
            self._reduction = self._station.reduction
        figures = (pace.seq, pace.render_ms, pace.lead_ms, self._snapshot_ms, self._cost)
        return [*news, Rendered(self.name, *figures, self._reduction, self.memory_mb)]

    def close(self) -> None:
        """Let go of the shared memory."""
        self._area.close()
        self._shared.close()

    def _keep(self) -> None:
        """Write a snapshot."""
        begun = self._live.clock.monotonic()
        self._area.write(pack(self._station.snapshot()))
        self._snapshot_at = self._live.clock.monotonic()
        self._snapshot_ms = 1000 * (self._snapshot_at - begun)

    def _grant(self) -> list[Report]:
        wishes, self._wishes = self._wishes, []
        if not wishes:
            return []
        outcomes = self._station.grant([Wish(w.settings, w.boundary) for w in wishes])
        reports: list[Report] = []
        answers: list[Answer] = []
        for wish, outcome in zip(wishes, outcomes, strict=True):
            if isinstance(outcome, InvalidValue):
                fault = (outcome.field, outcome.value, outcome.allowed)
                reports.append(Refused(self.name, wish.id, *fault))
            else:
                answers.append(Answer(wish.id, [c.as_dict() for c in outcome]))
                self._note(outcome)
        return [*reports, *self._applied(answers)]

    def _applied(self, answers: list[Answer]) -> list[Report]:
        if not answers:
            return []
        first = self._station.changes_from
        changes = [c.as_dict() for c in self._station.recipe.changes[first:]]
        return [Applied(self.name, answers, first, changes, dict(self._station.context))]

    def _note(self, changes: Sequence[Change]) -> None:
        """Keep changes to be told, each once, in the place of those that they replace."""
        log = self._station.recipe.changes[-_RECENT:]
        known = [*self._untold, *(c for c in changes if c not in self._untold)]
        self._untold = tuple(c for c in known if c in log)

    def _news(self) -> list[Report]:
        """Return what failed, and what listeners are told: a phrase's first frames, and changes."""
        troubles, logged = self._station.troubles()
        if logged:
            self._note(logged)
        recipe = self.recipe if troubles else ""
        news: list[Report] = [Troubled(self.name, t.kit, t.why, t.last, recipe) for t in troubles]
        if self._untold or self._station.position > self._next_phrase:
            told = self._station.announcement(self._untold)
            self._untold, self._next_phrase = (), told.next_phrase_frame
            news.append(Update(self.name, msgspec.to_builtins(told)))
        return news
