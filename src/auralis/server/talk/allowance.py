"""How much a client may say."""

from typing import Final

A_SECOND: Final = 100
"""Messages a second that are heard: more than any hand can move a slider."""

AT_ONCE: Final = 200
_PATIENCE: Final = 2000


class Allowance:
    """A bucket of messages, `AT_ONCE` deep, that fills by `A_SECOND`.

    What is refused until the bucket is full again counts as one flood.
    """

    def __init__(self, now: float) -> None:
        self.refused = 0
        """Messages refused in this flood."""
        self._left = float(AT_ONCE)
        self._at = now
        self._told_at: float | None = None

    @property
    def exhausted(self) -> bool:
        """Whether the flood has lasted too long to be borne."""
        return self.refused > _PATIENCE

    def take(self, now: float) -> bool:
        """Return whether one more message may be heard at a monotonic second."""
        self._left = min(AT_ONCE, self._left + (now - self._at) * A_SECOND)
        self._at = now
        if self._left >= AT_ONCE:
            self.refused, self._told_at = 0, None
        if self._left < 1:
            self.refused += 1
            return False
        self._left -= 1
        return True

    def should_tell(self, now: float) -> bool:
        """Return whether a refusal is worth a word: the first, and one a second after it."""
        if self._told_at is not None and now - self._told_at < 1:
            return False
        self._told_at = now
        return True
