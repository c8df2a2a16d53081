"""Wire forms, judged by what a client makes of them."""

import base64
import json
import struct

from auralis.streaming.chunk import SILENT, Chunk
from auralis.streaming.formats import DEFAULT_FORMAT, FORMATS, choose
from auralis.streaming.packet import Packet

CHUNK = Chunk(123, 1735401234.567, 0, bytes(range(256)) * 60)


def test_json_carries_every_field_of_both_dialects() -> None:
    text = FORMATS["auralis.json"].encode(CHUNK, 44_100)
    assert isinstance(text, str)
    message = json.loads(text)
    assert base64.b64decode(message.pop("data")) == CHUNK.pcm
    assert message == {
        "type": "audio",
        "seq": 123,
        "chunk_index": 123,
        "timestamp": 1735401234.567,
        "duration_ms": 100,
        "sample_rate": 44_100,
        "channels": 2,
        "format": "int16_le",
    }


def test_json_says_that_silence_is_a_failure() -> None:
    text = FORMATS["auralis.json"].encode(Chunk(1, 2.0, SILENT, bytes(8)), 48_000)
    assert json.loads(text)["silent"] is True
    assert json.loads(text)["sample_rate"] == 48_000


def test_pcm_is_a_header_of_24_bytes_and_the_samples() -> None:
    message = FORMATS["auralis.pcm"].encode(Chunk(2**40, 5.25, SILENT, b"\x01\x02\x03\x04"), 44_100)
    assert isinstance(message, bytes)
    assert message[:4] == b"AUR1"
    assert struct.unpack("<IQd", message[4:24]) == (1, 2**40, 5.25)
    assert message[24:] == b"\x01\x02\x03\x04"


def test_a_client_gets_the_first_form_it_offers_that_there_is() -> None:
    assert choose(["chat", "auralis.pcm", "auralis.json"]) == "auralis.pcm"
    assert choose(["chat"]) is None
    assert choose([]) is None
    assert DEFAULT_FORMAT in FORMATS


def test_a_packet_is_encoded_once_a_form() -> None:
    packet = Packet(CHUNK, 44_100)
    assert packet.encoded(FORMATS["auralis.pcm"]) is packet.encoded(FORMATS["auralis.pcm"])
    assert isinstance(packet.encoded(FORMATS["auralis.json"]), str)
