"""A station: a recipe that plays and can be changed while it does."""

from collections.abc import Mapping, Sequence

from auralis.composition import default_boundary, normalise, notices
from auralis.core.recipe import Boundary, Change, Recipe, check_boundary
from auralis.core.units import Block, Frame, Pcm, chunk_frames, to_pcm
from auralis.engine import Kernels
from auralis.station.announcement import Announcement, announce
from auralis.station.fallback import Fallback
from auralis.station.kits import Kits
from auralis.station.performance import Performance
from auralis.station.recipes import timeline_of
from auralis.station.trouble import Trouble

_GLIDING = ("brightness", "space", "fade", "fade_s", ".gain", ".mute")


class Station:
    """Walks a recipe from a frame on; what listeners change is logged in the recipe as it is applied.

    The same walk serves the live clock and the offline render: rendering the recipe again gives the
    same samples. `kits` are the recipe's own. Where a kit fails there is silence until the next bar;
    from there on the built-in kit plays, which is logged as well.
    """

    def __init__(self, recipe: Recipe, kernels: Kernels, start: Frame = 0, kits: Kits | None = None) -> None:
        own = kits or Kits(recipe)
        self._recipe = recipe
        self._fallback = Fallback(own)
        self._troubles: list[Trouble] = []
        self._logged: tuple[Change, ...] = ()
        player = self._fallback.player(kernels, recipe.sample_rate)
        self._performance = Performance(timeline_of(recipe), own.first, kernels, start, player)
        self._noticed: tuple[str, ...] = ()
        self._silent = False
        self._fall_back(start)

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
        kind = None if boundary is None else check_boundary(boundary)
        wanted = normalise(settings)
        timeline = self._performance.timeline
        timeline.passages[-1].turns[-1].context.changed(wanted)
        before = timeline.changes
        for where, group in _groups(wanted, kind).items():
            glides = all(name.endswith(_GLIDING) for name in group)
            earliest = self.position if glides else self._performance.reached
            timeline = timeline.with_change(Change(earliest, where, group))
        self._performance.follow(timeline)
        return _added(before, timeline.changes)

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
            after = timeline.with_change(change)
            self._logged += _added(timeline.changes, after.changes)
            self._performance.follow(after)


def _groups(wanted: Mapping[str, object], boundary: Boundary | None) -> dict[Boundary, dict[str, object]]:
    """Return settings that go together; what a preset brings is not heard before the preset."""
    groups: dict[Boundary, dict[str, object]] = {}
    for name, value in wanted.items():
        kind = boundary or default_boundary(name)
        if "preset" in wanted and kind == "beat" and boundary is None:
            kind = "bar"
        groups.setdefault(kind, {})[name] = value
    return groups


def _added(old: Sequence[Change], new: Sequence[Change]) -> tuple[Change, ...]:
    """Return the entries of a log that another lacks, moved ones among them."""
    rest = list(old)
    added = []
    for change in new:
        if change in rest:
            rest.remove(change)
        else:
            added.append(change)
    return tuple(added)
