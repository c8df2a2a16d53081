"""What is asked of a station is refused before it is sent where it could not be sent."""

import asyncio
from collections.abc import Sequence

import pytest

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.station.hosted import Hosted
from auralis.station.messages import Command, pack
from auralis.station.recipes import new_recipe

PATIENCE_S = 5


class Wire:
    """Packs what is sent, as the socket to a worker does."""

    def send(self, command: Command, descriptors: Sequence[int] = ()) -> None:
        pack(command)


@pytest.mark.parametrize("boundary", ["tick", "\ud800", ""])
def test_a_boundary_that_is_none_is_refused(boundary: str) -> None:
    async def ask() -> None:
        station = Hosted("main", 1, new_recipe(MusicalContext.of({}), 7, "auralis", 44_100), 2.0, 0.1)
        try:
            station.play_in(Wire())  # type: ignore[arg-type]
            await asyncio.wait_for(station.control({"bpm": 60}, boundary), PATIENCE_S)
        finally:
            station.close()

    with pytest.raises(InvalidValue) as caught:
        asyncio.run(ask())
    assert caught.value.field == "boundary"
