"""A station: a recipe that plays and can be changed while it does."""

from collections.abc import Mapping, Sequence

from auralis.composition import notices
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Block, Frame, Pcm, chunk_frames, to_pcm
from auralis.engine import Kernels
from auralis.station.announcement import Announcement, announce
from auralis.station.control_log import ControlLog, Outcome, Wish
from auralis.station.fallback import Fallback
from auralis.station.kits import Kits
from auralis.station.performance import Performance
from auralis.station.recipes import timeline_of
from auralis.station.station_snapshot import StationSnapshot
from auralis.station.trouble import Trouble


class Station:
    """Walks a recipe from a frame on; what listeners change is logged in the recipe as it is applied.

    The same walk serves the live clock and the offline render: rendering the recipe again gives the
    same samples. `kits` are the recipe's own. Where a kit fails there is silence until the next bar;
    from there on the built-in kit plays, which is logged as well.

    With a snapshot of a station of this recipe, or of one with less in its log, it goes on from there,
    bit for bit, instead of from `start`. Raises ValueError or TypeError for one of another kit.
    """

    def __init__(
        self,
        recipe: Recipe,
        kernels: Kernels,
        start: Frame = 0,
        kits: Kits | None = None,
        snapshot: StationSnapshot | None = None,
    ) -> None:
        own = kits or Kits(recipe)
        self._recipe = recipe
        self._fallback = Fallback(own)
        self._troubles: list[Trouble] = []
        self._logged: tuple[Change, ...] = ()
        timeline = timeline_of(recipe)
        if snapshot is not None:
            self._fallback.restore(timeline, snapshot.lost)
        player = self._fallback.player(kernels, recipe.sample_rate)
        state = None if snapshot is None else snapshot.performance
        self._performance = Performance(timeline, own.first, kernels, start, player, state)
        self._log = ControlLog(timeline, self.position)
        self._noticed: tuple[str, ...] = () if snapshot is None else snapshot.noticed
        self._silent = False
        self._fall_back(self.position)

    @property
    def recipe(self) -> Recipe:
        """The recipe so far: each change at the frame where it takes effect."""
        return self._recipe.with_changes(self._performance.timeline.changes)

    @property
    def position(self) -> Frame:
        """The next frame to be rendered."""
        return self._performance.position

    def render(self, frames: int) -> Block:
        """Return the next frames, float32 of shape (2, frames)."""
        begun = self.position
        sound = self._performance.render(frames)
        self._fall_back(begun)
        return sound

    @property
    def silent(self) -> bool:
        """Whether something that should sound in the frames last rendered has failed."""
        return self._silent

    @property
    def reduction(self) -> float:
        """By how many decibels the master lowers the loudest of the frames last rendered."""
        return self._performance.reduction

    def troubles(self) -> tuple[list[Trouble], tuple[Change, ...]]:
        """Return what has failed since the last call, and what was logged for it."""
        told = self._troubles, self._logged
        self._troubles, self._logged = [], ()
        return told

    def render_chunk(self) -> Pcm:
        """Return the next 100 ms as wire PCM, int16 of shape (rate/10, 2)."""
        return to_pcm(self.render(chunk_frames(self._recipe.sample_rate)))

    def control(self, settings: Mapping[str, object], boundary: str | None = None) -> tuple[Change, ...]:
        """Change settings, each at its own boundary or all at the one asked for; return the log entries.

        Raises `InvalidValue`, and changes nothing, if any setting is wrong.
        """
        (outcome,) = self.grant([Wish(settings, boundary)])
        if isinstance(outcome, InvalidValue):
            raise outcome
        return outcome

    def grant(self, wishes: Sequence[Wish]) -> list[Outcome]:
        """Do what listeners wish, in their order; return what was logged for each, or what is wrong with it.

        Wishes for one boundary become one entry of the log; those that others supersede cost next to
        nothing.
        """
        before, reached = self._log.timeline, self._performance.reached
        outcomes = self._log.grant(wishes, self._glide_from, reached)
        if self._log.timeline is not before:
            self._performance.follow(self._log.timeline)
        return outcomes

    @property
    def context(self) -> Mapping[str, object]:
        """The flat settings, changes still to come included."""
        return self._log.timeline.passages[-1].turns[-1].context.settings()

    @property
    def changes_from(self) -> int:
        """How many entries of the log can't change any more."""
        return self._log.settled

    def snapshot(self) -> StationSnapshot:
        """Return everything the coming frames depend on, besides the recipe so far and the kits.

        It holds until the next frame is rendered: pack it before.
        """
        lost = self._fallback.lost
        return StationSnapshot(self.position, lost, self._noticed, self._performance.snapshot())

    @property
    def _glide_from(self) -> Frame:
        """The first frame at which a glide can still begin: no segment that is born already starts there."""
        born = any(segment.start >= self.position for segment in self._performance.living)
        return self._performance.reached if born else self.position

    def announcement(self, changes: Sequence[Change] = ()) -> Announcement:
        """Return what listeners are told about the phrase that was last rendered, each notice once."""
        timeline = self._performance.timeline
        told = announce(timeline, max(0, self.position - 1), changes, self._noticed)
        self._noticed = notices(timeline.passages[-1].turns[-1].context)
        return told

    def _fall_back(self, begun: Frame) -> None:
        """Take note of what failed while the frames from `begun` on were rendered."""
        timeline = self._performance.timeline
        self._silent = self._fallback.silent(timeline, begun)
        troubles = self._fallback.troubles(timeline.changes)
        change = self._fallback.change(timeline, self._performance.reached) if troubles else None
        self._troubles += troubles
        if change is not None:
            self._logged += self._log.add(change, self._performance.reached)
            self._performance.follow(self._log.timeline)
