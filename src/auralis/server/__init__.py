"""The station on the network: the socket, REST, the page."""
