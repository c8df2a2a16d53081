"""The JSON Schema of patch files takes and refuses what the reader does."""

import tomllib

import jsonschema
import pytest

from auralis.engine import Kit, load_kit
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.patch_file import PatchFile, parse_patch
from auralis.engine.files.patch_schema import patch_schema
from auralis.engine.files.patch_writing import to_toml
from tests.engine.pads import PAD
from tests.engine.patch_texts import READ, TEXT


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(patch_schema())
    return jsonschema.Draft202012Validator(patch_schema())


def _said(file: PatchFile) -> dict[str, object]:
    return tomllib.loads(to_toml(file))


def test_the_schema_takes_what_the_reader_takes(schema: jsonschema.Draft202012Validator) -> None:
    kit: Kit = load_kit("auralis")
    for patch in (PAD, READ, *kit.patches):
        assert not list(schema.iter_errors(_said(PatchFile(patch))))
    assert not list(schema.iter_errors(_said(parse_patch(TEXT))))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "my_pad"', 'name = "my pad"'),
        ('name = "my_pad"', 'name = "my_pad"\nauthor = "me"'),
        ("ratio = 1.002", "ratio = 99"),
        ("ratio = 1.002", "ratios = 1"),
        ('module = "saw"', 'module = "sav"'),
        ("[voice]", "[voice]\ncount = 0"),
        ('left = "amp.l", ', ""),
        ("release = 9.7", "release = 61"),
        ('"frequency"', "true"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    schema: jsonschema.Draft202012Validator, old: str, new: str
) -> None:
    changed = TEXT.replace(old, new, 1)
    assert list(schema.iter_errors(tomllib.loads(changed)))
    with pytest.raises(InvalidPatch):
        parse_patch(changed)
