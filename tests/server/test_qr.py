"""The picture that leads a phone to a stream."""

from typing import Any
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.anyio

PATH = "/api/v1/qr.svg"


def own(house: Any, path: str = "/stream/main.mp3") -> str:
    return f"http://127.0.0.1:{house.port}{path}"


async def test_an_address_of_the_server_becomes_a_picture(house: Any) -> None:
    answer = await house.http.get(PATH, params={"text": own(house)})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.headers["content-security-policy"]
    picture = ElementTree.fromstring(answer.content)  # noqa: S314
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    _, _, wide, high = map(int, picture.attrib["viewBox"].split())
    assert wide == high >= 21 + 8
    assert len(answer.content) < 5_000
    other = await house.http.get(PATH, params={"text": own(house, "/stream/main.opus")})
    assert other.content != answer.content


async def test_a_proxy_may_have_made_it_safe(house: Any) -> None:
    text = own(house).replace("http:", "https:")
    assert (await house.http.get(PATH, params={"text": text})).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "/stream/main.mp3",
        "//127.0.0.1/stream/main.mp3",
        "http://example.org/stream/main.mp3",
        "http://127.0.0.1:{port}@example.org/",
        "http://someone@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}.example.org/",
        "javascript://127.0.0.1:{port}/%0aalert(1)",
        "http://127.0.0.1:{port}/ and more",
        "http://127.0.0.1:{port}/\nhttp://example.org/",
        "http://[127.0.0.1",
    ],
)
async def test_other_texts_are_refused(house: Any, text: str) -> None:
    text = text.replace("{port}", str(house.port))
    answer = await house.http.get(PATH, params={"text": text})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "text"
    assert answer.json()["allowed"] == "an address of this server"


async def test_a_text_has_a_length(house: Any) -> None:
    base = own(house, "/")
    fits = base + "x" * (512 - len(base))
    assert (await house.http.get(PATH, params={"text": fits})).status_code == 200
    answer = await house.http.get(PATH, params={"text": fits + "x"})
    assert (answer.status_code, answer.json()["allowed"]) == (422, "at most 512 characters")
    assert (await house.http.get(PATH)).status_code == 422
