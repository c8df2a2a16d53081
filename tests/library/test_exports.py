"""Files made of kept moments: in turn, on after an end of any kind, removed, and found damaged."""

import fcntl
import hashlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from auralis.core.errors import InvalidValue
from auralis.library.errors import LibraryBusy, LibraryFull, NotKept
from auralis.library.exports import MOST_WAITING, Exports
from auralis.library.forms import FORMS
from auralis.library.library import MEGABYTE
from tests.library.shelf import NOW, awaited, keep, state, workshop


def ordered(exports: Exports, form: str = "wav", **words: int) -> str:
    return exports.ask(keep(exports.library, **words).name, form, NOW).name


def half_way(exports: Exports, name: str) -> int:
    """Wait until a file is half made; return the process that makes it."""
    awaited(lambda: state(exports, name) == "running" and exports.find(name).progress >= 0.5)
    lines = Path("/proc").glob("[0-9]*/cmdline")
    home = str(exports.library.folder / name.partition("-")[0])
    return next(int(p.parent.name) for p in lines if home.encode() in _read(p))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def lives(pid: int) -> bool:
    status = _read(Path(f"/proc/{pid}/stat"))
    return bool(status) and b") Z" not in status


def folder_of(exports: Exports, name: str) -> Path:
    return exports.library.folder / name.partition("-")[0]


def done(exports: Exports, name: str) -> bool:
    return state(exports, name) == "done"


