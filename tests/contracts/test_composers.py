import pytest

from auralis.composition import composers
from auralis.composition.composer import Composer
from auralis.composition.ensemble import players
from tests.contracts.composer_suite import ComposerSuite


class TestEveryComposer(ComposerSuite):
    @pytest.fixture(params=players(), ids=lambda player: player.layer)
    def composer(self, request: pytest.FixtureRequest) -> Composer:
        player: Composer = request.param
        return player


def test_the_catalogue_holds_one_composer_a_layer() -> None:
    layers = [player.layer for player in players()]
    assert len(set(layers)) == len(layers)
    assert {"pad", "bass", "piano"} <= set(layers)
    assert composers.__doc__
