"""User presets on disk: saved, found again, changed, removed, bounded, and what they stand for."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from auralis.core.errors import InvalidValue
from auralis.library import durable, user_presets
from auralis.library.errors import LibraryFull, NameTaken, NotKept
from auralis.library.user_preset import VERSION, UserPreset, check_version, is_id, new_id
from auralis.library.user_presets import LARGEST, UserPresets
from tests.library.shelf import NOW

BREEZE = {"key": "A minor", "bpm": 50.0, "layers.bells.mute": True}


@pytest.fixture
def presets(tmp_path: Path) -> UserPresets:
    return UserPresets(tmp_path / "presets")


def again(presets: UserPresets) -> UserPresets:
    found = UserPresets(presets.folder)
    found.load()
    return found


def saved(presets: UserPresets, name: str = "Breeze", base: Any = None, **music: Any) -> UserPreset:
    return presets.save(name, base, music or BREEZE, NOW)[0]


def test_a_preset_is_saved_and_found_again(presets: UserPresets) -> None:
    preset, token = presets.save(
        " Evening\n rain ☂ ", "sleep", {"key": 57, "mode": "aeolian", "layers": {"pad": {"gain": 1}}}, NOW
    )
    assert is_id(preset.id)
    assert (preset.name, preset.base, preset.created) == ("Evening rain ☂", "sleep", NOW)
    assert preset.settings == {"key": "A minor", "layers.pad.gain": 1.0}
    found = again(presets)
    assert found.all == (preset,)
    assert found.find(preset.id) == found.named("evening RAIN  ☂") == found.named(preset.id) == preset
    assert found.is_holder(preset.id, token)
    assert not any(found.is_holder(preset.id, wrong) for wrong in (None, "", "x", token + "x", "\ud800"))
    assert token not in (presets.folder / f"{preset.id}.json").read_text()


def test_nothing_is_written_before_something_is_saved(presets: UserPresets) -> None:
    presets.load()
    assert (presets.all, presets.damaged) == ((), {})
    assert not presets.folder.exists()


def test_a_preset_is_changed_and_removed(presets: UserPresets) -> None:
    one, other = saved(presets), saved(presets, "Night")
    presets.change(one.id, "breeze", "bright", {"space": 1})
    found = again(presets).find(one.id)
    assert (found.name, found.base, found.settings) == ("breeze", "bright", {"space": 1.0})
    assert (found.created, found.holder) == (one.created, one.holder)
    presets.change(one.id, "Gale", None, BREEZE)
    assert presets.named("breeze") is None
    presets.remove(one.id)
    assert presets.named("gale") is None
    assert again(presets).all == (other,)
    assert [p.name for p in presets.folder.iterdir()] == [f"{other.id}.json"]
    for act in (presets.find, presets.remove, lambda name: presets.change(name, "x", None, BREEZE)):
        with pytest.raises(NotKept):
            act(one.id)
    assert saved(presets).id != one.id


def test_no_two_names_are_alike(presets: UserPresets) -> None:
    one, other = saved(presets, "Straße"), saved(presets, "Night")
    for taken in ("strasse", " STRASSE ", "Ｎｉｇｈｔ", "focus", "Sleep"):
        with pytest.raises(NameTaken, match="preset"):
            saved(presets, taken)
    with pytest.raises(NameTaken):
        presets.change(other.id, "STRASSE", None, BREEZE)
    assert again(presets).all == (other, one)


@pytest.mark.parametrize("name", ["", "  ", "\n", "x" * 101, 3, None, ["a"], "prdp72dkfy"])
def test_a_name_is_a_line_of_text_and_no_id(presets: UserPresets, name: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        saved(presets, name)
    assert refused.value.field == "name"
    assert presets.all == ()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "CON", "a\u202egnp.exe", "x" * 100]
)
def test_what_people_write_never_becomes_a_path(presets: UserPresets, name: str) -> None:
    preset = saved(presets, name)
    assert [p.name for p in presets.folder.iterdir()] == [f"{preset.id}.json"]
    for path in ("../presets", f"../presets/{preset.id}", f"{preset.id}.json", "", "."):
        assert presets.named(path) is None
        with pytest.raises(NotKept):
            presets.find(path)


@pytest.mark.parametrize(
    ("base", "music", "field"),
    [
        (None, {}, "settings"),
        (None, None, "settings"),
        (None, [1], "settings"),
        (None, {"bpm": 500}, "bpm"),
        (None, {"tempo": 60}, "tempo"),
        (None, {"key": "H minor"}, "key"),
        (None, {"key": "A minor", "mode": "dorian"}, "mode"),
        (None, {"layers": {"pad": {"gain": 3}}}, "layers.pad.gain"),
        (None, {"chords": ["i"] * 17}, "chords"),
        (None, {"preset": "party"}, "preset"),
        ("party", {"bpm": 60}, "base"),
        (3, {"bpm": 60}, "base"),
        ("sleep", {"preset": "focus"}, "preset"),
    ],
)
def test_what_is_no_music_names_the_field(presets: UserPresets, base: Any, music: Any, field: str) -> None:
    preset = saved(presets)
    for act in (
        lambda: presets.save("x", base, music, NOW),
        lambda: presets.change(preset.id, "x", base, music),
    ):
        with pytest.raises(InvalidValue) as refused:
            act()
        assert refused.value.field == field
    assert again(presets).all == (preset,)


def test_a_preset_within_the_settings_is_the_base(presets: UserPresets) -> None:
    assert presets.save("a", None, {"preset": "sleep", "bpm": 50}, NOW)[0].base == "sleep"
    assert presets.save("b", "sleep", {"preset": "sleep"}, NOW)[0].settings == {}
    assert presets.save("c", "sleep", {}, NOW)[0].with_settings({}) == {"preset": "sleep"}


@pytest.mark.parametrize(
    ("base", "own", "beside", "expected"),
    [
        ("sleep", {"bpm": 50}, {}, {"preset": "sleep", "bpm": 50}),
        ("sleep", {"bpm": 50}, {"bpm": 60, "intensity": 1}, {"preset": "sleep", "bpm": 60, "intensity": 1}),
        (None, {"key": "A dorian", "wander": 0.7}, {"key": "C lydian"}, {"key": "C lydian"}),
        (None, {"key": "A dorian", "key_held": False}, {"key": "C"}, {"key": "C dorian"}),
        (None, {"key": "A dorian"}, {"key": 60, "mode": "locrian"}, {"key": "C locrian"}),
        (None, {"key": "A dorian", "wander": 0.7}, {"mode": "lydian"}, {"key": "A lydian", "wander": 0.7}),
        (None, {"mode": "dorian"}, {"key": "C"}, {"key": "C dorian"}),
        (None, {"key": "C"}, {"mode": "dorian"}, {"key": "C dorian"}),
        (None, {"mode": "dorian"}, {"mode": "lydian"}, {"mode": "lydian"}),
        ("bright", {"bpm": 50}, {"key": "C"}, {"preset": "bright", "bpm": 50, "key": "C"}),
        (None, {"layers.pad.gain": 0.5}, {"layers": {"pad": {"gain": 1}}}, {"layers.pad.gain": 1}),
    ],
)
def test_what_is_set_beside_it_wins(
    presets: UserPresets, base: Any, own: Any, beside: Any, expected: Any
) -> None:
    preset = presets.save("x", base, own, NOW)[0]
    assert preset.with_settings(beside) == expected
    assert own.items() <= preset.with_settings({}).items()


def test_what_can_not_be_beside_it_names_the_field(presets: UserPresets) -> None:
    for beside, field in (({"bpm": 1}, "bpm"), ({"key": "A dorian", "mode": "lydian"}, "mode")):
        with pytest.raises(InvalidValue) as refused:
            saved(presets).with_settings(beside)
        assert refused.value.field == field
        presets.remove(presets.all[0].id)


def test_there_are_so_many_and_no_more(presets: UserPresets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_presets, "MOST", 2)
    one, _ = saved(presets), saved(presets, "Night")
    with pytest.raises(LibraryFull, match="2 presets"):
        saved(presets, "Dawn")
    presets.change(one.id, "Gale", None, BREEZE)
    presets.remove(one.id)
    saved(presets, "Dawn")


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (lambda _: b"", "preset: "),
        (lambda _: b"[]", "preset: "),
        (lambda text: text[:-20], "preset: "),
        (lambda text: text.replace(b'": 1,', b'": 2,', 1), f"{VERSION}: 2 is not allowed; allowed: 1"),
        (lambda text: text.replace(b"50.0", b"500.0"), "bpm: 500.0"),
        (lambda text: text.replace(b"50.0", b"NaN"), "bpm: nan"),
        (lambda text: text.replace(b'"Breeze"', b"3"), "name: 3"),
        (lambda text: text.replace(b'"holder": "', b'"holden": "'), "holder: None"),
        (lambda text: text.replace(b'"id": "p', b'"id": "m'), "id: "),
        (lambda text: text + b" " * LARGEST, f"at most {LARGEST} bytes"),
    ],
)
def test_a_damaged_file_is_named_and_left_alone(presets: UserPresets, broken: Any, why: str) -> None:
    good, bad = saved(presets, "Night"), saved(presets)
    file = presets.folder / f"{bad.id}.json"
    text = broken(file.read_bytes())
    file.write_bytes(text)
    found = again(presets)
    assert found.all == (good,)
    assert list(found.damaged) == [file.name]
    assert why in found.damaged[file.name]
    saved(found)
    assert file.read_bytes() == text


def test_what_else_lies_there_is_no_preset(presets: UserPresets) -> None:
    preset = saved(presets)
    folder = presets.folder
    (folder / "copy.json").write_bytes((folder / f"{preset.id}.json").read_bytes())
    (folder / "folder.json").mkdir()
    (folder / f".{new_id()}.json.part").write_text("half")
    (folder / ".hidden").write_text("")
    os.mkfifo(folder / "pipe.json")
    found = again(presets)
    assert found.all == (preset,)
    assert sorted(found.damaged) == ["copy.json", "folder.json", "pipe.json"]
    left = {"copy.json", "folder.json", ".hidden", "pipe.json", f"{preset.id}.json"}
    assert {p.name for p in folder.iterdir()} == left


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "presets").write_text("a file")
    presets = again(UserPresets(tmp_path / "presets"))
    assert presets.damaged == {".": "Not a directory"}
    with pytest.raises(OSError, match="presets"):
        saved(presets)


def test_a_full_disk_leaves_everything_as_it_was(
    presets: UserPresets, monkeypatch: pytest.MonkeyPatch
) -> None:
    preset = saved(presets)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(durable.os, "fsync", full)
        for act in (
            lambda: saved(presets, "Night"),
            lambda: presets.change(preset.id, "x", None, {"bpm": 60}),
        ):
            with pytest.raises(OSError, match="No space"):
                act()
        assert presets.all == (preset,)
        assert presets.named("night") is presets.named("x") is None
    assert again(presets).all == (preset,)
    assert [p.name for p in presets.folder.iterdir()] == [f"{preset.id}.json"]


def test_a_file_is_of_a_format_that_is_known(presets: UserPresets) -> None:
    check_version(saved(presets).as_dict()[VERSION])
    for other in (0, 2, 1.0, True, "1", None):
        with pytest.raises(InvalidValue) as refused:
            check_version(other)
        assert refused.value.field == VERSION
