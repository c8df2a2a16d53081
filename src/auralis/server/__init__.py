"""The station on the network: the socket, REST, the page."""

from auralis.server.application import create_app
from auralis.server.connections import Connections
from auralis.server.departing import Departing
from auralis.server.limits import Limits
from auralis.server.serving import serving

__all__ = ["Connections", "Departing", "Limits", "create_app", "serving"]
