"""The stations on the air: who listens, how each fares, what a new one may play, how all leave."""

from auralis.server.stations.farewell import Farewell
from auralis.server.stations.limits import Limits
from auralis.server.stations.on_air import NO_STATION, OnAir
from auralis.server.stations.preset_names import Expand, built_in_only
from auralis.server.stations.repertoire import Repertoire, asked_for
from auralis.server.stations.stations import GOING_AWAY, Stations
from auralis.server.stations.status import generation_status, live_status, system_status

__all__ = [
    "GOING_AWAY",
    "NO_STATION",
    "Expand",
    "Farewell",
    "Limits",
    "OnAir",
    "Repertoire",
    "Stations",
    "asked_for",
    "built_in_only",
    "generation_status",
    "live_status",
    "system_status",
]
