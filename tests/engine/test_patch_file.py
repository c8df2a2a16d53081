"""Patch files: strict in what they take, and what is written reads back as the same patch."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.core.parameters import Parameter
from auralis.engine.compiler.kernel_source import available
from auralis.engine.errors import InvalidPatch, UnknownModule, UnknownNode, UnknownParameter
from auralis.engine.files.document import LARGEST
from auralis.engine.files.note_law import NoteLaw
from auralis.engine.files.patch_file import PatchFile, parse_patch, read_patch
from auralis.engine.files.patch_writing import to_toml
from auralis.engine.patch import Node, Patch, node
from auralis.engine.patch_instrument import PatchInstrument
from tests.engine.pads import PAD
from tests.engine.patch_texts import READ, TEXT


def test_a_file_is_a_patch_and_an_instrument(tmp_path: Path) -> None:
    path = tmp_path / "my_pad.toml"
    path.write_text(TEXT)
    found = read_patch(path)
    assert found.patch == READ
    assert found.instrument is not None
    assert (found.instrument.polyphony, found.instrument.release) == (10, 9.7)
    assert (found.instrument.gate, found.instrument.choke) == ("env.gate", "")
    assert found.instrument.note(69, 127) == {"osc.freq": 440.0, "amp.amp": 0.04, "env.s": 0.5}
    assert parse_patch(to_toml(found)) == found


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "my_pad.json"
    path.write_text(json.dumps(tomllib.loads(TEXT)))
    assert read_patch(path) == parse_patch(TEXT)


@pytest.mark.parametrize(
    ("old", "new", "field", "allowed"),
    [
        ('name = "my_pad"', "", "name", "missing"),
        ('name = "my_pad"', "name = 7", "name", "a text"),
        ('name = "my_pad"', 'name = "my pad"', "patch", "letters, digits"),
        ('name = "my_pad"', 'name = "my_pad"\nauthor = "me"', "author", "the keys name, voice, bus, cables"),
        ("cables = [", "cables = [3, ", "cables[0]", "a text"),
        ("cables = [", "wires = [", "cables", "missing"),
        ('"cut.y -> out"]', '"cut.y -> nobody.x"]', "my_pad: cable 'cut.y -> nobody.x'", "the nodes"),
        ('left = "amp.l", ', "", "sends[0].left", "missing"),
        ('left = "amp.l", ', 'left = "amp.l", gain = 1, ', "sends[0].gain", "the keys name, left, right"),
        ("[voice]", "[voice]\ncount = 1.5", "voice.count", "a whole number, 1 to 4096"),
        ("[voice]", "[voice]\ncount = true", "voice.count", "a whole number"),
        ("[voice]", "[voice]\ncount = 100000", "voice.count", "1 to 4096"),
        ("[voice]", "[voice]\ncount = 17", "my_pad: voice.count", "a multiple of 16"),
        ("[voice]", "[voice]\nlanes = 16\ncount = 300", "voice.count", "1 to 256"),
        ("[voice]", "[voice]\nsize = 3", "voice.size", "the keys lanes, count, nodes"),
        ("[bus]\nnodes = [", "[bus]\nnodes = [3, ", "bus.nodes[0]", "a table"),
        ("[bus]\nnodes = ", "[bus]\nknots = ", "bus.knots", "the keys nodes"),
        ('id = "osc", ', "", "voice.nodes[0].id", "missing"),
        ('module = "saw"', 'module = "sav"', "my_pad: node 'osc'", "saw"),
        ("ratio = 1.002", "ratio = 99", "my_pad: node 'osc'.ratio", "0.25 to 8"),
        ("ratio = 1.002", "ratio = nan", "voice.nodes[0].ratio", "a finite number"),
        ("ratio = 1.002", "ratio = '1'", "voice.nodes[0].ratio", "a finite number"),
        ("ratio = 1.002", "ratios = 1", "my_pad: node 'osc' (saw)", "freq, ratio, phase"),
        ("polyphony = 10", "polyphony = 17", "play.polyphony", "1 to 16"),
        ("polyphony = 10", "", "play.polyphony", "missing"),
        ("release = 9.7", "release = -1", "play.release", "0 to 60"),
        ("release = 9.7", "release = 9.7\nvoices = 2", "play.voices", "the keys polyphony, release, gate"),
        ("release = 9.7", 'release = 9.7\ngate = "env.open"', "play.gate", "env.gate"),
        ("release = 9.7", 'release = 9.7\nchoke = "cut.gain"', "play.choke", "env.gate"),
        ("osc.freq =", "osc.pitch =", "note.osc.pitch", "osc.freq"),
        ('"frequency"', '"frequenzy"', "note.osc.freq", "the names pitch, velocity, frequency, blow"),
        ('"frequency"', "[1]", "note.osc.freq", "an expression"),
        ('"frequency"', "true", "note.osc.freq", "an expression"),
        ('"velocity / 127"', '"velocity / blow"', "let.blow", "the names pitch, velocity, frequency"),
        ("env.s = 0.5", '"osc.freq" = 3', "note.osc.freq", "each name once"),
        ("[play]\npolyphony = 10\nrelease = 9.7", "", "note", "beside a table [play]"),
        ("[play]", "[[play]]", "play", "a table"),
        ("polyphony = 10", "polyphony = ", "line 16", "TOML: Invalid value"),
        ("env.s = 0.5", 'env.s = "', "line 25", "TOML"),
        ("[let]", "[play]", "line 19", "TOML: Cannot declare"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(
    tmp_path: Path, old: str, new: str, field: str, allowed: str
) -> None:
    assert old in TEXT
    path = tmp_path / "my_pad.toml"
    path.write_text(TEXT.replace(old, new, 1))
    with pytest.raises(InvalidPatch) as caught:
        read_patch(path)
    assert caught.value.field == f"{path}: {field}"
    assert allowed in caught.value.allowed
    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    big, bytes_, folder = (tmp_path / name for name in ("big.toml", "bytes.toml", "folder.toml"))
    big.write_text("#" * (LARGEST + 1))
    bytes_.write_bytes(b"name = 1\n# \xff")
    folder.mkdir()
    for path, words in (
        (tmp_path / "none.toml", "a file that exists"),
        (tmp_path / "none.yaml", ".toml or .json"),
        (folder, "a file that exists"),
        (big, "1 MiB at most"),
        (bytes_, "bytes.toml: line 2: b'\\xff' is not allowed; allowed: UTF-8"),
    ):
        with pytest.raises(InvalidPatch) as caught:
            read_patch(path)
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"name": "p",\n "cables": [}', "line 2: '\"cables\": [}' is not allowed; allowed: JSON: "),
        ('{"name": "p", "name": "q"}', "'name' is not allowed; allowed: each key once"),
        ('{"name": NaN}', "'NaN' is not allowed; allowed: finite numbers"),
        ("[1]", "a JSON object"),
        ("[" * 100_000, "fewer levels"),
    ],
)
def test_wrong_json_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text)
    with pytest.raises(InvalidPatch) as caught:
        read_patch(path)
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)


def test_only_voices_with_one_output_make_an_instrument() -> None:
    effect = 'name = "e"\ncables = ["in.x -> out"]\ninputs = ["x"]\n'
    assert parse_patch(effect).instrument is None
    with pytest.raises(InvalidPatch, match="a patch with voices"):
        parse_patch(effect + "[play]\npolyphony = 1\nrelease = 1\n")


ROOM = 'name = "room"\ninputs = ["x"]\ncables = ["in.x -> room.x", "room.y -> out"]\n'
ROOM += 'bus.nodes = [{ id = "room", module = "convolution", response = "hall.wav" }]\n'


def test_a_sound_file_lies_beside_its_patch(tmp_path: Path) -> None:
    path = tmp_path / "room.toml"
    path.write_text(ROOM)
    with pytest.raises(InvalidPatch, match=r"room\.toml: bus\.nodes\[0\]\.response: .*hall\.wav"):
        read_patch(path)
    for channels in (1, 2):
        soundfile.write(tmp_path / "hall.wav", np.full((100, channels), 0.5, np.float32), 48_000)
        ((name, sound),) = read_patch(path).patch.bus[0].sounds
        assert (name, sound.sample_rate, sound.frames.shape) == ("response", 48_000, (2, 100))
        assert (sound.frames == 0.5).all()
    soundfile.write(tmp_path / "hall.wav", np.zeros((100, 3), np.float32), 48_000)
    with pytest.raises(InvalidPatch, match="1 or 2 channels"):
        read_patch(path)
    (tmp_path / "hall.wav").write_text("no sound")
    with pytest.raises(InvalidPatch, match="a sound file that can be read"):
        read_patch(path)


def test_a_patch_with_sounds_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "room.toml").write_text(ROOM)
    soundfile.write(tmp_path / "hall.wav", np.zeros((100, 2), np.float32), 44_100)
    with pytest.raises(InvalidValue, match=r"node 'room'\.response"):
        to_toml(read_patch(tmp_path / "room.toml"))


def test_errors_keep_their_kind() -> None:
    kinds = {
        'module = "saw"': ('module = "sav"', UnknownModule),
        "ratio = 1.002": ("ratios = 1", UnknownParameter),
        '"cut.y -> out"': ('"q.y -> out"', UnknownNode),
    }
    for old, (new, kind) in kinds.items():
        with pytest.raises(kind, match=r"^patch: my_pad"):
            parse_patch(TEXT.replace(old, new))


@given(st.integers(0, len(TEXT)), st.integers(0, 12), st.text(max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_mistake_is_one_line(at: int, lost: int, typed: str) -> None:
    try:
        said = parse_patch(TEXT[:at] + typed + TEXT[at + lost :]).patch.name
    except InvalidPatch as error:
        said = str(error)
        assert "is not allowed; allowed: " in said
    assert "\n" not in said


def _numbers(parameter: Parameter) -> st.SearchStrategy[float]:
    return st.floats(parameter.low, parameter.high, allow_nan=False)


@st.composite
def _nodes(draw: st.DrawFn) -> tuple[Node, ...]:
    """Return a chain of gains, filters and whatever else has an audio x and an audio y."""
    chain = [n for n, m in available().items() if "x" in m.inputs and "y" in m.outputs]
    found = []
    for k, module in enumerate(draw(st.lists(st.sampled_from(chain), min_size=1, max_size=6))):
        parameters = available()[module].parameters
        chosen = [p for p in parameters if draw(st.booleans())]
        found.append(node(f"n{k}", module, **{p.name: draw(_numbers(p)) for p in chosen}))
    return tuple(found)


@st.composite
def _patches(draw: st.DrawFn) -> Patch:
    chain, inputs = draw(_nodes()), draw(st.sampled_from([("x",), ("mix", "side")]))
    cables = [f"in.{name} -> n0.x" for name in inputs]
    cables += [f"n{k}.y -> n{k + 1}.x" for k in range(len(chain) - 1)]
    outputs = draw(st.sampled_from([("out",), ("wet", "dry")]))
    cables += [f"n{len(chain) - 1}.y -> out.{name}" for name in outputs]
    return Patch("p", None, chain, tuple(cables), (), inputs, outputs)


@given(_patches())
@settings(deadline=None, max_examples=60)
def test_what_is_written_reads_back_as_the_same(patch: Patch) -> None:
    written = to_toml(PatchFile(patch))
    assert parse_patch(written).patch == patch
    assert to_toml(parse_patch(written)) == written


@pytest.mark.parametrize("patch", [PAD, READ], ids=lambda p: p.name)
def test_voices_read_back_as_the_same(patch: Patch) -> None:
    assert parse_patch(to_toml(PatchFile(patch))).patch == patch


@given(st.text(alphabet="pitch+-*/. 0123456789\"\\'", max_size=20))
def test_notes_read_back_as_the_same(text: str) -> None:
    try:
        law = NoteLaw({"osc.freq": text}, {"a": "pitch"}, "my_pad")
    except InvalidPatch:
        return
    file = PatchFile(READ, PatchInstrument(READ, law, polyphony=3, release=1.5, choke="env.r"))
    assert parse_patch(to_toml(file)) == file


def test_a_law_that_is_no_text_is_not_written() -> None:
    instrument = PatchInstrument(READ, lambda _pitch, _velocity: {}, polyphony=3, release=1.5)
    with pytest.raises(InvalidValue, match="my_pad: note"):
        to_toml(PatchFile(READ, instrument))


def test_no_parameter_has_the_name_of_a_key_of_nodes() -> None:
    for name, module in available().items():
        assert not {"id", "module"} & {*(p.name for p in module.parameters), *module.tables}, name


def test_parts_compare_by_what_they_say() -> None:
    file = parse_patch(TEXT)
    assert parse_patch(TEXT) == file
    assert replace(file, instrument=None) != file
