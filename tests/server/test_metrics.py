"""Figures are true: what is injected is what is shown, by both routes."""

import asyncio
import json
from typing import Any

import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.anyio
PERCENTS = {"p50": 50, "p95": 95, "p99": 99}


def of(values: list[float]) -> Any:
    expected = {"avg": np.mean(values)} | {p: np.percentile(values, n) for p, n in PERCENTS.items()}
    return pytest.approx({name: float(value) for name, value in expected.items()})


async def figures(house: Any) -> dict[str, Any]:
    await house.clock.advance(1)
    found: dict[str, Any] = (await house.http.get("/api/metrics")).json()
    return found


async def families(house: Any) -> dict[str, dict[tuple[str, ...], float]]:
    answer = await house.http.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            labels = tuple(value for _, value in sorted(sample.labels.items()))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


async def gone(house: Any) -> None:
    while (await house.http.get("/api/status")).json()["active_connections"]:
        await asyncio.sleep(0)


async def test_seven_skips_three_disconnects_and_known_latencies_are_shown_exactly(
    house: Any, told: Any
) -> None:
    for _ in range(3):
        async with house.listen("/ws", "auralis.pcm") as client:
            await told(client, "hello")
    await gone(house)
    async with house.listen("/ws", "auralis.pcm") as client:
        await told(client, "hello")
        await house.play(2)
        house.source.render(20)
        house.clock.jump(1.2)
        overrun = await told(client, "error")
        assert (overrun["code"], overrun["count"]) == ("BUFFER_OVERRUN", 7)
        delays = [float(value) for value in range(150, 0, -1)]
        for value in delays:
            await client.send(json.dumps({"type": "report", "latency_ms": value}))
        await client.send('{"type":"ping"}')
        await told(client, "pong")
        took = [float(value % 77) for value in range(1003)]
        for value in took:
            house.source.figures["render_ms"] = value
            house.source.render()
        shown = await figures(house)
        exposed = await families(house)
    assert (shown["buffer_overflows"], shown["disconnects"]) == (7, 3)
    assert shown["synthesis_latency_ms"] == of(took[-1000:])
    assert shown["end_to_end_latency_ms"] == of(delays)
    assert exposed["auralis_skipped_chunks_total"] == {("main",): 7}
    assert exposed["auralis_disconnects_total"] == {("main",): 3}
    assert exposed["auralis_underruns_total"] == {("main",): shown["buffer_underruns"]}
    assert exposed["auralis_end_to_end_seconds_count"] == {("main",): 150}
    assert exposed["auralis_end_to_end_seconds_sum"] == {("main",): pytest.approx(sum(delays) / 1000)}
    bucket = exposed["auralis_end_to_end_seconds_bucket"]
    assert bucket["0.1", "main"] == 100
    assert bucket["+Inf", "main"] == 150
    assert exposed["auralis_render_seconds_count"]["main",] >= 1003


async def test_prometheus_reads_who_listens_and_how_the_server_fares(house: Any, told: Any) -> None:
    async with house.listen() as one, house.listen("/ws", "auralis.pcm") as other:
        await told(one, "hello")
        await told(other, "hello")
        await other.send('{"type":"report","buffer_depth_ms":90}')
        await other.send('{"type":"ping"}')
        await told(other, "pong")
        exposed = await families(house)
    assert exposed["auralis_listeners"] == {
        ("auralis.json", "main", "websocket"): 1,
        ("auralis.pcm", "main", "websocket"): 1,
    }
    assert exposed["auralis_connections"] == {("connected", "main"): 1, ("buffering", "main"): 1}
    assert exposed["auralis_lead_seconds"]["main",] == pytest.approx(0.2)
    assert exposed["auralis_resident_memory_bytes"][()] > 100 << 20
    assert exposed["auralis_stations_kept"][()] == 0
    assert exposed["auralis_worker_restarts_total"] == {("main",): 0}


async def test_a_station_that_is_listened_to_has_a_sound(house: Any, told: Any) -> None:
    async with house.listen("/ws", "auralis.pcm") as client:
        await told(client, "hello")
        exposed: dict[str, Any] = {}
        house.source.render(90)
        while "auralis_short_term_lufs" not in exposed:
            await house.clock.advance(1)
            exposed = await families(house)
        client.transport.abort()
    assert -25 < exposed["auralis_short_term_lufs"]["main",] < -15
    assert exposed["auralis_true_peak_dbtp"]["main",] > -1
    assert exposed["auralis_silent"]["main",] == 0
