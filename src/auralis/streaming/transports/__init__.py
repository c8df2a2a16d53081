"""Ways out besides the socket, one file each, without a web framework."""
