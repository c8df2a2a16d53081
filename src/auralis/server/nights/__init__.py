"""A station's nights: when it falls asleep, rests, wakes up, and what is asked of it."""

from auralis.server.nights.intermission import ASLEEP, UNHEARD, Intermission
from auralis.server.nights.night import Night
from auralis.server.nights.night_requests import night_request

__all__ = ["ASLEEP", "UNHEARD", "Intermission", "Night", "night_request"]
