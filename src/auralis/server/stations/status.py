"""How a station fares right now, as JSON data."""

from auralis.server.stations.on_air import OnAir
from auralis.server.talk import messages


def live_status(on_air: OnAir) -> dict[str, object]:
    """Return the fields of a `status` message."""
    return {
        "buffer_depth_ms": on_air.buffer_depth_ms,
        "active_clients": on_air.broadcaster.listeners,
        "synthesis_latency_ms": on_air.metrics.synthesis.average,
        "server_time": messages.iso(on_air.clock.unix()),
    }


def generation_status(on_air: OnAir) -> dict[str, object]:
    """Return what is being generated and how readily."""
    context, update, figures = on_air.source.context, on_air.source.update, on_air.source.figures
    return {
        "station": on_air.source.name,
        "current_preset": context.get("preset"),
        "current_key": context.get("key", update.get("key")),
        "current_mode": update.get("mode"),
        "current_bpm": context.get("bpm", update.get("bpm")),
        "current_intensity": context.get("intensity", update.get("intensity")),
        "buffer_depth_ms": on_air.buffer_depth_ms,
        "active_clients": on_air.broadcaster.listeners,
        "synthesis_latency_ms": on_air.metrics.synthesis.average,
        "phrases_generated": int(figures.get("phrases", 0)),
    }


def system_status(on_air: OnAir, device: str) -> dict[str, object]:
    """Return the state of the whole system, what is being generated included."""
    return {
        "uptime_sec": on_air.uptime,
        "active_connections": on_air.broadcaster.listeners,
        "buffer_depth": on_air.broadcaster.depth,
        "device": device,
        "soundfont_loaded": bool(on_air.source.figures.get("soundfont_loaded", 0.0)),
        "synthesis_active": on_air.alive,
        "timestamp": messages.iso(on_air.clock.unix()),
        **on_air.diary.document(),
        **generation_status(on_air),
    }
