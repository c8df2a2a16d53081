"""The stations of a server that begins: those that it had before its last end, and those it has to have."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from auralis import __version__
from auralis.app.settings import Settings
from auralis.app.wishes import Wish
from auralis.core.address import encode
from auralis.core.errors import InvalidValue
from auralis.core.units import CHUNKS_PER_SECOND, chunk_frames
from auralis.journal.entries import Closed
from auralis.journal.errors import JournalTaken, NewerJournal
from auralis.journal.journal import Journal
from auralis.journal.kept_station import KeptStation
from auralis.station.sections import section_after
from auralis.streaming.clock import Clock
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded, Stage
from auralis.streaming.wall_clock import WallClock

if TYPE_CHECKING:
    from auralis.server.diary import KeptStage

_FOLDER: Final = "stations"
_log: Final = structlog.get_logger("auralis.app")


@asynccontextmanager
async def opened(
    bare: Stage, settings: Settings, wanted: Mapping[str, Wish], clock: Clock | None = None
) -> AsyncIterator["KeptStage"]:
    """Open a server's permanent stations, hold the personal ones, and write down what becomes of them."""
    from auralis.server.diary import Diary, KeptStage

    journal, why_not = await asyncio.to_thread(_read, settings.data_dir.expanduser() / _FOLDER)
    stage = KeptStage(bare, Diary(clock or WallClock(), journal, why_not))
    known = dict(stage.diary.stations)
    try:
        (main, *others) = ((name, wish, known.get(name)) for name, wish in wanted.items())
        await _open(stage, *main, settings)
        await asyncio.gather(*(_open(stage, *other, settings) for other in others))
        await _hold_others(stage, wanted, known, settings)
        keeping = asyncio.create_task(stage.keep_time())
        try:
            yield stage
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            await stage.mark(everywhere=True)
    finally:
        if journal is not None:
            await asyncio.to_thread(journal.close)


def _read(folder: Path) -> tuple[Journal | None, str]:
    """Return the journal in a folder, or why there is none; say what was wrong with it."""
    journal = Journal(folder)
    try:
        told = journal.open()
    except (JournalTaken, NewerJournal, OSError) as error:
        _log.warning("stations_not_kept", why=str(error))
        return None, _in_public(error)
    log = _log.bind(why=told.why, records=told.records, lost=told.missing)
    if told.kept_as is not None:
        log.error("journal_damaged", bytes_passed_over=told.damaged + told.torn, kept_as=str(told.kept_as))
    elif told.torn:
        log.warning("journal_torn", bytes_cut=told.torn)
    return journal, ""


def _in_public(error: Exception) -> str:
    """Return what is wrong without a path of this machine."""
    if isinstance(error, OSError):
        return os.strerror(error.errno or errno.EIO)
    newer = isinstance(error, NewerJournal)
    return "the journal is from a newer Auralis" if newer else "another server has the data folder"


async def _open(
    stage: "KeptStage", name: str, wish: Wish, kept: KeptStation | None, settings: Settings
) -> None:
    """Have a permanent station go on where it would be by now, or begin."""
    if kept is not None and (why := _why_anew(wish, kept, settings)) is None:
        try:
            await _go_on(stage, kept, settings)
            return
        except (InvalidValue, SourceGone, Overloaded) as error:
            why = str(error)
            await stage.close(name)
    if kept is not None:
        _log.warning("station_begins_anew", station=name, why=why, before=_address(kept))
    await stage.open(name, wish.recipe)


def _why_anew(wish: Wish, kept: KeptStation, settings: Settings) -> str | None:
    return "AURALIS_RESUME is new" if settings.resume == "new" else wish.why_anew(kept)


async def _go_on(stage: "KeptStage", kept: KeptStation, settings: Settings) -> None:
    unix, recipe = stage.diary.clock.unix(), kept.recipe
    frame = kept.reached(unix)
    if settings.resume == "section":
        frame = await asyncio.to_thread(section_after, recipe, frame)
    first = frame // chunk_frames(kept.sample_rate)
    asleep = kept.asleep or (kept.sleep is not None and kept.sleep.silent_at <= unix)
    await stage.take_up(kept, first, unix if asleep and not kept.paused else None)
    if not asleep:
        await stage.resume(kept.name)
    log = _log if recipe.engine == __version__ else _log.bind(engine_before=recipe.engine)
    seconds, changes = first / CHUNKS_PER_SECOND, len(recipe.changes)
    log.info("station_goes_on", station=kept.name, at_second=seconds, changes=changes)


async def _hold_others(
    stage: "KeptStage", wanted: Mapping[str, Wish], known: Mapping[str, KeptStation], settings: Settings
) -> None:
    """Hold the personal stations, each where it would be paused by now; let go of what nobody wants."""
    others = [kept for name, kept in known.items() if name not in wanted]
    held = await asyncio.gather(*(_hold(stage, kept, settings) for kept in others))
    if any(held):
        _log.info("stations_held", stations=sum(held))


async def _hold(stage: "KeptStage", kept: KeptStation, settings: Settings) -> bool:
    unix = stage.diary.clock.unix()
    since = kept.unix if kept.paused else min(unix, kept.unix + settings.pause_after_s)
    lost = unix - since >= settings.close_after_s and kept.wake is None
    if not kept.owner or lost:
        why = "it was not heard for too long" if kept.owner else "it is not among AURALIS_STATIONS any more"
        _log.info("station_closed", station=kept.name, why=why, before=_address(kept))
        await stage.diary.write(Closed(kept.name))
        return False
    first = kept.reached(unix, settings.pause_after_s) // chunk_frames(kept.sample_rate)
    try:
        await stage.take_up(kept, first, since)
    except (InvalidValue, OSError) as error:
        _log.error("station_not_held", station=kept.name, why=str(error))
        return False
    return True


def _address(kept: KeptStation) -> str:
    try:
        return encode(kept.recipe)
    except InvalidValue as error:
        return str(error)
