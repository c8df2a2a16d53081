"""All that reads what others have written, by what it reads."""

import json
from collections.abc import Mapping
from typing import Final

from auralis.composition import MusicalContext, normalise
from auralis.core import address, address_words, moment, recipe
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.journal import entries, framing
from auralis.journal.kept_station import KeptStation
from auralis.journal.ledger import Ledger
from auralis.library.kept_file import KeptFile
from auralis.library.kept_moment import KeptMoment, kept_moment
from auralis.library.user_preset import UserPreset, user_preset
from auralis.server.access.link_key import LinkKey
from auralis.server.access.links import Link, Links
from auralis.server.listeners.conversation import _preset_of
from auralis.server.nights import night_request
from auralis.server.nights.wake_time import WakeTime
from auralis.server.stations import Repertoire
from auralis.server.talk import requests
from auralis.station.recipes import new_recipe, timeline_of
from tests.fuzz.decoder import Decoder

_FIRST = new_recipe(MusicalContext.of({"preset": "sleep"}), 7, "auralis", 44_100)
_LOG = (
    recipe.Change(4_410, "chunk", {"layers.pad.gain": 0.5}),
    recipe.Change(264_600, "bar", {"key": "A minor", "bpm": 55, "chords": ["i", "IV"]}),
    recipe.Change(264_600, "beat", {"kit": "light"}),
)
RECIPES: Final = (_FIRST, _FIRST.with_changes(_LOG))
MESSAGES: Final = (
    b'{"type":"control","key":"A minor","bpm":55,"layers":{"pad":{"gain":0.5,"mute":true}},"boundary":"bar"}',
    b'{"type":"preset","name":"sleep","intensity":0.4,"id":7}',
    b'{"type":"update_params","chords":"i IV bVI","meter":"6/8","order":2,"fade":0.5,"fade_s":600}',
    b'{"type":"report","buffer_depth_ms":310,"tier":"healthy","underruns":0,"latency_ms":540}',
    b'{"type":"night","action":"sleep","minutes":30,"fade_s":60}',
    b'{"type":"night","action":"wake","at":"07:00","zone":"Europe/Berlin","fade_s":900,"repeat":"daily"}',
    b'{"type":"night","action":"cancel","what":"all"}',
    b'{"type":"ping","client_time":"2026-11-21T10:00:00Z"}',
    b'{"type":"status_request"}',
)
"""What a client may say, one of each."""

_REPERTOIRE = Repertoire("0.2.0", "auralis", 44_100, frozenset({"light"}))
_KEPT = KeptMoment(
    "m7k2xw9fqa", RECIPES[1], 4_410, 441_000, "Rain", "2026-11-22T01:24:06.722557Z", "main", "0" * 64
)
_FILE = KeptFile("flac", 9, "0" * 64)
_PRESET = UserPreset(
    "p7k2xw9fqa", "Evening rain", "sleep", {"bpm": 52}, "2026-11-22T01:24:06.722557Z", "0" * 64
)
_ENTRIES = (
    KeptStation.of("main", RECIPES[0], 4_410, 1_800_000_000.0),
    entries.Changed("main", 0, [c.as_dict() for c in _LOG], 264_600, 1_800_000_006.0),
    entries.Timed([entries.Mark("main", 441_000, 1_800_000_010.0)]),
    entries.Owned("main", "0" * 64),
)
_LINKS = Links(LinkKey())
_SECOND = address.encode(RECIPES[1])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _message(data: bytes) -> None:
    """Read what a socket does of what a client says, as far as no station is needed."""
    message = requests.parse(data)
    match message.get("type"):
        case "night":
            night_request(message)
        case "report":
            requests.check_report(message)
        case "ping" | "status_request":
            pass
        case "preset":
            _settings(_preset_of(message))
        case _:
            _settings(requests.settings_of(message))
            requests.boundary_of(message)


def _settings(given: Mapping[str, object]) -> None:
    """Whatever is taken as settings is a context that says the same again."""
    wanted = normalise(given)
    context = MusicalContext.of(wanted)
    assert MusicalContext.of(context.settings()) == context


def _recipe(data: bytes) -> None:
    _playable(recipe.parse(data))


