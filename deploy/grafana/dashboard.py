"""Writes the dashboard: `python deploy/grafana/dashboard.py` makes `auralis.json` anew."""

import json
from pathlib import Path
from typing import Any

from panels import Panel, board, gauge, graph, quantile, rows, stat

HERE = Path(__file__).parent
BY = 'instance=~"$instance"'
OF = f'{BY},station=~"$station"'
CALM, WARM, BAD = "green", "orange", "red"

LISTENERS = [
    stat("Listening now", f"sum(auralis_listeners{{{OF}}})", decimals=0, width=4),
    gauge(
        "Of all that may be there",
        f"sum(auralis_listeners{{{BY}}}) / sum(auralis_listeners_limit{{{BY}}})",
        unit="percentunit",
        steps=[(None, CALM), (0.75, WARM), (0.9, BAD)],
        width=4,
    ),
    graph("How they listen", [(f"sum by (format) (auralis_listeners{{{OF}}})", "{{format}}")], stacked=True),
    graph(
        "What they listen to",
        [(f"sum by (station) (auralis_listeners{{{OF}}})", "{{station}}")],
        stacked=True,
    ),
    graph(
        "What listeners report: the whole delay",
        [(quantile(q, "auralis_end_to_end_seconds", OF), f"p{100 * q:g}") for q in (0.5, 0.95)],
        unit="s",
        steps=[(None, CALM), (0.8, WARM), (2, BAD)],
    ),
    graph(
        "From us to them and back",
        [(quantile(q, "auralis_round_trip_seconds", OF), f"p{100 * q:g}") for q in (0.5, 0.95)],
        unit="s",
    ),
    graph(
        "Skipped and gone",
        [
            (f"sum(rate(auralis_skipped_chunks_total{{{OF}}}[5m]))", "chunks skipped by slow listeners"),
            (f"sum(rate(auralis_disconnects_total{{{OF}}}[5m]))", "listeners that left"),
        ],
        unit="cps",
    ),
    graph(
        "Turned away",
        [(f"sum by (code) (rate(auralis_refused_total{{{BY}}}[5m]))", "{{code}}")],
        unit="reqps",
        steps=[(None, CALM), (0.1, WARM)],
    ),
]
SOUND = [
    stat(
        "Has sound",
        f"min(auralis_ready{{{OF}}})",
        steps=[(None, BAD), (1, CALM)],
        names={0: "no", 1: "yes"},
        width=4,
    ),
    stat(
        "Gaps in an hour",
        f"sum(increase(auralis_underruns_total{{{OF}}}[1h]))",
        steps=[(None, CALM), (1, WARM), (10, BAD)],
        decimals=0,
        width=4,
    ),
    graph(
        "Loudness of the last three seconds",
        [(f"auralis_short_term_lufs{{{OF}}}", "{{station}}")],
        unit="suffix: LUFS",
    ),
    graph(
        "True peak",
        [(f"auralis_true_peak_dbtp{{{OF}}}", "{{station}}")],
        unit="suffix: dBTP",
        steps=[(None, CALM), (-1, WARM), (0, BAD)],
    ),
    graph(
        "What the master takes",
        [(f"auralis_master_reduction_decibels{{{OF}}}", "{{station}}")],
        unit="dB",
        steps=[(None, CALM), (3, WARM), (6, BAD)],
    ),
    graph(
        "Trouble",
        [
            (f"auralis_silent{{{OF}}}", "{{station}} is silent"),
            (f"auralis_kit_fallback{{{OF}}}", "{{station}} plays another kit"),
        ],
    ),
]
RENDERING = [
    stat(
        "Workers missing",
        f'sum(auralis_workers{{{BY},state="missing"}})',
        steps=[(None, CALM), (1, BAD)],
        decimals=0,
        width=4,
    ),
    stat(
        "Takeovers in an hour",
        f"max(increase(auralis_worker_restarts_total{{{OF}}}[1h]))",
        steps=[(None, CALM), (1, WARM), (5, BAD)],
        decimals=0,
        width=4,
    ),
    graph(
        "Rendering a chunk of 100 ms",
        [(quantile(q, "auralis_render_seconds", OF), f"p{100 * q:g}") for q in (0.5, 0.99)],
        unit="s",
        steps=[(None, CALM), (0.05, WARM), (0.1, BAD)],
    ),
    graph(
        "How far rendering is ahead",
        [(f"auralis_lead_seconds{{{OF}}}", "{{station}}")],
        unit="s",
        steps=[(None, BAD), (0, WARM), (0.1, CALM)],
    ),
    graph(
        "Share of a core",
        [(f"auralis_render_cost_ratio{{{OF}}}", "{{station}}")],
        unit="percentunit",
        stacked=True,
    ),
    graph("Workers", [(f"sum by (state) (auralis_workers{{{BY}}})", "{{state}}")], stacked=True),
    graph(
        "Encoding a chunk",
        [(quantile(0.99, "auralis_encode_seconds", OF, "format"), "{{format}} p99")],
        unit="s",
        steps=[(None, CALM), (0.01, WARM)],
    ),
    graph("Snapshots", [(f"auralis_snapshot_seconds{{{OF}}}", "{{station}}")], unit="s"),
    graph("Phrases", [(f"sum by (station) (increase(auralis_phrases_total{{{OF}}}[10m]))", "{{station}}")]),
]
SERVER = [
    stat("Version", f"auralis_build_info{{{BY}}}", shows="{{version}}", width=4),
    stat("Up for", f"time() - process_start_time_seconds{{{BY}}}", unit="s", width=4),
    graph(
        "Memory of server and workers",
        [
            (f"auralis_resident_memory_bytes{{{BY}}}", "all"),
            (f"process_resident_memory_bytes{{{BY}}}", "server"),
        ],
        unit="bytes",
        steps=[(None, CALM), (524_288_000, WARM)],
    ),
    graph(
        "Processor of the server",
        [(f"rate(process_cpu_seconds_total{{{BY}}}[5m])", "share of a core")],
        unit="percentunit",
        steps=[(None, CALM), (0.7, WARM), (0.9, BAD)],
    ),
    graph(
        "Event loop late",
        [(quantile(q, "auralis_event_loop_lateness_seconds", BY), f"p{100 * q:g}") for q in (0.5, 0.99)],
        unit="s",
        steps=[(None, CALM), (0.05, WARM), (0.1, BAD)],
    ),
    graph(
        "From a chunk's broadcast to a socket",
        [(quantile(q, "auralis_write_seconds", OF), f"p{100 * q:g}") for q in (0.5, 0.99)],
        unit="s",
        steps=[(None, CALM), (0.05, WARM)],
    ),
    graph(
        "Requests",
        [(f"sum by (status) (rate(auralis_http_requests_total{{{BY}}}[5m]))", "{{status}}")],
        unit="reqps",
    ),
    graph(
        "Slowest routes",
        [(f"topk(5, {quantile(0.95, 'auralis_http_response_seconds', BY, 'route')})", "{{route}} p95")],
        unit="s",
    ),
    graph(
        "Stations",
        [
            (f"sum by (state) (auralis_stations{{{BY}}})", "{{state}}"),
            (f"auralis_stations_limit{{{BY}}}", "may be open"),
        ],
    ),
    graph(
        "Listeners by state",
        [(f"sum by (state) (auralis_connections{{{OF}}})", "{{state}}")],
        stacked=True,
    ),
    graph(
        "Files open",
        [(f"process_open_fds{{{BY}}} / process_max_fds{{{BY}}}", "of those that may be")],
        unit="percentunit",
        steps=[(None, CALM), (0.6, WARM), (0.8, BAD)],
    ),
    graph(
        "Library and disk",
        [
            (f"auralis_library_bytes{{{BY}}}", "kept"),
            (f"auralis_library_quota_bytes{{{BY}}}", "may be kept"),
            (f"auralis_disk_free_bytes{{{BY}}}", "free on the disk"),
        ],
        unit="decbytes",
    ),
]


def dashboard() -> dict[str, Any]:
    """Return the whole dashboard as Grafana reads it."""
    parts: dict[str, list[Panel]] = {
        "Listeners": LISTENERS,
        "Sound": SOUND,
        "Rendering": RENDERING,
        "Server": SERVER,
    }
    return board("Auralis", rows(parts))


if __name__ == "__main__":
    (HERE / "auralis.json").write_text(json.dumps(dashboard(), indent=2) + "\n")
