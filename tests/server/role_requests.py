"""One request for each route that succeeds for whoever may send it."""

import secrets
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from tests.server.role_cast import Things

SHARED: Final = "main"
PERSONAL: Final = "personal"


class Sample(NamedTuple):
    """A route; of which station it is about, if of any, and the body that goes with it."""

    method: str
    path: str
    about: str = ""
    body: dict[str, object] | None = None


def _of_stations(method: str, path: str, body: dict[str, object] | None = None) -> tuple[Sample, ...]:
    return Sample(method, path, SHARED, body), Sample(method, path, PERSONAL, body)


SAMPLES: Final = (
    Sample("GET", "/openapi.json"),
    Sample("GET", "/favicon.ico"),
    Sample("GET", "/m/{moment}"),
    Sample("GET", "/api/v1/health"),
    Sample("GET", "/api/v1/ready"),
    *_of_stations("GET", "/api/status"),
    *_of_stations("GET", "/api/metrics"),
    *_of_stations("GET", "/api/v1/status"),
    Sample("GET", "/metrics"),
    *_of_stations("GET", "/stream/{file}"),
    *_of_stations("GET", "/stream/{station}/index.m3u8"),
    *_of_stations("GET", "/stream/{station}/{number:int}.aac"),
    *_of_stations("POST", "/api/v1/control", {"bpm": 60}),
    *_of_stations("GET", "/api/v1/night"),
    *_of_stations("POST", "/api/v1/night", {"action": "cancel"}),
    Sample("GET", "/api/v1/stations"),
    Sample("POST", "/api/v1/stations", body={}),
    *_of_stations("GET", "/api/v1/stations/{name}"),
    Sample("DELETE", "/api/v1/stations/{name}", PERSONAL),
    Sample("GET", "/api/v1/presets"),
    Sample("POST", "/api/v1/presets", body={"name": "", "settings": {"bpm": 50}}),
    Sample("GET", "/api/v1/presets/{preset}"),
    Sample("PATCH", "/api/v1/presets/{preset}", body={"settings": {"bpm": 50}}),
    Sample("DELETE", "/api/v1/presets/{preset}"),
    Sample("GET", "/api/v1/presets/{preset}/file"),
    Sample("GET", "/api/v1/qr.svg"),
    Sample("GET", "/api/v1/moments"),
    Sample("POST", "/api/v1/moments", body={"minutes": 1}),
    Sample("GET", "/api/v1/moments/{moment}"),
    Sample("PATCH", "/api/v1/moments/{moment}", body={"title": "Rain"}),
    Sample("DELETE", "/api/v1/moments/{moment}"),
    Sample("GET", "/api/v1/exports"),
    Sample("POST", "/api/v1/exports", body={}),
    Sample("GET", "/api/v1/exports/{export}"),
    Sample("DELETE", "/api/v1/exports/{export}"),
    Sample("GET", "/api/v1/exports/{export}/file"),
    Sample("GET", "/api/v1/library"),
    Sample("GET", "/api/v1/listeners"),
    Sample("DELETE", "/api/v1/listeners/{listener}"),
    Sample("POST", "/api/v1/links", body={}),
)


async def answer(house: Any, sample: Sample, there: Things, tokens: Sequence[str], listener: str) -> str:
    """Return `yes`, or the code of the refusal; `listener` is the id of one who listens."""
    station = SHARED if sample.about != PERSONAL else there.station
    named = {"file": f"{station}.wav", "moment": there.moment, "preset": there.preset, "export": there.export}
    path = sample.path.replace("{number:int}", "1").format(
        station=station, name=station, listener=listener, **named
    )
    query = [("token", token) for token in tokens]
    if "{" not in sample.path and sample.about:
        query.append(("station", station))
    if path.endswith("qr.svg"):
        query.append(("text", f"{house.http.base_url}/"))
    body = _body(sample, there)
    async with house.http.stream(sample.method, f"{path}?{urlencode(query)}", json=body) as got:
        if got.status_code not in (401, 403):
            assert got.status_code < 400 or got.status_code == 409, (sample, got.status_code)
            return "yes"
        return str((await _json(got))["code"])


def _body(sample: Sample, there: Things) -> dict[str, object] | None:
    if sample.path.endswith("exports") and sample.method == "POST":
        return {"moment": there.moment, "format": "flac"}
    if sample.body is not None and "name" in sample.body:
        return {**sample.body, "name": secrets.token_hex(8)}
    return sample.body


async def _json(got: Any) -> Any:
    await got.aread()
    return got.json()
