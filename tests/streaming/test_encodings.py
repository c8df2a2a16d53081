"""Who shares an encoding, and when it ends."""

import asyncio

import pytest

from auralis.streaming.encoding import Encoding
from auralis.streaming.encodings import Encodings
from auralis.streaming.fake_source import FakeSource
from auralis.streaming.formats import FORMATS, STREAMS

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def source() -> FakeSource:
    source = FakeSource()
    source.render(20)
    return source


async def test_listeners_share_one_encoder_and_the_last_one_ends_it(source: FakeSource) -> None:
    encodings = Encodings(source.ring, lambda: 20)
    async with encodings.use(STREAMS["flac"]) as one:
        async with encodings.use(STREAMS["flac"]) as other, encodings.use(STREAMS["wav"]) as third:
            assert one is other
            assert one is not third
            assert encodings.open == {"flac": 2, "wav": 1}
        assert encodings.open == {"flac": 1}
        async with encodings.use(STREAMS["flac"]) as late:
            assert late is one
    assert encodings.open == {}
    async with encodings.use(STREAMS["flac"]) as fresh:
        assert fresh is not one
    assert len(encodings.figures["flac"]) == 40


async def test_those_who_come_at_once_wait_for_the_same_beginning(source: FakeSource) -> None:
    encodings = Encodings(source.ring, lambda: 20)
    together = asyncio.Barrier(3)

    async def user() -> Encoding:
        async with encodings.use(STREAMS["opus"]) as encoding:
            await together.wait()
            return encoding

    found = await asyncio.gather(*(user() for _ in range(3)))
    assert len({id(encoding) for encoding in found}) == 1
    assert len(encodings.figures["opus"]) == 20


async def test_one_that_leaves_early_does_not_disturb_the_others(source: FakeSource) -> None:
    encodings = Encodings(source.ring, lambda: 20)

    async def user() -> Encoding:
        async with encodings.use(STREAMS["opus"]) as encoding:
            return encoding

    impatient, patient = asyncio.create_task(user()), asyncio.create_task(user())
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    encoding = await patient
    chunk = source.ring.read(3)
    assert chunk is not None
    assert len(encoding.packets(chunk)) == 5


async def test_sockets_get_a_form_by_its_subprotocol(source: FakeSource) -> None:
    encodings = Encodings(source.ring, lambda: 20)
    async with encodings.socket_form("auralis.pcm") as codec:
        assert codec is FORMATS["auralis.pcm"]
        assert encodings.open == {}
    async with encodings.socket_form("auralis.opus") as codec:
        assert codec.subprotocol == "auralis.opus"
        chunk = source.ring.read(7)
        assert chunk is not None
        assert codec.encode(chunk, 44_100)[:4] == b"AUR1"
    with pytest.raises(LookupError, match="mp3"):
        Encoding(STREAMS["mp3"], source.ring, encodings.figures["opus"]).message.encode(chunk, 44_100)
