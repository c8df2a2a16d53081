"""A listener, from coming to going: the conversation on a socket, and a line for each end."""

from auralis.server.listeners.conversation import Conversation
from auralis.server.listeners.listening import listening

__all__ = ["Conversation", "listening"]
