"""What is not as it should be, although the server lives."""

from collections.abc import Iterator

from auralis.server.figures.vitals import Vitals


def degraded(vitals: Vitals) -> list[dict[str, str]]:
    """Return each part that is impaired, with a sentence about it; nothing if all is well."""
    return [{"part": part, "why": why} for part, why in _degraded(vitals)]


def _degraded(vitals: Vitals) -> Iterator[tuple[str, str]]:
    for name, on_air in vitals.stations.items():
        why = on_air.why_silent
        if why is not None:
            yield f"station {name}", f"it has no sound: {why}"
        elif on_air.source.figures.get("fallback"):
            yield f"station {name}", "its kit failed; the built-in one plays instead"
    missing = vitals.stations.workers.get("missing", 0)
    if missing:
        yield "workers", f"{missing} of those that should render are not there yet"
    elif vitals.restarts.count:
        yield "workers", f"another one took over {vitals.restarts.count} times within ten minutes"
    if vitals.memory.high:
        yield "memory", f"server and workers take {vitals.memory_mb:.0f} MiB"
    if vitals.disk is not None and vitals.disk.full:
        yield "disk", f"{vitals.disk.free // 1_000_000} MB are left where things are kept"
