"""Links as they are written in the repository, turned into links of the site."""

import posixpath
import re

_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"(!\[[^\]]*\]\()([^)\s]+)(\))|(src=\")([^\"]+)(\")")
_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_ELSEWHERE = {
    "README.md": "about.md",
    "README.md#settings": "reference/settings.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "licence.md",
}


def relinked(text: str, place: str, *, inside: bool) -> str:
    """Return a page's text with its links as the site has them.

    `place` is the page's path in the site; `inside` says whether the page lies in `docs/` in the
    repository, else beside it. A link to a file that is no part of the site becomes its words.
    """
    home = posixpath.join("docs", posixpath.dirname(place)) if inside else ""

    def link(found: re.Match[str]) -> str:
        words, target = found.groups()
        reached = _reached(target, home, place)
        return words if reached is None else f"[{words}]({reached})"

    def picture(found: re.Match[str]) -> str:
        before, target, after = (part for part in found.groups() if part is not None)
        return f"{before}{_reached(target, home, place) or target}{after}"

    parts = _FENCE.split(text)
    parts[::2] = [_PICTURE.sub(picture, _LINK.sub(link, part)) for part in parts[::2]]
    return "".join(parts)


def _reached(target: str, home: str, place: str) -> str | None:
    """Return where a link leads from a page of the site, or None if the site has no such page."""
    if target.startswith(("http:", "https:", "#", "mailto:")):
        return target
    full = posixpath.normpath(posixpath.join(home, target))
    path, hash_sign, anchor = full.partition("#")
    inner = _ELSEWHERE.get(full)
    if inner is None and path in _ELSEWHERE:
        inner = _ELSEWHERE[path] + hash_sign + anchor
    if inner is None and path.startswith("docs/"):
        inner = full.removeprefix("docs/")
    return None if inner is None else posixpath.relpath(inner, posixpath.dirname(place) or ".")
