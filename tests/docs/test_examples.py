"""Every block of code in the documents is run, or read as what it is."""

import struct
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from auralis.app.settings import PREFIX, read_settings
from auralis.core.address import decode
from tests.command_line import Said
from tests.docs.blocks import Block, read_blocks, read_steps
from tests.docs.desk import ROOT, Desk, check_words
from tests.docs.home_assistant import check_requests
from tests.docs.likeness import values
from tests.docs.messages import check_message, opus_frame
from tests.docs.readers_servers import ReadersServers, readers_servers

ELSEWHERE = {"docs/writing-a-module.md": "test_tutorial.py", "docs/writing-a-patch.md": "test_patch_guide.py"}
"""Pages that have a test of their own, which runs all of theirs."""
PAGES = [
    page
    for page in (
        "README.md",
        "CONTRIBUTING.md",
        *(str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("docs/**/*.md"))),
    )
    if page not in ELSEWHERE and read_blocks(ROOT, page)
]
COMMANDS = ("sh", "bash", "console")
READ = ("", "text", "mermaid")
"""What is no code; diagrams are drawn by the test of the site."""
FEW = 21
"""How many blocks may be left unrun."""
MOMENT = ("a1I5BiTQik2OSM_KIUqF6cqRcp3yDltdH0OwzTLzA1gHiGWIpSolKyEfkp2bwWAA@0:01:40", "40s")
"""What `evening.flac`, which the documents verify, holds; `recipe.json` is of the same music."""


@pytest.fixture(scope="module")
def readers(cache_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadersServers]:
    with readers_servers(cache_home, tmp_path_factory.mktemp("servers")) as there:
        yield there


@pytest.fixture
def desk(
    readers: ReadersServers, said: Said, tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    sitting = Desk(tmp_path, said, readers, monkeypatch)
    (tmp_path / "recipe.json").write_text(decode(MOMENT[0].partition("@")[0]).to_json())
    yield sitting
    sitting.close()


@pytest.mark.parametrize("page", PAGES)
def test_every_block_does_what_it_says(page: str, desk: Desk, said: Said) -> None:
    address, duration = MOMENT
    blocks = read_blocks(ROOT, page)
    if any("verify evening.flac" in block.text for block in blocks):
        said("render", "evening.flac", "--recipe", address, "--duration", duration)
    for block in blocks:
        try:
            check(block, desk)
        except BaseException as error:
            error.add_note(f"{page}, line {block.line}")
            raise


def check(block: Block, desk: Desk) -> None:
    """Run a block, or read it as what it is."""
    if block.file:
        (desk.folder / block.file).write_text(desk.real(block.text))
    if block.language in COMMANDS:
        for step in read_steps(block):
            check_words(step.command) if block.reason else desk.run(step)
    elif block.language == "python":
        program = compile(block.text, f"{block.page}:{block.line}", "exec")
        if not (block.file or block.reason):
            exec(program, {"message": opus_frame(desk.servers.here), "struct": struct})  # noqa: S102
    else:
        read(block, desk)


def read(block: Block, desk: Desk) -> None:
    """Read what is data; a language that nobody reads is an error."""
    if block.language == "json":
        assert values(block.text)
        for value in values(block.text):
            check_message(value, desk.servers.here)
    elif block.language == "toml":
        tomllib.loads(block.text)
    elif block.language == "yaml":
        check_requests(yaml.safe_load(block.text), desk)
    elif block.language == "ini":
        given = dict(
            line.split("=", 1) for line in block.text.splitlines() if line and not line.startswith("#")
        )
        read_settings(**{name.removeprefix(PREFIX).lower(): value for name, value in given.items()})
    else:
        assert block.language in READ, f"nobody reads {block.language}"


def test_few_blocks_are_left_unrun_and_each_says_why() -> None:
    left = [b for page in PAGES for b in read_blocks(ROOT, page) if b.reason]
    assert len(left) <= FEW, [f"{b.page}:{b.line} {b.reason}" for b in left]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```sh\nauralis render x.ogg --duration 1s\n```\n", "ogg"),
        ("```console\n$ auralis --version\nauralis 99\n```\n", "99"),
        ("```sh\nlynx localhost:8000\n```\n", "mark it"),
        ("```sh\ncurl localhost:8000/api/v1/nothing\n```\n", "nothing"),
    ],
)
def test_what_does_not_work_is_found(text: str, message: str, tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "page.md").write_text(text)
    (block,) = read_blocks(tmp_path, "page.md")
    with pytest.raises(AssertionError, match=message):
        check(block, desk)
