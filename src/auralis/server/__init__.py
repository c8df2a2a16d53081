"""The station on the network: the socket, REST, the page."""

from auralis.server.application import create_app
from auralis.server.serving import serving

__all__ = ["create_app", "serving"]
