"""What can be wrong with a patch or a module: each error is one line that names node and cable."""

from auralis.core.errors import InvalidValue


class InvalidPatch(InvalidValue):
    """A patch that cannot be compiled."""


class UnknownModule(InvalidPatch):
    """A node names a module that no file defines."""


class UnknownParameter(InvalidPatch):
    """A node sets a parameter that its module does not declare."""


class DuplicateNode(InvalidPatch):
    """Two nodes of a patch have the same id."""


class UnknownNode(InvalidPatch):
    """A cable or send names a node that the patch does not have."""


class UnknownPort(InvalidPatch):
    """A cable or send names a port that the node's module does not declare."""


class WrongRate(InvalidPatch):
    """A control output is cabled into an audio input."""


class WrongPart(InvalidPatch):
    """A cable joins voice and bus other than by a send, or a node stands in a part it cannot be in."""


class LoopWithoutDelay(InvalidPatch):
    """Cables form a loop that no feedback delay is part of."""


class InvalidSend(InvalidPatch):
    """A send that has no voices, a name used twice, or is named by a cable without existing."""


class InvalidRing(InvalidPatch):
    """A ring whose length is not a power of two."""


class InvalidKernel(InvalidPatch):
    """A module file whose kernels the compiler cannot take."""
