"""Wheel and sdist: whole, the same, and enough to install and play from."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

import httpx
import pytest

from auralis import __version__
from auralis.core.address import decode
from tests.deploy.environment import environment_with
from tests.deploy.running import Running

ROOT = Path(__file__).parents[2]


def build(*words: str | Path, out: Path) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a folder with the sdist, and the wheel that was built out of the sdist."""
    out = tmp_path_factory.mktemp("dist")
    build(out=out)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment_with(wheel, tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture(scope="module")
def installed(
    programs: Path, cache_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("home")
    command = [programs / "auralis", "serve", "--port", "0"]
    variables = {
        "XDG_CACHE_HOME": str(cache_home),
        "AURALIS_DATA_DIR": str(folder / "data"),
        "AURALIS_DEVICE": "cuda",
        "AURALIS_ENABLE_EFFECTS": "false",
    }
    with Running(command, folder, variables) as running:
        yield running


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    source = ROOT / "src"
    files = {
        str(file.relative_to(source))
        for file in (source / "auralis").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    packed = {name for name in contents(wheel) if not name.startswith(f"auralis-{__version__}.dist-info/")}
    assert packed == files
    assert {"auralis/web/index.html", "auralis/web/sound/worklet.js", "auralis/py.typed"} <= packed


def test_the_sdist_makes_the_wheel_that_the_checkout_makes(wheel: Path, tmp_path: Path) -> None:
    build("--wheel", out=tmp_path)
    assert contents(next(tmp_path.glob("*.whl"))) == contents(wheel)


def test_the_sdist_brings_its_tests_documents_and_deployments(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {
        "Makefile",
        "README.md",
        "deploy/container/Dockerfile",
        "docs/glossary.md",
        "tests/deploy/test_packages.py",
    } <= names
    assert not [name for name in names if name.startswith(("node_modules", ".cache", ".venv"))]


def test_an_index_is_told_all_that_it_shows(wheel: Path) -> None:
    told = HeaderParser().parsestr(contents(wheel)[f"auralis-{__version__}.dist-info/METADATA"].decode())
    assert (told["Name"], told["Version"], told["Requires-Python"]) == ("auralis", __version__, ">=3.11")
    assert (told["License-Expression"], told["Description-Content-Type"]) == ("MIT", "text/markdown")
    assert told["Summary"]
    assert told["Author"]
    assert set(told.get_all("Provides-Extra", [])) >= {"play", "plot"}
    assert "Operating System :: POSIX :: Linux" in told.get_all("Classifier", [])
    assert str(told.get_payload()).lstrip().startswith("# Auralis")


def test_the_installed_program_says_its_version(programs: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [programs / "auralis", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"auralis {__version__}\n"


def test_the_installed_program_serves_the_page_and_its_files(installed: Running, programs: Path) -> None:
    page = httpx.get(installed.url)
    assert page.status_code == 200
    assert 'src="app.js"' in page.text
    assert "default-src" in page.headers["Content-Security-Policy"]
    asset = httpx.get(f"{installed.url}sound/worklet.js", headers={"Accept-Encoding": "identity"})
    assert asset.status_code == 200
    lib = programs.parent / "lib"
    assert asset.content == next(lib.glob("python3*/site-packages/auralis/web/sound/worklet.js")).read_bytes()


def test_a_device_that_does_not_render_is_warned_of_once_and_the_cpu_renders(installed: Running) -> None:
    assert httpx.get(f"{installed.url}api/status").json()["device"] == "CPU"
    assert installed.said.count("device_absent") == 1
    assert "cuda was asked for" in installed.said


def test_without_effects_the_recipe_names_the_dry_kit(installed: Running) -> None:
    station = httpx.get(f"{installed.url}api/v1/stations/main").json()
    assert decode(station["address"]).kit == "dry"
