"""The files that are made of kept moments: one after another, and on after a restart."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Condition, Thread
from typing import Final

import structlog

from auralis.library.checksum import summed
from auralis.library.errors import LibraryBusy, NotKept
from auralis.library.export import Export, State
from auralis.library.forms import FORMS
from auralis.library.kept_file import KeptFile
from auralis.library.kept_moment import KeptMoment
from auralis.library.library import Library
from auralis.library.making import AURALIS, Making, NotMade, Stopped
from auralis.library.order import Order, form_of, orders_in, parts_of
from auralis.library.turn import Turn

MOST_WAITING: Final = 100
_PATIENCE_S: Final = 10.0


class Exports:
    """Makes files of a library's moments in child processes, one at a time; safe to use from several threads.

    `start` finds what was begun before and goes on with it. `command` is what stands for `auralis`.
    """

    def __init__(self, library: Library, command: Sequence[str] = AURALIS) -> None:
        self.library = library
        self._command = command
        self._waiting: list[Order] = []
        self._failed: dict[str, Order] = {}
        self._running: Making | None = None
        self._turned = Condition(library.lock)
        self._turn = Turn(library.folder)
        self._ending = False
        self._thread = Thread(target=self._work, name="exports", daemon=True)

    def start(self) -> None:
        """Read the library, and begin with what is unfinished, the oldest first."""
        self.library.load()
        orders = [o for m in self.library.moments for o in orders_in(self.library.folder / m.name)]
        with self._turned:
            self._failed = {o.name: o for o in orders if o.error is not None}
            self._waiting = sorted((o for o in orders if o.error is None), key=lambda o: (o.created, o.name))
        self._thread.start()

    def stop(self) -> None:
        """End; what is unfinished stays to be gone on with."""
        with self._turned:
            self._ending = True
            self._turn.give_up()
            if self._running is not None:
                self._running.stop()
            self._turned.notify_all()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)

    def all(self, moment: str | None = None) -> list[Export]:
        """Return the exports of a moment, or of all, the newest moment first; raises `NotKept`."""
        with self._turned:
            moments = self.library.moments if moment is None else (self.library.find(moment),)
            return [export for kept in moments for form in FORMS if (export := self._of(kept, form))]

    def find(self, name: str) -> Export:
        """Return an export; raises `NotKept`."""
        moment, form = parts_of(name)
        with self._turned:
            found = self._of(self.library.find(moment), form)
        if found is None:
            raise NotKept(f"nothing of moment {moment} was ordered as {form[:20]!r}")
        return found

    def ask(self, moment: str, form: object, now: str) -> Export:
        """Order a moment in a form, unless that is made or ordered; what is damaged or failed is made again.

        Raises `NotKept`, `InvalidValue`, `LibraryFull`, `LibraryBusy`, OSError.
        """
        wanted, kept = form_of(form).name, self.library.find(moment)
        with self._turned:
            there = self._of(kept, wanted)
            if there is not None and there.state in ("queued", "running", "done"):
                return there
            if len(self._waiting) >= MOST_WAITING:
                raise LibraryBusy(f"{MOST_WAITING} files wait to be made already")
            if there is not None and there.state == "damaged":
                kept = self.library.put(kept.without_file(wanted))
            self.library.check_room(self._reserved + self._bound(moment, wanted))
            order = Order(moment, wanted, now)
            order.write(self.library.folder / moment)
            self._failed.pop(order.name, None)
            self._waiting.append(order)
            self._turned.notify_all()
        return self.find(order.name)

    def cancel(self, name: str) -> None:
        """Remove an export, whatever its state; raises `NotKept`, OSError."""
        self.find(name)
        moment, form = parts_of(name)
        with self._turned:
            running = self._running
            if running is not None and running.order.name == name:
                running.stop()
                self._turned.wait_for(lambda: self._running is not running, _PATIENCE_S)
            self._waiting = [o for o in self._waiting if o.name != name]
            self._failed.pop(name, None)
            kept = self.library.find(moment)
            if kept.file(form) is not None:
                self.library.put(kept.without_file(form))
                self.library.path(kept, form).unlink(missing_ok=True)
            shutil.rmtree(Order(moment, form, "").folder(self.library.folder / moment), ignore_errors=True)

    def remove(self, moment: str) -> None:
        """Remove a moment with all its exports; raises `NotKept`, OSError."""
        for export in self.all(moment):
            if export.state in ("queued", "running"):
                with suppress(NotKept):  # it has come to its end by itself
                    self.cancel(export.name)
        self.library.remove(moment)

    def check(self, name: str) -> Export:
        """Read a file that is made; if its SHA-256 is not what it was it is damaged from now on.

        It takes as long as reading the file does. Raises `NotKept`, OSError.
        """
        export = self.find(name)
        if export.state != "done" or summed(self.library.path(export.moment, export.form)) == export.sha256:
            return export
        with self._turned:
            kept = self.library.find(export.moment.name)
            made = kept.file(export.form)
            if made is not None and made.sha256 == export.sha256:
                self.library.put(kept.with_file(replace(made, damaged=True)))
        return self.find(name)

    def _bound(self, moment: str, form: str) -> int:
        """Return what a file may take at most."""
        kept = self.library.find(moment)
        recipe = kept.recipe
        return FORMS[form].most_bytes(kept.frames, recipe.sample_rate, len(recipe.to_json()))

    @property
    def _reserved(self) -> int:
        """Bytes that what is ordered may take."""
        orders = [*self._waiting, *([self._running.order] if self._running else [])]
        there = {m.name for m in self.library.moments}
        return sum(self._bound(o.moment, o.form) for o in orders if o.moment in there)

    def _of(self, kept: KeptMoment, form: str) -> Export | None:
        made, running = kept.file(form), self._running
        if made is not None:
            state: State = "done" if self.library.is_whole(kept, made) else "damaged"
            return Export(kept, form, state, 1.0, bytes=made.bytes, sha256=made.sha256)
        if running is not None and (running.order.moment, running.order.form) == (kept.name, form):
            return Export(kept, form, "running", running.progress, running.speed, running.seconds_left)
        if any((o.moment, o.form) == (kept.name, form) for o in self._waiting):
            return Export(kept, form, "queued")
        failed = next((o for o in self._failed.values() if (o.moment, o.form) == (kept.name, form)), None)
        return Export(kept, form, "failed", error=failed.error) if failed else None

    def _work(self) -> None:
        """Make what is ordered until told to end."""
        while True:
            with self._turned:
                self._turned.wait_for(lambda: self._ending or self._waiting)
                if self._ending:
                    return
                order = self._waiting[0]
            with self._turn as lock:
                if lock is not None:
                    self._make(order, lock)

    def _make(self, order: Order, lock: int) -> None:
        making = self._begin(order)
        if making is None:
            return
        failed = None
        try:
            self._put(making, making.make(lock))
        except Stopped:
            pass
        except (NotMade, OSError, ValueError) as error:
            failed = replace(order, error=str(error))
            log = structlog.get_logger("auralis.library")
            log.error("export_failed", export=order.name, form=order.form, why=failed.error)
            making.give_up(failed, isinstance(error, NotMade) and error.lost)
        with self._turned:
            if failed is not None:
                self._failed[order.name] = failed
            self._running = None
            self._turned.notify_all()

    def _put(self, making: Making, made: KeptFile) -> None:
        """Give a moment the file that was made of it, if it is still there."""
        with self._turned:
            kept = self.library.reread(making.order.moment)
            if kept is not None:
                self.library.put(kept.with_file(made))
                making.clear()

    def _begin(self, order: Order) -> Making | None:
        """Take an order off the queue; None if it is gone, or was made by somebody else."""
        with self._turned:
            if order not in self._waiting:
                return None
            self._waiting.remove(order)
            home = self.library.folder / order.moment
            kept = self.library.reread(order.moment)
            if kept is None or order not in orders_in(home):
                return None
            self._running = Making(order, kept, home, self._command)
            return self._running
