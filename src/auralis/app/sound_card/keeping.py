"""Keeps music on a sound card, whatever becomes of the card."""

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from auralis.core.errors import Unavailable

LOOK_S: Final = 0.05
"""How often it looks."""

_LOOKS_A_TRY: Final = 20
_GONE_S: Final = 2.0
"""A card that asks for nothing for so long is gone."""


class OpenCard(Protocol):
    """What is needed of a card."""

    name: str

    def idle(self) -> float:
        """Return for how many seconds the card has asked for nothing."""

    def close(self) -> None:
        """Let go of the card."""


def keep_playing(
    wanted: str | None,
    opened: Callable[[str | None], OpenCard],
    looks: Iterable[object],
    tell: Callable[[str], None],
) -> None:
    """Play on the card that is wanted for as long as there are `looks`, one every `LOOK_S`.

    A card that vanishes is told of; from then on the default card is tried once a second, and the
    music goes on where it stopped. Raises `Unavailable` if the first card can't be opened.
    """
    first = opened(wanted)
    card: OpenCard | None = first
    try:
        tell(f"playing on {first.name}")
        for number, _ in enumerate(looks):
            if card is not None and card.idle() > _GONE_S:
                tell(f"{card.name} is gone; trying the default device")
                card.close()
                card = _again(opened, tell)
            elif card is None and number % _LOOKS_A_TRY == 0:
                card = _again(opened, tell)
    finally:
        if card is not None:
            card.close()


def _again(opened: Callable[[str | None], OpenCard], tell: Callable[[str], None]) -> OpenCard | None:
    try:
        card = opened(None)
    except Unavailable:
        return None
    tell(f"playing on {card.name}")
    return card
