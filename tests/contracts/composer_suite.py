"""What every composer must hold to; inherit it and provide a `composer` fixture."""

import itertools
from dataclasses import replace

import pytest

from auralis.composition import MusicalContext, Place, phrases_in
from auralis.composition.composer import Composer
from auralis.composition.layers import LAYERS
from auralis.composition.phrase import ScoreNote
from auralis.composition.presets import PRESETS, preset_named
from auralis.core.errors import InvalidValue

SEED = 7


def identities(notes: tuple[ScoreNote, ...]) -> set[tuple[int, int, str, int]]:
    """Return what intensity and density may not move: onset, length, voice and pitch."""
    return {(n.tick, n.ticks, n.voice, n.pitch) for n in notes}


class ComposerSuite:
    """Purity, ranges, and the part that listeners' settings play."""

    @pytest.fixture(params=sorted(PRESETS))
    def context(self, request: pytest.FixtureRequest) -> MusicalContext:
        return MusicalContext.of({"preset": request.param})

    def places(self, context: MusicalContext, section: int = 1) -> list[Place]:
        return [Place(section, phrase) for phrase in range(phrases_in(context, section, SEED))]

    def notes(
        self, composer: Composer, context: MusicalContext, seed: int = SEED
    ) -> list[tuple[ScoreNote, ...]]:
        return [composer.compose(context, place, seed).notes for place in self.places(context)]

    def is_tacit(self, composer: Composer, context: MusicalContext) -> bool:
        """Say whether a preset has nothing for a layer: percussion only where the preset wants it."""
        return composer.layer == "percussion" and not preset_named(context.preset).percussion

    def test_same_input_same_phrase_and_context_untouched(
        self, composer: Composer, context: MusicalContext
    ) -> None:
        before = replace(context)
        forwards = [composer.compose(context, place, SEED) for place in self.places(context)]
        backwards = [composer.compose(context, place, SEED) for place in reversed(self.places(context))]
        assert forwards == backwards[::-1]
        assert context == before

    def test_another_seed_is_other_music(self, composer: Composer, context: MusicalContext) -> None:
        places = self.places(context)[:8]
        ours, others = (
            [composer.compose(context, p, seed).notes for p in places] for seed in (SEED, SEED + 1)
        )
        assert (ours != others) is not self.is_tacit(composer, context)

    def test_notes_are_its_own_and_within_limits(self, composer: Composer, context: MusicalContext) -> None:
        assert composer.layer in LAYERS
        for place in self.places(context):
            phrase = composer.compose(context, place, SEED)
            assert (phrase.section, phrase.index) == place[:2]
            assert list(phrase.notes) == sorted(phrase.notes)
            for note in phrase.notes:
                assert note.layer == composer.layer
                assert 0 <= note.tick < phrase.ticks
                assert note.ticks > 0
                assert 0 <= note.pitch <= 127
                assert 20 <= note.velocity <= 100

    def test_density_only_adds_and_nothing_is_silence(
        self, composer: Composer, context: MusicalContext
    ) -> None:
        field = f"layers.{composer.layer}.density"
        steps = [self.notes(composer, context.changed({field: d})) for d in (0, 0.3, 0.7, 1, 1.5, 2)]
        assert not any(steps[0])
        for fewer, more in itertools.pairwise(steps):
            assert all(identities(a) <= identities(b) for a, b in zip(fewer, more, strict=True))
        assert any(steps[-1]) is not self.is_tacit(composer, context)

    def test_intensity_only_adds(self, composer: Composer, context: MusicalContext) -> None:
        steps = [self.notes(composer, context.changed({"intensity": i})) for i in (0, 0.25, 0.5, 0.75, 1)]
        for fewer, more in itertools.pairwise(steps):
            assert all(identities(a) <= identities(b) for a, b in zip(fewer, more, strict=True))

    def test_the_mixer_changes_no_note(self, composer: Composer, context: MusicalContext) -> None:
        name = f"layers.{composer.layer}"
        mixer = {f"{name}.gain": 0.1, f"{name}.mute": True, "brightness": 1, "space": 0}
        assert self.notes(composer, context) == self.notes(composer, context.changed(mixer))

    def test_chords_are_the_sections_whatever_the_density(
        self, composer: Composer, context: MusicalContext
    ) -> None:
        thin = context.changed({"density": 0, "intensity": 1})
        for place in self.places(context):
            assert composer.compose(context, place, SEED).chords == composer.compose(thin, place, SEED).chords

    @pytest.mark.parametrize("place", [Place(0, 10_000), Place(0, -1), Place(-1, 0)])
    def test_places_that_are_not_are_refused(self, composer: Composer, place: Place) -> None:
        with pytest.raises(InvalidValue):
            composer.compose(MusicalContext.of(), place, SEED)
