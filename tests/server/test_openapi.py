"""What the document says of every route, and what a wrong method is told."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.keeping import MOMENTS, keeping

pytestmark = pytest.mark.anyio


async def test_every_refusal_of_a_kind_is_in_the_document(house: Any) -> None:
    paths = (await house.http.get("/openapi.json")).json()["paths"]
    operations = [o for methods in paths.values() for o in methods.values()]
    for operation in operations:
        names = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        answers = operation["responses"]
        assert "station" not in names or "404" in answers, operation["summary"]
        assert "requestBody" not in operation or {"413", "415"} <= set(answers), operation["summary"]
        assert "422" not in answers or set(answers["422"]["content"]) == {"application/problem+json"}


async def test_a_wrong_method_is_told_all_that_there_are(serve: Any, tmp_path: Path) -> None:
    async with keeping(serve, tmp_path) as home:
        answer = await home.http.put(f"{MOMENTS}/m234567892")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "DELETE, GET, HEAD, PATCH"
