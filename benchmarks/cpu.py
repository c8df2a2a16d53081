"""CPU seconds, user and system: of this process, or of the children it has waited for."""

import resource


def cpu(who: int = resource.RUSAGE_SELF) -> float:
    """Return CPU seconds used."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