def _address(data: bytes) -> None:
    _playable(address.decode(_text(data), 1 << 20))


def _unpacked(data: bytes) -> None:
    """Read what an address of the second form holds, which mutations of its text would hardly reach."""
    _playable(address.decode("a2" + address._packed(data, address_words.SECOND), 1 << 20))


def _playable(found: Recipe) -> None:
    """Whatever is taken as a recipe is written and read again as itself, and can be laid out if it plays."""
    assert recipe.parse(found.to_json()) == recipe.parse(recipe.parse(found.to_json()).to_json())
    assert address.decode(address.encode(found)).to_json() == found.to_json()
    checked = _REPERTOIRE.moment({"recipe": found.as_dict()}).recipe
    timeline_of(checked)


def _moment(data: bytes) -> None:
    assert moment.decode(_text(data), 1 << 20).frame >= 0


def _kept(data: bytes) -> None:
    found = kept_moment(data)
    assert kept_moment(found.to_json()).to_json() == found.to_json()


def _preset(data: bytes) -> None:
    found = user_preset(data)
    assert user_preset(found.to_json()) == found


def _night(data: bytes) -> None:
    night_request(requests.parse(data))


def _wake(data: bytes) -> None:
    at, _, zone = _text(data).partition(" ")
    assert WakeTime.of(at, zone).next_after(1_800_000_000.0) > 1_800_000_000.0


def _after(data: bytes) -> None:
    assert requests.after_of(_text(data)) is not None


def _station(data: bytes) -> None:
    """Read what a new station is to play."""
    try:
        wanted = json.loads(data)
    except (ValueError, RecursionError):
        raise InvalidValue("message", "", "JSON") from None
    if isinstance(wanted, dict):
        _REPERTOIRE.moment(wanted)


def _link(data: bytes) -> None:
    """Read a listen link, of which nobody but the server can make one that fits."""
    found = _LINKS.read(_text(data))
    if found is None:
        raise InvalidValue("token", "", "a link")
    assert found == Link(1_900_000_000, "main")


def _entry(data: bytes) -> None:
    """Read a record of a journal; what it says of a station is a recipe, or is refused."""
    ledger = Ledger()
    ledger.enter(_ENTRIES[0])
    try:
        ledger.enter(entries.unpack(data))
    except ValueError as error:
        raise InvalidValue("entry", str(error)[:60].partition("\n")[0], "an entry") from None
    for station in ledger.stations.values():
        assert station.recipe.sample_rate == station.sample_rate
        assert station.reached(station.unix) == station.frame


def _journal(data: bytes) -> None:
    """Read a journal's file, which may hold anything."""
    found = framing.read(data)
    assert found.end + found.torn == len(data) or found.format != framing.FORMAT
    if found.format != framing.FORMAT or found.torn or found.damaged:
        raise InvalidValue("journal", found.why, "a whole file")


DECODERS: Final = (
    Decoder("message", MESSAGES, _message),
    Decoder("recipe", [r.to_json().encode() for r in RECIPES], _recipe),
    Decoder("address", [address.encode(r).encode() for r in RECIPES], _address),
    Decoder("unpacked", [address._content(_SECOND, address_words.SECOND, 1 << 20)], _unpacked),
    Decoder("moment", [f"{address.encode(RECIPES[0])}@0:12:34.5".encode()], _moment),
    Decoder("night", MESSAGES[4:7], _night),
    Decoder("wake", [b"07:00 Europe/Berlin", b"02:30 America/New_York"], _wake),
    Decoder("after", [b"0", b"123456"], _after),
    Decoder("preset", [_PRESET.to_json()], _preset),
    Decoder("link", [_LINKS.make(Link(1_900_000_000, "main")).encode()], _link),
    Decoder("entry", [entries.pack(e) for e in _ENTRIES], _entry),
    Decoder(
        "journal",
        [framing.header() + b"".join(framing.frame(n, entries.pack(e)) for n, e in enumerate(_ENTRIES))],
        _journal,
    ),
    Decoder("kept", [_KEPT.with_file(_FILE).to_json()], _kept),
    Decoder("station", [b'{"preset":"sleep","key":"A minor","seed":7,"kit":"light"}'], _station),
)
