"""How roots follow one another: for each mode a matrix of percentages, rows from degree 1-7, columns to 1-7.

The aeolian matrix is the one the project began with; the others were written in its spirit, with
the diminished degree nearly never entered. In locrian that degree is the tonic itself, which is
re-rooted on its third, so there the third degree, with the same bass, stays rare instead.
"""

from typing import Final

Row = tuple[int, int, int, int, int, int, int]
Matrix = tuple[Row, ...]

TRANSITIONS: Final[dict[str, Matrix]] = {
    "ionian": (
        (15, 10, 10, 30, 10, 24, 1),
        (20, 10, 10, 25, 20, 14, 1),
        (15, 5, 10, 30, 4, 35, 1),
        (40, 10, 10, 10, 15, 14, 1),
        (30, 5, 10, 25, 5, 24, 1),
        (20, 10, 15, 34, 10, 10, 1),
        (40, 5, 20, 10, 5, 20, 0),
    ),
    "dorian": (
        (15, 10, 10, 35, 5, 1, 24),
        (30, 10, 10, 20, 5, 1, 24),
        (25, 10, 10, 25, 5, 1, 24),
        (45, 10, 10, 10, 5, 1, 19),
        (30, 10, 10, 29, 5, 1, 15),
        (40, 10, 10, 25, 5, 0, 10),
        (40, 5, 15, 25, 4, 1, 10),
    ),
    "phrygian": (
        (20, 25, 10, 15, 1, 10, 19),
        (40, 10, 10, 10, 1, 14, 15),
        (20, 15, 10, 15, 1, 24, 15),
        (30, 15, 10, 10, 1, 20, 14),
        (40, 15, 10, 15, 0, 10, 10),
        (30, 15, 15, 20, 1, 10, 9),
        (40, 15, 15, 10, 1, 14, 5),
    ),
    "lydian": (
        (15, 35, 10, 1, 19, 15, 5),
        (40, 10, 10, 1, 15, 14, 10),
        (20, 20, 10, 1, 20, 24, 5),
        (30, 20, 10, 0, 20, 15, 5),
        (35, 20, 15, 1, 10, 14, 5),
        (25, 30, 10, 1, 19, 10, 5),
        (25, 15, 25, 1, 19, 10, 5),
    ),
    "mixolydian": (
        (15, 10, 1, 29, 15, 5, 25),
        (25, 10, 1, 24, 15, 5, 20),
        (30, 10, 0, 25, 10, 15, 10),
        (40, 10, 1, 10, 9, 5, 25),
        (35, 10, 1, 24, 5, 5, 20),
        (20, 20, 1, 29, 10, 5, 15),
        (40, 5, 1, 34, 9, 1, 10),
    ),
    "aeolian": (
        (15, 5, 10, 30, 5, 30, 5),
        (25, 10, 5, 15, 25, 15, 5),
        (20, 5, 15, 10, 10, 30, 10),
        (25, 10, 10, 10, 20, 15, 10),
        (40, 10, 5, 20, 5, 15, 5),
        (25, 5, 20, 15, 5, 10, 20),
        (30, 5, 25, 10, 5, 20, 5),
    ),
    "locrian": (
        (15, 25, 1, 20, 14, 15, 10),
        (35, 10, 5, 15, 10, 10, 15),
        (25, 20, 5, 15, 10, 15, 10),
        (30, 15, 5, 10, 15, 15, 10),
        (30, 15, 5, 15, 10, 15, 10),
        (30, 20, 5, 15, 10, 10, 10),
        (35, 15, 5, 15, 10, 15, 5),
    ),
}
_TENSE: Final = (5, 7)
_CADENCES: Final = (2, 4, 6)
"""Degrees that lead through a tense one to the tonic."""


def row(mode: str, degree: int, calm: int = 50, before: int | None = None) -> tuple[int, ...]:
    """Return the weights of the degrees that may follow a degree 1-7.

    `calm` is 0-100. At 50 the matrix stands as given (times 100); above, the tonic gains in
    proportion and the tense degrees, the fifth and the seventh, lose as much; below, the reverse.
    With the degree `before` the last one, the row is of the second order: see `_bent`.
    """
    weights = [100 * weight for weight in TRANSITIONS[mode][degree - 1]]
    weights[0] = weights[0] // 100 * (50 + calm)
    for tense in _TENSE:
        weights[tense - 1] = weights[tense - 1] // 100 * (150 - calm)
    if before is not None:
        weights = [_bent(weight, before, degree, after) for after, weight in enumerate(weights, 1)]
    return tuple(weights)


def _bent(weight: int, before: int, now: int, after: int) -> int:
    """Return a weight as three degrees in a row would have it.

    A root that has stayed moves on, one that has moved does not rock back; falling fifths and
    steps go on as they began; and what stands before a tense degree wants the tonic after it.
    Nothing that the first order forbids becomes possible.
    """
    if after == now == before:
        return weight // 4
    if after == before:
        return weight // 2
    if now != before and (after - now) % 7 == (now - before) % 7 and (now - before) % 7 in (1, 3, 6):
        return weight * 2
    if before in _CADENCES and now in _TENSE and after == 1:
        return weight * 2
    return weight
