"""Addresses that nobody's Auralis has made: they are refused, and the server makes no mistake."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from auralis.core import address, address_words
from tests.library.shelf import RECIPE
from tests.server.keeping import MOMENTS, keeping, named

pytestmark = pytest.mark.anyio
TEXT = RECIPE.to_json()
ODD = {
    "an infinite tempo": (TEXT.replace('"bpm":40', '"bpm":1e999'), "recipe.context.bpm"),
    "no number": (TEXT.replace('"bpm":40', '"bpm":NaN'), "recipe.context.bpm"),
    "chords in chords": (TEXT.replace('"chords":[]', f'"chords":{"[" * 400}{"]" * 400}'), "recipe"),
    "half a letter": (TEXT.replace('"engine":"0.2.0"', r'"engine":"\ud800"'), "recipe.engine"),
    "half a letter as a name": (TEXT.replace('"calm"', r'"\udc00"'), "recipe.context"),
}


@pytest.fixture
async def home(serve: Any, tmp_path: Path) -> AsyncIterator[Any]:
    async with keeping(serve, tmp_path) as house:
        yield house


@pytest.mark.parametrize("odd", ODD)
async def test_an_odd_address_is_refused_wherever_it_is_taken(home: Any, odd: str) -> None:
    text, field = ODD[odd]
    where = "a1" + address._packed(text.encode(), address_words.FIRST)
    asked = [
        await home.http.get(f"{MOMENTS}/{where}"),
        await home.http.post(MOMENTS, json={"address": where, "duration": 10}),
        await home.http.post("/api/v1/stations", json={"address": where}),
    ]
    assert [named(answer) for answer in asked] == [(422, field)] * 3
