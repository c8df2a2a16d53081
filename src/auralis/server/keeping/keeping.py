"""Keeping what was heard: from what clients ask for to the library, and back to what they are told."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from errno import EDQUOT, ENOSPC
from typing import Final, TypeVar

import structlog

from auralis.core import address, moment
from auralis.core.errors import InvalidValue
from auralis.core.moment import Moment
from auralis.library.errors import LibraryFull, LibraryUnavailable, NotKept
from auralis.library.export import Export
from auralis.library.exports import Exports
from auralis.library.kept_moment import LONGEST_ADDRESS, KeptMoment, context_at, title_of
from auralis.library.names import is_name, timed
from auralis.library.order import form_of
from auralis.server.access import Visitor
from auralis.server.keeping.span import span_of
from auralis.server.stations import Repertoire, Stations
from auralis.server.talk import Allowance, messages
from auralis.streaming.stage import Overloaded

_LARGEST: Final = 1 << 20
_Done = TypeVar("_Done")


class NotHolder(RuntimeError):
    """Somebody else's moment was to be changed."""


class Keeping:
    """The library as clients see it: kept moments and their exports as plain JSON data.

    What reads or writes the disk runs in a thread.
    """

    def __init__(self, exports: Exports, stations: Stations, repertoire: Repertoire) -> None:
        self.exports = exports
        self.library = exports.library
        self._stations = stations
        self._repertoire = repertoire
        self._allowance = Allowance(stations.clock.monotonic())

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Make exports as long as an application runs; what is unreadable is logged and left alone."""
        await asyncio.to_thread(self.exports.start)
        log = structlog.get_logger("auralis.library")
        for name, why in self.library.damaged.items():
            log.warning("kept_moment_unreadable", folder=name, why=why)
        try:
            yield
        finally:
            await asyncio.to_thread(self.exports.stop)

    async def keep(self, body: Mapping[str, object]) -> dict[str, object]:
        """Keep a span; return it with its holder's token. Raises as `span_of`, `admit` and `Library.keep`."""
        kept, token = await self._keep(body)
        return {**self.told(kept), "token": token}

    async def order(self, body: Mapping[str, object]) -> tuple[Export, str | None]:
        """Order a `moment` in a `format`, or what a body as that of `keep` says, which is kept first.

        Return the export, and the holder's token of what was kept for it.
        """
        wanted = dict(body)
        form, name, token = form_of(wanted.pop("format", None)).name, wanted.pop("moment", None), None
        if name is None:
            kept, token = await self._keep(wanted)
        else:
            self.admit()
            kept = self._named(name, wanted)
        try:
            return await self.on_disk(self.exports.ask, kept.name, form, self.now), token
        except Exception:
            if token is not None:
                await self.on_disk(self.exports.remove, kept.name)
            raise

    async def resolve(self, text: str) -> dict[str, object]:
        """Return what an address or the name of a kept moment leads to; raises `InvalidValue`, `NotKept`."""
        if not is_name(text):
            return await self.on_disk(self._resolved, text)
        kept = self.library.find(text)
        return {**await self.on_disk(self.told, kept), "recipe": kept.recipe.as_dict()}

    @staticmethod
    async def on_disk(act: Callable[..., _Done], *given: object) -> _Done:
        """Do in a thread what uses the disk; where that fails raise `LibraryFull` or `LibraryUnavailable`."""
        try:
            return await asyncio.to_thread(act, *given)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            structlog.get_logger("auralis.library").error("disk_failed", why=why)
            if error.errno in (ENOSPC, EDQUOT):
                raise LibraryFull("the disk is full") from error
            raise LibraryUnavailable(f"the library's disk can't be used: {why}") from error

    def admit(self) -> None:
        """Raise `Overloaded` where far too much is asked for at once."""
        if not self._allowance.take(self._stations.clock.monotonic()):
            raise Overloaded("too much is to be kept at once")

    def check(self, name: str, visitor: Visitor) -> None:
        """Raise `NotHolder` unless a visitor is the holder of a moment, or may all; raises `NotKept`."""
        self.library.find(name)
        if not visitor.is_admin and not any(self.library.is_holder(name, t) for t in visitor.tokens):
            raise NotHolder(f"only who kept moment {name} can change it: the token told then is needed")

    @property
    def now(self) -> str:
        """The time, ISO 8601 in UTC."""
        return messages.iso(self._stations.clock.unix())

    def told(self, kept: KeptMoment) -> dict[str, object]:
        """Return a kept moment as plain data, but for its recipe."""
        exports = [exported(e) for e in self.exports.all(kept.name)]
        where = kept.address
        return {
            "id": kept.name,
            "title": kept.title,
            "created": kept.created,
            "station": kept.station or None,
            "seconds": kept.seconds,
            "frames": kept.frames,
            **self._described(kept.moment, where),
            "link": f"/m/{kept.name if len(where) > LONGEST_ADDRESS else where}",
            "bytes": sum(f.bytes for f in kept.files),
            "exports": exports,
        }

    async def _keep(self, body: Mapping[str, object]) -> tuple[KeptMoment, str]:
        self.admit()
        span = span_of(body, self._stations, self._repertoire)
        wanted = (span.moment, span.frames, self.now, body.get("title"), span.station)
        return await self.on_disk(self.library.keep, *wanted)

    def _named(self, name: object, others: Mapping[str, object]) -> KeptMoment:
        """Return the moment of a name, beside which nothing else may be said."""
        if not isinstance(name, str):
            raise InvalidValue("moment", name, "the name of a kept moment")
        for other, value in others.items():
            raise InvalidValue(other, value, "nothing beside moment and format")
        return self.library.find(name)

    def _resolved(self, text: str) -> dict[str, object]:
        found = moment.decode(text, _LARGEST)
        where = timed(address.encode(found.recipe), found)
        described = {"title": title_of(found), **self._described(found, where), "link": f"/m/{where}"}
        return {**described, "recipe": found.recipe.as_dict()}

    def _described(self, found: Moment, where: str) -> dict[str, object]:
        context = context_at(found)
        why = self._repertoire.why_not_exact(found.recipe)
        return {
            "address": where,
            "frame": found.frame,
            "time": where.partition("@")[2],
            "preset": context.preset,
            "key": context.key_signature,
            "bpm": context.bpm,
            **{name: getattr(found.recipe, name) for name in ("seed", "kit", "sample_rate", "engine")},
            "exact": why is None,
            "why": why,
        }


def exported(export: Export) -> dict[str, object]:
    """Return an export as plain data."""
    names = ("state", "progress", "speed", "seconds_left", "error", "bytes", "sha256")
    told = {"id": export.name, "moment": export.moment.name, "format": export.form}
    told |= {name: getattr(export, name) for name in names}
    return {**told, "file": f"/api/v1/exports/{export.name}/file" if export.state == "done" else None}


def kept_at(exports: Exports, text: str) -> Moment | None:
    """Return where the name of a kept moment leads, `m…` or `m…@0:12:34`; None for a text that is none.

    Raises `InvalidValue` for one that is not kept here.
    """
    name, at, time = text.partition("@")
    if not is_name(name):
        return None
    try:
        kept = exports.library.find(name)
    except NotKept:
        raise InvalidValue("address", text[:60], "a moment that is kept here") from None
    return moment.decode(f"{address.encode(kept.recipe)}@{time}") if at else kept.moment
