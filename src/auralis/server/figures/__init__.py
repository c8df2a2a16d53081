"""How the server and its stations fare, in figures and in words. Its exposition is loaded when asked for."""

from auralis.server.figures.condition import degraded
from auralis.server.figures.vitals import Vitals

__all__ = ["Vitals", "degraded"]
