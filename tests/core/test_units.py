"""Wire PCM, parameters and the catalogue."""

import math

import numpy as np
import pytest

from auralis.core import parameters
from auralis.core.catalogue import catalogue
from auralis.core.errors import InvalidValue
from auralis.core.parameters import Parameter
from auralis.core.units import chunk_frames, to_pcm


def test_a_chunk_is_a_tenth_of_a_second() -> None:
    assert (chunk_frames(44_100), chunk_frames(48_000)) == (4_410, 4_800)


def test_pcm_is_clipped_scaled_and_rounded_half_to_even() -> None:
    left = np.array([0, 1, -1, 1.5, -1.5, 0.5 / 32_767, 1.5 / 32_767], np.float32)
    pcm = to_pcm(np.stack([left, -left]))
    assert pcm.dtype == np.dtype("<i2")
    assert pcm[:, 0].tolist() == [0, 32_767, -32_767, 32_767, -32_767, 0, 2]
    assert pcm[:, 1].tolist() == [0, -32_767, 32_767, -32_767, 32_767, 0, -2]


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, True, "0.5", None])
def test_a_parameter_refuses_what_is_out_of_range(value: object) -> None:
    with pytest.raises(InvalidValue, match=r"depth: .* allowed: .*0 to 1"):
        Parameter("depth", 0.5, 0, 1).check(value)


def test_a_parameter_takes_its_bounds() -> None:
    assert [Parameter("depth", 0.5, 0, 1).check(v) for v in (0, 1, 0.25)] == [0.0, 1.0, 0.25]


def test_the_catalogue_names_the_file_that_lacks_its_part() -> None:
    from auralis import core

    with pytest.raises(TypeError, match=r"auralis.core.address must define PART, a Parameter"):
        catalogue(core, parameters.Parameter, "PART")
