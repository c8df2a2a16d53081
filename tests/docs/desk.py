"""A reader's desk: a folder, a command line and two servers."""

import importlib.util
import json
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from tests.command_line import Said
from tests.docs.blocks import Step
from tests.docs.likeness import check_alike, check_said, told, values
from tests.docs.readers_servers import ReadersServers
from tests.docs.shortened import addressed, shortened

ROOT = Path(__file__).parents[2]


class Desk:
    """Does what a page says, step by step, in a folder of its own."""

    _certified: ClassVar[list[list[str]]] = []
    """Nights that were judged on this page or another: one is enough, and a minute of it is no night."""

    def __init__(
        self, folder: Path, said: Said, servers: ReadersServers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self.servers = servers
        self._said = said
        self._monkeypatch = monkeypatch
        self._known: dict[str, str] = {}
        self._presets: list[dict[str, Any]] = []

    def real(self, text: str) -> str:
        """Return a text with this desk's servers, names and tokens."""
        return addressed(text, self.servers.here, self.servers.other, self._known)

    def run(self, step: Step) -> None:
        """Run a command, and assert that it does and says what the page has."""
        words = shlex.split(self.real(step.command), comments=True)
        while "=" in words[0]:
            self._monkeypatch.setenv(*words.pop(0).split("=", 1))
        doing = getattr(self, f"_{words[0]}", None)
        assert doing is not None, f"nobody knows how to run {step.command!r}; mark it: <!-- not run: why -->"
        doing(words[1:], step.output)

    def close(self) -> None:
        """Remove the presets that the page saved, whose names other pages use."""
        for preset in self._presets:
            bearer = {"Authorization": f"Bearer {preset['token']}"}
            gone = httpx.delete(f"http://{preset['server']}/{preset['id']}", headers=bearer)
            assert gone.status_code in (204, 404), gone.text

    def _auralis(self, words: list[str], output: str) -> None:
        if words[0] == "serve":
            check_said(output, self.servers.said(words[1:]), whole=not output.startswith("Auralis plays"))
            return
        if words[0] == "certify" and _judged(words) in self._certified:
            return
        into = words[words.index(">") + 1] if ">" in words else ""
        asked = shortened(words[: words.index(">")] if into else words)
        status, out, err = self._said(*asked)
        if into:
            (self.folder / into).write_text(out)
        if words[0] == "certify":
            self._certified.append(_judged(words))
            assert out.splitlines()[-1].startswith(("pass", "fail")), (words, out, err)
            return
        refused = output.startswith(("auralis: ", "different")) and not output.startswith("auralis: note")
        assert bool(status) is refused, (words, out, err)
        check_said(output, out + err, whole=asked == words)

    def _curl(self, words: list[str], output: str) -> None:
        command = ["curl", "-sS", "-w", "\n%{http_code}", *words]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=True, timeout=60
        )
        body, _, status = done.stdout.rpartition("\n")
        real = json.loads(body) if body.startswith("{") else None
        if isinstance(real, dict) and {"built_in", "token"} <= set(real):
            self._presets.append({**real, "server": next(w for w in words if "/api/v1/presets" in w)})
        if not output:
            assert int(status) < 400, (words, done.stdout)
            return
        (written,) = values(output)
        refused = "code" in written
        assert int(status) == written["status"] if refused else int(status) < 400, done.stdout
        check_alike(written, real)
        self._known |= dict(told(written, real))

    def _ffmpeg(self, words: list[str], output: str) -> None:
        words[words.index("-t") + 1] = "1"
        command = ["ffmpeg", "-nostdin", "-v", "error", *words]
        subprocess.run(command, cwd=self.folder, check=True, timeout=60)

    def _promtool(self, words: list[str], output: str) -> None:
        subprocess.run(["promtool", *words], cwd=ROOT, capture_output=True, check=True, timeout=60)

    def _vlc(self, words: list[str], output: str) -> None:
        """Ask for what a player would play."""
        answer = httpx.head(words[0], timeout=30)
        assert answer.status_code == 200, words
        assert answer.headers["content-type"].startswith("audio/"), words

    _mpv = _vlc

    def _python(self, words: list[str], output: str) -> None:
        command = [sys.executable, *words]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr


def _judged(words: list[str]) -> list[str]:
    """Return what is certified, whatever the report."""
    return words[: words.index("--report")] if "--report" in words else words


def check_words(command: str) -> None:
    """Assert that a command which is not run names what there is: a make target, a module, an extra."""
    words = shlex.split(command, comments=True)
    words = [w for w in words if "=" not in w] or words
    if words[0] == "make":
        assert f"\n{words[1]}:" in (ROOT / "Makefile").read_text(), command
    elif words[:2] == ["python", "-m"]:
        assert importlib.util.find_spec(words[2]) is not None, command
    elif words[:2] == ["pip", "install"] and "[" in words[2]:
        extra = words[2].partition("[")[2].rstrip("]")
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        assert extra in project["optional-dependencies"], command
    elif "/" in words[0] and not words[0].startswith("~"):
        assert os.access(ROOT / words[0], os.X_OK), command
