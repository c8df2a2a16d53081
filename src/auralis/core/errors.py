"""The one error for a value that a person or a program got wrong."""


class InvalidValue(ValueError):
    """A value outside what is allowed; `str()` is one line that names field, value and range."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        super().__init__(f"{field}: {value!r} is not allowed; allowed: {allowed}")

    def __reduce__(self) -> tuple[type["InvalidValue"], tuple[str, object, str]]:
        """Survive a trip between processes."""
        return InvalidValue, (self.field, self.value, self.allowed)


class Unavailable(InvalidValue):
    """A value that is well formed but names something this machine lacks: a font, a library, a kit."""
