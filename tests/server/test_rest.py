"""REST, by a real client over a real connection."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def test_system_status(house: Any) -> None:
    await house.clock.advance(5)
    status = (await house.http.get("/api/status")).json()
    assert status["uptime_sec"] == pytest.approx(5)
    assert status["active_connections"] == 0
    assert (status["device"], status["soundfont_loaded"], status["synthesis_active"]) == ("CPU", False, True)
    assert isinstance(status["buffer_depth"], int)
    assert status["timestamp"] == "2023-11-14T22:13:25.000000Z"
    assert (status["current_key"], status["current_bpm"], status["current_intensity"]) == (
        "D dorian",
        60,
        0.5,
    )


async def test_generation_status(house: Any) -> None:
    status = (await house.http.get("/api/v1/status?station=main")).json()
    assert status == {
        "station": "main",
        "current_preset": "focus",
        "current_key": "D dorian",
        "current_mode": "dorian",
        "current_bpm": 60,
        "current_intensity": 0.5,
        "buffer_depth_ms": 200.0,
        "active_clients": 0,
        "synthesis_latency_ms": 0.0,
        "phrases_generated": 1,
    }


async def test_metrics_refresh_once_a_second(house: Any) -> None:
    first = (await house.http.get("/api/metrics")).json()
    house.source.render(2)
    assert (await house.http.get("/api/metrics")).json() == first
    await house.clock.advance(1)
    later = (await house.http.get("/api/metrics")).json()
    assert later["synthesis_latency_ms"] == {"avg": 4.0, "p50": 4.0, "p95": 4.0, "p99": 4.0}
    assert later["last_updated"] == "2023-11-14T22:13:21.000000Z"
    assert later["memory_usage_mb"] > 100
    assert later["buffer_underruns"] == 6


async def test_health_and_readiness(house: Any) -> None:
    health = await house.http.get("/api/v1/health")
    told = {"status": "healthy", "service": "auralis", "version": "9.9.9", "degraded": []}
    assert health.json() == told
    assert (await house.http.get("/api/v1/ready")).json() == {
        "status": "ready",
        "station": "main",
        "stations_kept": "no",
        "why_not_kept": "there is no journal",
    }
    house.source.figures["alive"] = 0.0
    await house.play(2)
    assert (await house.http.get("/api/v1/ready")).status_code == 200
    await house.play(4, render=False)
    waiting = await house.http.get("/api/v1/ready")
    assert waiting.json()["detail"] == "station main has no sound: its render worker is gone"
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "1")
    assert waiting.headers["content-type"] == "application/problem+json"


async def test_control(house: Any) -> None:
    answer = await house.http.post("/api/v1/control", json={"bpm": 75, "boundary": "bar"})
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "updated",
        "params": {"bpm": 75},
        "changes": [{"frame": 13_230, "boundary": "bar", "set": {"bpm": 75}}],
    }
    assert (await house.http.get("/api/v1/status")).json()["current_bpm"] == 75


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"bpm": 500}', "bpm"),
        ('{"bpm": NaN}', "bpm"),
        ('{"intensity": "loud"}', "intensity"),
        ('{"bpm": "\\ud800"}', "bpm"),
        ("{}", "settings"),
        ("nonsense", "message"),
        (b"\xff\xfe\x00", "message"),
    ],
)
async def test_a_wrong_control_is_a_problem_that_names_the_field(house: Any, body: Any, field: str) -> None:
    answer = await house.http.post(
        "/api/v1/control", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"], problem["field"]) == (422, "INVALID_CONTROL", field)
    assert problem["allowed"]
    assert "value" in problem


async def test_only_json_of_bounded_size_is_taken(house: Any) -> None:
    plain = await house.http.post("/api/v1/control", content='{"bpm":75}')
    assert plain.status_code == 415
    big = await house.http.post("/api/v1/control", json={"key": "x" * 70_000})
    assert big.status_code == 413
    assert big.json()["detail"] == "at most 65536 bytes are taken"
    assert house.source.context["bpm"] == 60


@pytest.mark.parametrize("path", ["/api/status", "/api/metrics", "/api/v1/status", "/api/v1/ready"])
async def test_an_unknown_station_is_not_found(house: Any, path: str) -> None:
    answer = await house.http.get(f"{path}?station=nowhere")
    assert (answer.status_code, answer.json()["field"]) == (404, "station")
    assert answer.json()["allowed"] == "main"


async def test_presets(house: Any) -> None:
    presets = {p["name"]: p for p in (await house.http.get("/api/v1/presets")).json()["presets"]}
    assert list(presets) == ["focus", "meditation", "sleep", "bright"]
    sleep = presets["sleep"]
    assert (sleep["key"], sleep["mode"], sleep["bpm"], sleep["intensity"]) == (
        "E phrygian",
        "phrygian",
        40,
        0.2,
    )
    assert sleep["built_in"] is True


@pytest.mark.parametrize("path", ["/", "/app.js", "/api/status", "/api/v1/health", "/favicon.ico"])
async def test_head_is_get_without_the_body(house: Any, path: str) -> None:
    get, head = await house.http.get(path), await house.http.head(path)
    assert (get.status_code, head.status_code) == (200, 200)
    assert get.content
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_the_page_is_isolated_and_may_run_only_its_own_code(house: Any) -> None:
    page = await house.http.get("/")
    assert "<title>Auralis</title>" in page.text
    headers = page.headers
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; connect-src 'self' ws: wss:;")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"
    assert "server" not in headers
    assert (await house.http.get("/api/status")).headers["Cache-Control"] == "no-store"
    again = await house.http.get("/", headers={"If-None-Match": headers["etag"]})
    assert again.status_code == 304
    script = await house.http.get("/app.js")
    assert script.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
        ("GET", "/%00", 404),
        ("GET", "/docs", 404),
        ("DELETE", "/api/status", 405),
    ],
)
async def test_other_errors_are_problems_too(house: Any, method: str, path: str, status: int) -> None:
    answer = await house.http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


async def test_openapi_describes_every_rest_route(house: Any) -> None:
    document = (await house.http.get("/openapi.json")).json()
    assert document["info"]["version"] == "9.9.9"
    assert set(document["paths"]) == {
        "/api/status",
        "/api/metrics",
        "/metrics",
        "/api/v1/health",
        "/api/v1/ready",
        "/api/v1/status",
        "/api/v1/control",
        "/api/v1/presets",
        "/api/v1/qr.svg",
        "/api/v1/stations",
        "/api/v1/stations/{name}",
        "/api/v1/night",
        "/api/v1/listeners",
        "/api/v1/listeners/{listener}",
        "/api/v1/links",
    }
    assert "requestBody" in document["paths"]["/api/v1/control"]["post"]
    assert json.dumps(document)
