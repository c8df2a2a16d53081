"""The station on the network: the socket, REST, the page."""

from auralis.server.application import create_app
from auralis.server.stations import Limits
from auralis.server.wire import Connections, Departing, serving

__all__ = ["Connections", "Departing", "Limits", "create_app", "serving"]
