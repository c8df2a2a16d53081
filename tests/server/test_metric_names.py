"""What the dashboard, the alerts and the docs name is what a running server exports."""

import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from auralis.library.exports import Exports
from auralis.library.library import Library

pytestmark = pytest.mark.anyio
ROOT: Final = Path(__file__).parents[2]
GRAFANA: Final = ROOT / "deploy" / "grafana"
OUTSIDE: Final = {"instance", "job", "up"}
NAME: Final = re.compile(r"\b(?:auralis|process)_[a-z_]+\b")


@pytest.fixture
async def exported(serve: Any, told: Any, tmp_path: Path) -> AsyncIterator[dict[str, Metric]]:
    """Everything that a server exports which was used in every way."""
    exports = Exports(Library(tmp_path / "library", 1000))
    async with serve(exports=exports, clients=2) as house:
        house.source.figures |= {"cost": 0.1, "snapshot_ms": 1.0, "reduction_db": 0.5}
        async with house.listen("/ws", "auralis.pcm") as client:
            await told(client, "hello")
            async with house.http.stream("GET", "/stream/main.wav") as answer:
                parts = answer.aiter_bytes()
                await anext(parts)
                assert (await house.http.get("/stream/main.wav")).status_code == 429
                house.source.render(90)
                while True:
                    await house.clock.advance(1)
                    text = (await house.http.get("/metrics")).text
                    found = {family.name: family for family in text_string_to_metric_families(text)}
                    if found["auralis_short_term_lufs"].samples and found["auralis_encode_seconds"].samples:
                        break
                client.transport.abort()
                yield found


def labels(exported: dict[str, Metric]) -> dict[str, set[str]]:
    """Return the labels of every sample that there is, by its name."""
    found: dict[str, set[str]] = {}
    for family in exported.values():
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def dashboard() -> Iterator[tuple[str, str]]:
    """Yield each expression of the dashboard with the legend that goes with it."""
    for panel in json.loads((GRAFANA / "auralis.json").read_text())["panels"]:
        yield from ((target["expr"], target["legendFormat"]) for target in panel.get("targets", ()))


def alerts() -> Iterator[tuple[str, str]]:
    """Yield each expression of the alerts with what is told of its labels."""
    text = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()
    for rule in text.split("- alert: ")[1:]:
        expr = re.search(r"expr: (.*)", rule)
        assert expr is not None
        yield expr[1], " ".join(f"{{{{{label}}}}}" for label in re.findall(r"\$labels\.(\w+)", rule))


def named(expr: str, legend: str) -> set[str]:
    """Return the labels that an expression and its legend name."""
    selected = re.findall(r"[{,](\w+)(?:=|!=|=~|!~)\"", expr)
    grouped = re.findall(r"\w+", " ".join(re.findall(r"\b(?:by|on) \(([^)]*)\)", expr)))
    return {*selected, *grouped, *re.findall(r"\{\{(\w+)\}\}", legend)}


async def test_every_metric_and_label_that_is_named_exists(exported: dict[str, Metric]) -> None:
    there = labels(exported)
    asked = [*dashboard(), *alerts()]
    assert len(asked) >= 50
    for expr, legend in asked:
        chosen = named(expr, legend)
        names = set(NAME.findall(expr)) - chosen
        assert names or expr.startswith("up{"), expr
        assert names <= set(there), expr
        known = OUTSIDE.union(*(there[name] for name in names))
        assert chosen <= known, expr


async def test_every_metric_is_in_the_docs_and_follows_the_conventions(exported: dict[str, Metric]) -> None:
    table = (ROOT / "docs" / "broadcast.md").read_text().partition("\n## Figures\n")[2]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    suffix = {"counter": "_total"}
    assert documented == {name + suffix.get(family.type, "") for name, family in exported.items()}
    for name, family in exported.items():
        assert family.documentation, name
        assert family.type != "histogram" or name.endswith("_seconds")
        assert not re.search(r"_(ms|mb|kb|milliseconds|percent)(_|$)", name)
    routes = {sample.labels["route"] for sample in exported["auralis_http_requests"].samples}
    assert {"/stream/{file}", "/metrics"} <= routes
    assert {sample.labels["code"] for sample in exported["auralis_refused"].samples} == {"429"}


def test_the_dashboard_is_what_its_program_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(GRAFANA))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    from dashboard import dashboard as made  # type: ignore[import-not-found]

    assert json.loads((GRAFANA / "auralis.json").read_text()) == made()


def test_panels_stand_beside_each_other_and_have_units() -> None:
    board = json.loads((GRAFANA / "auralis.json").read_text())
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not taken & cells, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
        assert panel["type"] == "row" or panel["fieldConfig"]["defaults"]["unit"]
    assert [p["title"] for p in board["panels"] if p["type"] == "row"] == [
        "Listeners",
        "Sound",
        "Rendering",
        "Server",
    ]
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
