"""Home Assistant's configuration, as far as it reaches our server."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from tests.docs.desk import Desk


def check_requests(configuration: Any, desk: Desk) -> None:
    """Make every request that a configuration has: streams are asked for, REST is done."""
    made = 0
    for part in _mappings(configuration):
        stream = part.get("media_content_id")
        url = part.get("url") or part.get("resource")
        if stream:
            assert httpx.head(desk.real(stream), timeout=30).status_code == 200, stream
        elif url:
            payload = json.loads(part.get("payload", "null"))
            answer = httpx.request(part.get("method", "GET"), desk.real(url), json=payload, timeout=30)
            assert answer.status_code == 200, (url, answer.text)
            _check_templates(part, answer.json())
        made += bool(stream or url)
    assert made, "the configuration reaches no server"


def _check_templates(part: dict[str, Any], answer: dict[str, Any]) -> None:
    for sensor in part.get("sensor", ()):
        field = sensor["value_template"].strip("{} ").removeprefix("value_json.")
        assert field in answer, sensor


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _mappings(child)