def test_a_file_is_made_with_its_size_and_its_sum(exports: Exports, gate: Path) -> None:
    name = ordered(exports, at=44_107, seconds=3)
    half_way(exports, name)
    running = exports.find(name)
    assert 0.5 <= running.progress < 1
    assert running.seconds_left is not None
    assert running.speed is not None
    assert not (folder_of(exports, name) / "sound.wav").exists()
    gate.touch()
    awaited(lambda: done(exports, name))
    export = exports.find(name)
    data = (folder_of(exports, name) / "sound.wav").read_bytes()
    # Rounded down, the times are the very frames.
    assert data == b"render --start 1.000158731 --duration 3.000000000 new\n"
    assert (export.bytes, export.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert sorted(p.name for p in folder_of(exports, name).iterdir()) == ["moment.json", "sound.wav"]


def test_every_form_has_its_command_and_its_file(exports: Exports, gate: Path) -> None:
    gate.touch()
    kept = keep(exports.library)
    for form in FORMS:
        exports.ask(kept.name, form, NOW)
    awaited(lambda: all(e.state == "done" for e in exports.all()))
    folder = exports.library.folder / kept.name
    assert {p.name for p in folder.iterdir()} == {"moment.json", *(f.file for f in FORMS.values())}
    for form in ("midi", "musicxml", "json"):
        assert (folder / FORMS[form].file).read_text().startswith("compose ")
    assert [e.form for e in exports.all(kept.name)] == list(FORMS)


def test_stems_are_one_zip_as_they_are(exports: Exports, gate: Path) -> None:
    gate.touch()
    one, other = ordered(exports, "stems"), ordered(exports, "stems")
    awaited(lambda: done(exports, one) and done(exports, other))
    with ZipFile(folder_of(exports, one) / "stems.zip") as packed:
        assert packed.namelist() == ["mix.wav", "pad.wav"]
        assert packed.read("pad.wav").startswith(b"pad render --start")
        assert all(entry.compress_type == 0 for entry in packed.infolist())
    # No date is in it: the same music is the same bytes.
    assert exports.find(one).sha256 == exports.find(other).sha256


def test_asking_again_is_the_same_export(exports: Exports, gate: Path) -> None:
    name = ordered(exports)
    half_way(exports, name)
    moment = name.partition("-")[0]
    assert exports.ask(moment, "wav", NOW).state == "running"
    gate.touch()
    awaited(lambda: done(exports, name))
    stamp = (folder_of(exports, name) / "sound.wav").stat().st_mtime_ns
    assert exports.ask(moment, "wav", NOW).state == "done"
    assert [e.name for e in exports.all()] == [name]
    assert (folder_of(exports, name) / "sound.wav").stat().st_mtime_ns == stamp


def test_one_file_is_made_at_a_time_and_out_of_the_way(exports: Exports, gate: Path) -> None:
    one, other = ordered(exports), ordered(exports)
    pid = half_way(exports, one)
    assert os.getpriority(os.PRIO_PROCESS, pid) == 19
    assert state(exports, other) == "queued"
    gate.touch()
    awaited(lambda: done(exports, other))
    assert not lives(pid)


def test_what_fails_says_why_without_paths_and_is_made_when_asked_again(exports: Exports, gate: Path) -> None:
    gate.write_text("fail")
    name = ordered(exports)
    awaited(lambda: state(exports, name) == "failed")
    assert exports.find(name).error == "sound.wav: the disk is full"
    assert [p.name for p in (folder_of(exports, name) / "making-wav").iterdir()] == ["order.json"]
    gate.write_text("")
    assert exports.ask(name.partition("-")[0], "wav", NOW).state in ("queued", "running", "done")
    awaited(lambda: done(exports, name))


def test_what_is_killed_is_told_and_goes_on_when_asked_again(exports: Exports, gate: Path) -> None:
    name = ordered(exports)
    os.kill(half_way(exports, name), signal.SIGKILL)
    awaited(lambda: state(exports, name) == "failed")
    assert exports.find(name).error == "it was ended by signal 9"
    gate.touch()
    exports.ask(name.partition("-")[0], "wav", NOW)
    awaited(lambda: done(exports, name))
    assert (folder_of(exports, name) / "sound.wav").read_text().endswith("resumed\n")


def test_an_ordinary_end_leaves_what_is_made_and_it_goes_on(exports: Exports, gate: Path) -> None:
    name, waiting = ordered(exports), ordered(exports, "midi")
    pid = half_way(exports, name)
    exports.stop()
    assert not lives(pid)
    gate.touch()
    later = workshop(exports.library.folder, gate)
    later.start()
    awaited(lambda: done(later, name) and done(later, waiting))
    assert (folder_of(later, name) / "sound.wav").read_text().endswith("resumed\n")
    later.stop()


def test_a_failure_is_remembered_and_not_tried_again_by_itself(exports: Exports, gate: Path) -> None:
    gate.write_text("fail")
    name = ordered(exports)
    awaited(lambda: state(exports, name) == "failed")
    exports.stop()
    later = workshop(exports.library.folder, gate)
    later.start()
    assert (state(later, name), later.find(name).error) == ("failed", "sound.wav: the disk is full")
    later.stop()


SERVER = """
import sys, time
from pathlib import Path
from tests.library.shelf import NOW, keep, workshop
exports = workshop(Path(sys.argv[1]), Path(sys.argv[2]))
exports.start()
exports.ask(keep(exports.library).name, "wav", NOW)
time.sleep(60)
"""


def test_kill_minus_nine_takes_the_child_along_and_loses_no_order(tmp_path: Path, gate: Path) -> None:
    folder = tmp_path / "library"
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(gate)])
    made = awaited(lambda: list(folder.glob("m*/making-wav/sound.wav.part")))
    server.kill()
    server.wait()
    later = workshop(folder, gate)
    later.start()
    name = f"{made[0].parts[-3]}-wav"
    half_way(later, name)
    gate.touch()
    awaited(lambda: done(later, name))
    assert (folder_of(later, name) / "sound.wav").read_text().endswith("resumed\n")
    later.stop()


