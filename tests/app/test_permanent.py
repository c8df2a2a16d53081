"""The permanent stations of a server, and its other settings."""

import os
from pathlib import Path

import pytest

from auralis.app.permanent import permanent_stations
from auralis.app.settings import read_settings
from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change
from auralis.station.recipes import new_recipe

CORES = len(os.sched_getaffinity(0))
MAIN = new_recipe(MusicalContext.of(), 7, "light", 48_000)


def test_presets_play_the_main_stations_seed_and_kit() -> None:
    found = permanent_stations(" sleep, focus,", MAIN)
    assert list(found) == ["main", "sleep", "focus"]
    assert found["main"] == MAIN
    sleep = found["sleep"]
    assert (sleep.seed, sleep.kit, sleep.sample_rate) == (7, "light", 48_000)
    assert (sleep.context["preset"], sleep.context["key"]) == ("sleep", "E phrygian")
    assert permanent_stations("", MAIN) == {"main": MAIN}


def test_a_file_is_played_as_it_is_under_its_own_name(tmp_path: Path) -> None:
    recipe = MAIN.with_changes((Change(44_100, "bar", {"key": "A minor"}),))
    path = tmp_path / "night-train.json"
    path.write_text(recipe.to_json())
    assert permanent_stations(f"bright,{path}", MAIN)["night-train"] == recipe


@pytest.mark.parametrize("wanted", ["nap", "sleep,sleep", "/nowhere/at_all.json", "~nobody/x.json", "."])
def test_what_is_neither_preset_nor_file_is_named(wanted: str) -> None:
    with pytest.raises(InvalidValue, match="AURALIS_STATIONS"):
        permanent_stations(wanted, MAIN)


@pytest.mark.parametrize("name", ["main.json", "new.json", "a b.json", "a.b.json", f"{'x' * 41}.json"])
def test_a_name_that_no_station_can_have_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(MAIN.to_json())
    with pytest.raises(InvalidValue, match="AURALIS_STATIONS"):
        permanent_stations(str(tmp_path / name), MAIN)


def test_a_file_that_is_no_recipe_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text('{"format": 7}')
    with pytest.raises(InvalidValue, match=r"AURALIS_STATIONS: .*odd\.json: recipe\.format: 7"):
        permanent_stations(str(path), MAIN)


def test_processes_are_one_a_core_less_the_servers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().processes == max(1, CORES - 1)
    monkeypatch.setenv("AURALIS_RENDER_PROCESSES", "1")
    assert read_settings().processes == 1


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("RENDER_PROCESSES", "0", f"auto, or 1 to {CORES}"),
        ("RENDER_PROCESSES", str(CORES + 1), f"auto, or 1 to {CORES}"),
        ("RENDER_PROCESSES", "some", f"auto, or 1 to {CORES}"),
        ("MAX_STATIONS", "0", "auto, or 1 to 10000"),
        ("PAUSE_AFTER_S", "0", "1 to 86400"),
        ("CLOSE_AFTER_S", "never", "1 to 31536000"),
        ("ENABLE_OPUS", "perhaps", "true or false"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(f"AURALIS_{name}", value)
    with pytest.raises(InvalidValue) as caught:
        read_settings()
    assert (caught.value.field, caught.value.value, caught.value.allowed) == (
        f"AURALIS_{name}",
        value,
        allowed,
    )
