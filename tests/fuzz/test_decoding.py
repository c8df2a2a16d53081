"""Whatever is read from others is read or refused; nothing else happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.decoder import Decoder
from tests.fuzz.decoders import DECODERS
from tests.fuzz.mutation import Mutation

by_name = pytest.mark.parametrize("decoder", DECODERS, ids=lambda d: d.name)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
BENT = 400
"""Mutations of each decoder's samples; `make fuzz` tries a hundred thousand."""


@by_name
def test_its_samples_are_read(decoder: Decoder) -> None:
    assert all(decoder.reads(sample) for sample in decoder.samples)


@by_name
def test_what_is_bent_is_read_or_refused(decoder: Decoder) -> None:
    mutation = Mutation(7)
    taken = [decoder.reads(mutation.of(decoder.samples)) for _ in range(BENT)]
    assert not all(taken)


@by_name
@settings(max_examples=60)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(decoder: Decoder, data: bytes) -> None:
    decoder.reads(data)
