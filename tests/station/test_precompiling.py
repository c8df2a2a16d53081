"""What is missing in a folder of kernels is compiled by other processes, several at once."""

from pathlib import Path

import pytest

from auralis.engine import CompileReport, Kernels, load_kit
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.patch_file import PatchFile, parse_patch
from auralis.engine.files.patch_writing import to_toml
from auralis.engine.kit_catalogue import kit_names
from auralis.engine.patch import Patch, node
from auralis.station import precompiling
from auralis.station.precompiling import precompile
from auralis.station.workshop import NotLoadable, Workshop

RATE = 44_100


def patch(name: str) -> Patch:
    return Patch(name, bus=(node("g", "gain"),), cables=("in.x -> g.x", "g.y -> out"), inputs=("x",))


class Listener:
    """Kernels in a folder, and what was said of them."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str | CompileReport] = []
        self.kernels = Kernels(folder, self.said.append, self.said.append)

    @property
    def names(self) -> list[str]:
        """What began, and what ended with a `.`."""
        return [said if isinstance(said, str) else f"{said.patch}." for said in self.said]


@pytest.mark.parametrize(("processors", "order"), [(1, "a a. b b."), (8, "a b")])
def test_what_is_missing_is_compiled_as_processors_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int, order: str
) -> None:
    monkeypatch.setattr(precompiling, "processors", lambda: processors)
    heard = Listener(tmp_path)
    precompile([patch("a"), patch("b"), patch("a")], RATE, heard.kernels)
    assert " ".join(heard.names).startswith(order)
    assert sorted(heard.names) == ["a", "a.", "b", "b."]
    assert all(said.seconds > 0 and not said.cached for said in heard.said if not isinstance(said, str))

    heard.said.clear()
    precompile([patch("a"), patch("b")], RATE, heard.kernels)
    assert heard.said == []
    heard.kernels.program(patch("a"), RATE)
    assert heard.said == [CompileReport("a", 0, cached=True)]


@pytest.mark.parametrize("free", [None, 100])
def test_where_memory_is_scarce_or_unknown_one_is_compiled_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int | None
) -> None:
    monkeypatch.setattr(precompiling, "processors", lambda: 8)
    monkeypatch.setattr(precompiling, "available_mb", lambda: free)
    heard = Listener(tmp_path)
    precompile([patch("a"), patch("b")], RATE, heard.kernels)
    assert heard.names == ["a", "a.", "b", "b."]


def test_what_cannot_be_compiled_is_named(tmp_path: Path) -> None:
    wrong = Patch("wrong", bus=(node("g", "gain"),), cables=("in.x -> g.x",))
    with pytest.raises(InvalidPatch, match=r"cable 'in\.x -> g\.x'"):
        precompile([patch("a"), wrong], RATE, Kernels(tmp_path))


@pytest.mark.parametrize("name", [name for name in kit_names() if name != "soundfont"])
def test_a_kits_patches_say_the_same_to_another_process(name: str) -> None:
    for own in load_kit(name, None).patches:
        assert parse_patch(to_toml(PatchFile(own))).patch == own


def test_an_interruption_ends_the_compilers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two patches the second one interrupts; the first one's compiler is gone, its kernel is not there."""
    monkeypatch.setattr(precompiling, "processors", lambda: 2)
    begun: list[str] = []

    def begins(name: str) -> None:
        begun.append(name)
        if len(begun) == 2:
            raise KeyboardInterrupt

    kernels = Kernels(tmp_path, begins=begins)
    with pytest.raises(KeyboardInterrupt):
        precompile([patch("a"), patch("b")], RATE, kernels)
    assert not kernels.cached(patch("a"), RATE)


def test_where_nothing_may_be_compiled_no_compiler_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[None] = []
    monkeypatch.setattr(precompiling, "Compiler", lambda: started.append(None))
    workshop = Workshop(tmp_path, lambda _: None)
    workshop.closed = True
    with pytest.raises(NotLoadable, match="a"):
        precompile([patch("a"), patch("b")], RATE, workshop.kernels)
    assert not started
