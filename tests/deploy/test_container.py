"""The image: read, built and started without a container engine, as a container engine would."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from tests.deploy.dockerfile import Stage, read
from tests.deploy.image import Image
from tests.deploy.running import Running

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "container"
USER = 10_001
LEVEL = "x86-64"


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    return read(FOLDER / "Dockerfile")


@pytest.fixture(scope="module")
def image(stages: list[Stage], cache_home: Path) -> Iterator[Image]:
    """Build it for the oldest level alone, whose kernels the tests keep from run to run."""
    root = Path(tempfile.mkdtemp(prefix="auralis-image-"))
    root.chmod(0o755)
    ready = root / "opt" / "auralis" / "ready" / LEVEL / "auralis" / "kernels"
    lend(cache_home / "auralis" / "kernels", ready)
    image = Image(stages, ROOT, root, {"PROCESSORS": LEVEL, "VERSION": "test"})
    lend(ready, cache_home / "auralis" / "kernels")
    image.seal()
    try:
        yield image
    finally:
        shutil.rmtree(root)


def lend(source: Path, goal: Path) -> None:
    """Copy compiled kernels, dates included, but for those that are there."""
    for file in source.rglob("*.*"):
        there = goal / file.relative_to(source)
        if file.is_file() and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, there)


def confined() -> list[str]:
    """Return what runs a command as the image's user and without any privilege but to read this machine.

    Where the tests may not change the user, they are without privileges themselves.
    """
    if os.geteuid() != 0:
        return []
    only = "-all,+dac_read_search"
    return [
        "setpriv",
        f"--reuid={USER}",
        f"--regid={USER}",
        "--clear-groups",
        f"--inh-caps={only}",
        f"--ambient-caps={only}",
        f"--bounding-set={only}",
        "--no-new-privs",
    ]


@pytest.fixture(scope="module")
def container(image: Image) -> Iterator[Running]:
    """Start it as `docker run --read-only` does, on a free port."""
    command = [*confined(), *image.command("ENTRYPOINT"), *image.command("CMD"), "--port", "0"]
    program = shutil.which("auralis", path=image.environment["PATH"])
    assert program == str(image.root / "opt" / "auralis" / "bin" / "auralis")
    folder = Path(tempfile.mkdtemp(prefix="auralis-run-"))
    folder.chmod(0o755)
    try:
        with Running(command, folder, image.environment, inherit=False) as running:
            yield running
    finally:
        shutil.rmtree(folder)


def check(image: Image, port: int) -> subprocess.CompletedProcess[str]:
    command = [*confined(), *image.command("HEALTHCHECK")]
    variables = {**image.environment, "AURALIS_PORT": str(port)}
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)


def test_it_starts_ready_with_the_kernels_it_brings(image: Image, container: Running) -> None:
    assert "compiling" not in container.said
    port = httpx.URL(container.url).port
    assert port is not None
    well = check(image, port)
    assert (well.returncode, well.stderr) == (0, "")
    assert '"ready"' in well.stdout
    page = httpx.get(f"http://127.0.0.1:{port}/")
    assert page.status_code == 200
    assert "default-src" in page.headers["Content-Security-Policy"]
    assert httpx.get(f"http://127.0.0.1:{port}/api/status").json()["device"] == "CPU"


def test_a_server_that_is_not_there_is_not_healthy(image: Image) -> None:
    ill = check(image, 1)
    assert ill.returncode == 1
    assert ill.stderr.startswith("http://127.0.0.1:1/api/v1/ready: ")


def test_what_it_writes_is_in_its_volumes_and_is_its_users(image: Image, container: Running) -> None:
    assert httpx.get(container.url).status_code == 200
    written = [path for path in (image.root / "cache").rglob("*") if path.is_file()]
    assert written
    if os.geteuid() == 0:
        assert {path.stat().st_uid for path in written} == {USER}
    status = Path(f"/proc/{container.process.pid}/status").read_text()
    if os.geteuid() == 0:
        assert f"Uid:\t{USER}\t{USER}\t{USER}\t{USER}" in status
        assert "NoNewPrivs:\t1" in status


def test_the_image_says_what_it_is_and_how_it_ends(stages: list[Stage], image: Image) -> None:
    final = stages[-1]
    labels = {name: value for label in final.of("LABEL") for name, value in label.pairs.items()}
    wanted = ("title", "description", "licenses", "version")
    assert {f"org.opencontainers.image.{name}" for name in wanted} <= labels.keys()
    assert final.last("STOPSIGNAL").value == "SIGTERM"
    assert final.last("USER").value == f"{USER}:{USER}"
    assert final.last("VOLUME").words == ["/data", "/cache"]
    assert len(stages) == 2
    assert final.base == stages[0].base
    assert image.environment["AURALIS_DATA_DIR"] == str(image.root / "data")


def test_nothing_but_what_it_is_built_from_reaches_the_engine(stages: list[Stage]) -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    copies = [c.value.split() for stage in stages for c in stage.of("COPY") if "--from" not in c.value]
    assert {source for *sources, _ in copies for source in sources} == let_in


@pytest.fixture(scope="module")
def compose() -> dict[str, dict[str, object]]:
    loaded = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("service", ["auralis", "prometheus", "grafana"])
def test_every_service_is_confined_and_bounded(compose: dict[str, dict[str, object]], service: str) -> None:
    told = compose["services"][service]
    assert isinstance(told, dict)
    assert (told["read_only"], told["cap_drop"]) == (True, ["ALL"])
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told["deploy"]["resources"]["limits"].keys() >= {"cpus", "memory"}
    assert all(port.startswith("127.0.0.1:") for port in told.get("ports", ()))
    named = {volume.partition(":")[0] for volume in told.get("volumes", ()) if volume[0] not in "./"}
    assert named <= compose["volumes"].keys()
    assert set(told.get("secrets", ())) <= compose["secrets"].keys()
    secret = [v for k, v in told.get("environment", {}).items() if "TOKEN" in k or "PASSWORD" in k]
    assert all(value.startswith("/run/secrets/") for value in secret)
