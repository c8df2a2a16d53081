"""Everything that the site is made from, in one folder."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from documentation.links import relinked
from documentation.reference import command_line, http, kits, modules, presets, settings

GENERATED: Mapping[str, Callable[[], str]] = {
    "reference/settings.md": settings.page,
    "reference/command-line.md": command_line.page,
    "reference/http.md": http.page,
    "reference/modules.md": modules.page,
    "reference/kits.md": kits.page,
    "reference/presets.md": presets.page,
}
"""The pages that are made from the code, by their place in the site."""

BESIDE: Mapping[str, str] = {
    "README.md": "about.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "licence.md",
}
"""What lies beside `docs/`, and its place in the site."""

SCRIPTS: Mapping[str, str] = {
    "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js": "mermaid.tiny.js",
    "node_modules/iframe-worker/shim/index.js": "iframe-worker.js",
}
"""What draws diagrams, and what lets the search run from a disk: the site would fetch them from elsewhere."""

_LOOK = ("auralis.css", "favicon.svg")


def stage(root: Path, folder: Path) -> None:
    """Copy and make every page, picture and script into a new folder.

    Raises `FileNotFoundError` where `npm install` has not been run.
    """
    for script in SCRIPTS:
        if not (root / script).exists():
            raise FileNotFoundError(f"{script} is missing: npm install")
    shutil.copytree(root / "docs", folder)
    for page in folder.rglob("*.md"):
        _rewrite(page, page.relative_to(folder).as_posix(), inside=True)
    for name, place in BESIDE.items():
        shutil.copy(root / name, folder / place)
        _rewrite(folder / place, place, inside=False)
    for place, page_of in GENERATED.items():
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_text(relinked(page_of(), place, inside=False), encoding="utf-8")
    assets = folder / "assets"
    assets.mkdir()
    for script, name in SCRIPTS.items():
        shutil.copy(root / script, assets / name)
    for name in _LOOK:
        shutil.copy(Path(__file__).parent / "look" / name, assets)


def _rewrite(file: Path, place: str, *, inside: bool) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(relinked(text, place, inside=inside), encoding="utf-8")
