"""Where the sections of a recipe begin."""

from auralis.core.recipe import Recipe
from auralis.core.units import Frame
from auralis.sequencing import phrases
from auralis.station.recipes import timeline_of

_LONGEST_S = 3600


def section_after(recipe: Recipe, frame: Frame) -> Frame:
    """Return the frame at which the section after the one at a frame begins; raises `InvalidValue`."""
    timeline = timeline_of(recipe)
    here = next(phrases(timeline, frame, frame + 1)).place.section
    coming = phrases(timeline, frame, frame + _LONGEST_S * recipe.sample_rate)
    return next((phrase.start for phrase in coming if phrase.place.section > here), frame)