def test_nothing_is_made_while_another_process_makes_something_there(exports: Exports, gate: Path) -> None:
    gate.touch()
    first = ordered(exports)
    awaited(lambda: done(exports, first))
    with (exports.library.folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = ordered(exports)
        assert state(exports, name) == "queued"
        exports.cancel(name)
        name = ordered(exports)
    awaited(lambda: done(exports, name))


@pytest.mark.parametrize("when", ["queued", "running", "failed", "done"])
def test_an_export_is_removed_whatever_its_state(exports: Exports, gate: Path, when: str) -> None:
    busy = ordered(exports) if when == "queued" else None
    if when in ("failed", "done"):
        gate.write_text("fail" if when == "failed" else "")
    name = ordered(exports)
    if busy is not None:
        half_way(exports, busy)
    awaited(lambda: state(exports, name) == when)
    pid = half_way(exports, name) if when == "running" else None
    exports.cancel(name)
    with pytest.raises(NotKept):
        exports.find(name)
    assert [p.name for p in folder_of(exports, name).iterdir()] == ["moment.json"]
    assert pid is None or not lives(pid)
    assert exports.library.find(name.partition("-")[0]).files == ()
    if busy is not None:
        assert state(exports, busy) == "running"


def test_a_moment_that_is_removed_takes_its_orders_along(exports: Exports, gate: Path) -> None:
    name = ordered(exports)
    exports.ask(name.partition("-")[0], "midi", NOW)
    pid = half_way(exports, name)
    exports.remove(name.partition("-")[0])
    assert not lives(pid)
    assert exports.all() == []
    assert [p.name for p in exports.library.folder.iterdir()] == [".lock"]
    gate.touch()
    other = ordered(exports)
    awaited(lambda: done(exports, other))


@pytest.mark.parametrize("fault", ["gone", "short", "changed"])
def test_a_damaged_file_is_found_and_made_again(exports: Exports, gate: Path, fault: str) -> None:
    gate.touch()
    name = ordered(exports)
    awaited(lambda: done(exports, name))
    file, whole = folder_of(exports, name) / "sound.wav", exports.find(name)
    assert exports.check(name) == whole
    data = file.read_bytes()
    if fault == "gone":
        file.unlink()
    else:
        file.write_bytes(data[:-1] if fault == "short" else data.replace(b"new", b"odd"))
    if fault == "changed":
        assert done(exports, name)
        exports.check(name)
    assert state(exports, name) == "damaged"
    later = workshop(exports.library.folder, gate)
    later.library.load()
    assert state(later, name) == "damaged"
    exports.ask(name.partition("-")[0], "wav", NOW)
    awaited(lambda: done(exports, name))
    assert exports.find(name) == whole
    assert file.read_bytes() == data


def test_an_order_has_to_fit(tmp_path: Path, gate: Path) -> None:
    exports = workshop(tmp_path / "library", gate, 10 * MEGABYTE)
    exports.start()
    kept = keep(exports.library, seconds=30)
    exports.ask(kept.name, "wav", NOW)
    with pytest.raises(LibraryFull, match=re.escape("may hold 10 MB and holds 0 MB; this could take")):
        exports.ask(kept.name, "flac", NOW)
    exports.ask(kept.name, "midi", NOW)
    exports.cancel(f"{kept.name}-wav")
    assert exports.ask(kept.name, "flac", NOW).state == "queued"
    assert not (tmp_path / "library" / kept.name / "making-wav").exists()
    exports.stop()


def test_the_queue_has_an_end(exports: Exports) -> None:
    half_way(exports, ordered(exports))
    for _ in range(MOST_WAITING):
        ordered(exports, "midi", seconds=1)
    with pytest.raises(LibraryBusy, match=f"{MOST_WAITING} files wait"):
        ordered(exports, "midi")


@pytest.mark.parametrize("form", ["ogg", "", None, 3, "../wav"])
def test_a_form_that_there_is_not_is_named(exports: Exports, form: object) -> None:
    with pytest.raises(InvalidValue, match="format"):
        exports.ask(keep(exports.library).name, form, NOW)


@pytest.mark.parametrize("name", ["", "x", "mabcdefghj-wav", "mabcdefghj", "../..-wav"])
def test_an_export_that_there_is_not_is_not_found(exports: Exports, name: str) -> None:
    for act in (exports.find, exports.cancel, exports.check):
        with pytest.raises(NotKept):
            act(name)
