"""What a route asks of who comes."""

from enum import Enum


class Right(Enum):
    """What must be had before a route is entered; the value is how the docs call it.

    What belongs to somebody (a station, a kept moment, a preset) asks further, once it is found.
    """

    OPEN = "nothing"
    VISIT = "to listen to any one station"
    HEAR = "to listen to this station"
    LISTEN = "to listen to every station"
    ADMIN = "to administer"
