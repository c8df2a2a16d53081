"""What a player shows while a station plays."""

from collections.abc import Mapping, Sequence

from auralis.core.units import Frame


def now_playing(station: str, context: Mapping[str, object], update: Mapping[str, object], at: Frame) -> str:
    """Return station, preset, key and the chord that sounds at a frame: `main · sleep · E phrygian · Em7`.

    `context` and `update` are a source's; what they lack is left out.
    """
    key = update.get("phrase_key", update.get("key"))
    words = (station, context.get("preset"), key, _symbol(update.get("chords"), at))
    return " · ".join(str(word) for word in words if word)


def _symbol(chords: object, at: Frame) -> object:
    """Return the symbol of the last chord that begins at or before a frame."""
    begun = [c for c in chords if c["frame"] <= at] if isinstance(chords, Sequence) else []
    return max(begun, key=lambda c: int(c["frame"]))["symbol"] if begun else None
