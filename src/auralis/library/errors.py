"""Why the library can't do what was asked for."""


class NotKept(LookupError):
    """There is no such moment, or no such file of it."""


class LibraryFull(RuntimeError):
    """What was to be kept does not fit; the message names what bounds it."""


class LibraryUnavailable(RuntimeError):
    """The disk does not let the library be read or written; the message says why."""


class LibraryBusy(RuntimeError):
    """Too many files wait to be made."""


class NameTaken(RuntimeError):
    """There is something of that name already; the message says what."""
