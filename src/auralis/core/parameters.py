"""Parameters as data: user interface, validation and reference docs are made from them."""

from dataclasses import dataclass
from typing import Literal

from auralis.core.errors import InvalidValue

Curve = Literal["linear", "log"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number with a range; `curve` says how a fader should travel through it."""

    name: str
    default: float
    low: float
    high: float
    unit: str = ""
    curve: Curve = "linear"
    caption: str = ""

    def check(self, value: object, field: str | None = None) -> float:
        """Return the value as a float, or raise `InvalidValue` naming the field and the range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidValue(field or self.name, value, f"a number, {self._allowed}")
        if not self.low <= value <= self.high:
            raise InvalidValue(field or self.name, value, self._allowed)
        return float(value)

    @property
    def _allowed(self) -> str:
        return f"{self.low:g} to {self.high:g}{' ' + self.unit if self.unit else ''}"
