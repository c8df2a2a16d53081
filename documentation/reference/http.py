"""Every HTTP route, from the OpenAPI document that the server publishes."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from auralis import __version__
from auralis.core.recipe import Recipe
from auralis.library.exports import Exports
from auralis.library.library import Library
from auralis.library.user_presets import UserPresets
from auralis.server import create_app
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock
from documentation.table import table

_INTRODUCTION = """# HTTP

Every route of the server but the page and the endless streams, as `/openapi.json` describes them. [The
protocol](docs/protocol.md) explains them, the socket and the streams, with examples.
"""


def page() -> str:
    """Return the page of all routes."""
    paths = document()["paths"]
    routes = [(method, path, route) for path, methods in paths.items() for method, route in methods.items()]
    return "\n\n".join((_INTRODUCTION, *(_chapter(*route) for route in routes))) + "\n"


def document() -> dict[str, Any]:
    """Return the OpenAPI document of an application with everything that a server may have."""
    stage = FakeStage(ManualClock())
    asyncio.run(stage.open("main", Recipe(__version__, 0, "auralis", 44_100, {})))
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        kept = Exports(Library(at / "library", 0))
        presets = UserPresets(at / "presets")
        app = create_app(stage, version=__version__, web=at, exports=kept, presets=presets)
        return app.openapi()


def _chapter(method: str, path: str, route: dict[str, Any]) -> str:
    parts = [f"## `{method.upper()} {path}`", " ".join(route.get("description", "").split())]
    given = route.get("parameters", [])
    if given:
        parts.append(table(("parameter", "in", "type", "default"), map(_parameter, given)))
    for kind, body in route.get("requestBody", {}).get("content", {}).items():
        parts.append(f"Body, `{kind}`: {body['schema'].get('description', 'an object')}.")
        if "example" in body:
            parts.append(f"```json\n{json.dumps(body['example'], ensure_ascii=False)}\n```")
    answers = ((f"`{status}`", answer["description"]) for status, answer in route["responses"].items())
    parts.append(table(("answer", "when"), answers))
    return "\n\n".join(parts)


def _parameter(given: dict[str, Any]) -> tuple[str, ...]:
    schema = given["schema"]
    kinds = schema.get("type") or " or ".join(s["type"] for s in schema["anyOf"] if s["type"] != "null")
    default = schema.get("default")
    needed = "(needed)" if given.get("required") else ""
    return f"`{given['name']}`", given["in"], kinds, needed if default is None else f"`{default}`"
