"""Several expressions over the same names: definitions in order, then what follows from them."""

from collections.abc import Collection, Mapping

from auralis.engine.errors import InvalidPatch
from auralis.engine.files.expression import WORDS, Expression, Names


class Laws:
    """Values by name, each an expression over `names` and over the definitions ahead of it.

    `where` names the file, and `table` its part, in which the texts stand. Raises `InvalidPatch` for
    a text that is no expression and for a definition whose name is taken.
    """

    def __init__(
        self,
        where: str,
        table: str,
        names: Collection[str],
        definitions: Mapping[str, str],
        values: Mapping[str, str],
    ) -> None:
        self.definitions = dict(definitions)
        self.values = dict(values)
        known = list(names)
        self._definitions: dict[str, Expression] = {}
        for name, text in definitions.items():
            if not name.isidentifier() or name in known or name in WORDS:
                raise InvalidPatch(f"{where}: let", name, "a name of its own: letters, digits and _")
            self._definitions[name] = Expression(text, known, f"{where}: let.{name}")
            known.append(name)
        self._values = {
            name: Expression(text, known, f"{where}: {table}.{name}") for name, text in values.items()
        }

    def __call__(self, names: Names) -> dict[str, float]:
        """Return the values for names."""
        known = dict(names)
        for name, expression in self._definitions.items():
            known[name] = expression(known)
        return {name: expression(known) for name, expression in self._values.items()}

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same; only definitions have an order."""
        return isinstance(other, Laws) and self._said() == other._said()

    def __hash__(self) -> int:
        """Return a hash of what they say."""
        return hash(self._said())

    def _said(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        return tuple(self.definitions.items()), tuple(sorted(self.values.items()))
