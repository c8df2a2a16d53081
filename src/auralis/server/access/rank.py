"""How much a visitor is trusted with."""

from enum import IntEnum


class Rank(IntEnum):
    """What the tokens of a visitor make of them; each may what those below it may."""

    ANYBODY = 0
    GUEST = 1
    """Brought a listen link for one station."""

    LISTENER = 2
    CONTROLLER = 3
    ADMIN = 4
