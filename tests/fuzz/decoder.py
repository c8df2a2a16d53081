"""Something that reads what others have written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auralis.core.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Decoder:
    """A name, samples that it reads, and how it reads bytes.

    `read` may raise `InvalidValue` and nothing else, and asserts of what it has read what must be true of it.
    """

    name: str
    samples: Sequence[bytes]
    read: Callable[[bytes], None]

    def reads(self, data: bytes) -> bool:
        """Return whether it takes some bytes; anything but a refusal in the house's form is raised."""
        refusal = ""
        try:
            self.read(data)
        except InvalidValue as error:
            refusal = str(error)
        assert "\n" not in refusal
        return not refusal
