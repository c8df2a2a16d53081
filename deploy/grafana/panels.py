"""Parts of a Grafana dashboard."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Panel: TypeAlias = dict[str, Any]
Steps: TypeAlias = Sequence[tuple[float | None, str]]
"""From which value on a colour holds; None is the lowest."""

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
WIDE = 24
HEIGHT = 7
PLAIN: Steps = [(None, "blue")]


def quantile(q: float, histogram: str, where: str, by: str = "") -> str:
    """Return the expression of a quantile of the last five minutes, in seconds."""
    labels = f"{by}, le" if by else "le"
    return f"histogram_quantile({q:g}, sum by ({labels}) (rate({histogram}_bucket{{{where}}}[5m])))"


def graph(
    title: str,
    series: Sequence[tuple[str, str]],
    unit: str = "short",
    steps: Steps = (),
    *,
    stacked: bool = False,
) -> Panel:
    """Return curves over time; thresholds are shown as dashed lines."""
    custom = {
        "lineWidth": 2,
        "fillOpacity": 25 if stacked else 10,
        "gradientMode": "opacity",
        "showPoints": "never",
        "spanNulls": 60_000,
        "stacking": {"mode": "normal" if stacked else "none"},
        "thresholdsStyle": {"mode": "dashed" if len(steps) > 1 else "off"},
    }
    options = {
        "legend": {"displayMode": "list", "placement": "bottom", "calcs": ["lastNotNull"]},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    return _panel("timeseries", title, series, unit, steps or PLAIN, options, 8) | {"_custom": custom}


def stat(
    title: str,
    expr: str,
    unit: str = "short",
    steps: Steps = PLAIN,
    *,
    width: int,
    decimals: int | None = None,
    names: Mapping[int, str] | None = None,
    shows: str = "",
) -> Panel:
    """Return one large figure, or what `shows` names of the labels."""
    options = {
        "colorMode": "background_solid" if len(steps) > 1 else "value",
        "graphMode": "none" if shows or names else "area",
        "textMode": "name" if shows else "value",
        "reduceOptions": {"calcs": ["lastNotNull"]},
    }
    panel = _panel("stat", title, [(expr, shows)], unit, steps, options, width)
    return panel | {"_decimals": decimals, "_names": names}


def gauge(title: str, expr: str, unit: str, steps: Steps, *, width: int) -> Panel:
    """Return a dial from 0 to 1."""
    options = {"reduceOptions": {"calcs": ["lastNotNull"]}, "showThresholdMarkers": True}
    return _panel("gauge", title, [(expr, "")], unit, steps, options, width) | {"_range": (0, 1)}


def rows(parts: Mapping[str, Sequence[Panel]]) -> list[Panel]:
    """Return all panels in their places, a headline above each part."""
    placed: list[Panel] = []
    y = 0
    for title, panels in parts.items():
        placed.append(_head(title, y, len(placed) + 1))
        x, y = 0, y + 1
        for panel in panels:
            if x + panel["_width"] > WIDE:
                x, y = 0, y + HEIGHT
            placed.append(_finished(panel, x, y, len(placed) + 1))
            x += panel["_width"]
        y += HEIGHT
    return placed


def board(title: str, panels: Sequence[Panel]) -> dict[str, Any]:
    """Return a dashboard with a choice of data source, instance and station."""
    return {
        "uid": "auralis",
        "title": title,
        "tags": ["auralis"],
        "editable": True,
        "graphTooltip": 1,
        "refresh": "10s",
        "schemaVersion": 39,
        "time": {"from": "now-3h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": [_sources(), _choice("instance"), _choice("station")]},
        "annotations": {"list": []},
        "panels": list(panels),
    }


def _panel(
    kind: str,
    title: str,
    series: Sequence[tuple[str, str]],
    unit: str,
    steps: Steps,
    options: Mapping[str, Any],
    width: int,
) -> Panel:
    targets = [
        {"refId": chr(ord("A") + n), "datasource": SOURCE, "expr": expr, "legendFormat": legend or "__auto"}
        for n, (expr, legend) in enumerate(series)
    ]
    coloured = [{"value": value, "color": colour} for value, colour in steps]
    return {
        "type": kind,
        "title": title,
        "datasource": SOURCE,
        "targets": targets,
        "fieldConfig": {
            "defaults": {"unit": unit, "thresholds": {"mode": "absolute", "steps": coloured}},
            "overrides": [],
        },
        "options": dict(options),
        "_width": width,
    }


def _finished(panel: Panel, x: int, y: int, number: int) -> Panel:
    """Return a panel in its place, with what was said of its values."""
    defaults = dict(panel["fieldConfig"]["defaults"])
    defaults["color"] = {"mode": "palette-classic" if panel["type"] == "timeseries" else "thresholds"}
    if panel.get("_custom"):
        defaults["custom"] = panel["_custom"]
    if panel.get("_decimals") is not None:
        defaults["decimals"] = panel["_decimals"]
    if panel.get("_range"):
        defaults["min"], defaults["max"] = panel["_range"]
    if panel.get("_names"):
        options = {str(value): {"text": text} for value, text in panel["_names"].items()}
        defaults["mappings"] = [{"type": "value", "options": options}]
    shown = {name: value for name, value in panel.items() if not name.startswith("_")}
    place = {"x": x, "y": y, "w": panel["_width"], "h": HEIGHT}
    return shown | {"id": number, "gridPos": place, "fieldConfig": {"defaults": defaults, "overrides": []}}


def _head(title: str, y: int, number: int) -> Panel:
    place = {"x": 0, "y": y, "w": WIDE, "h": 1}
    return {"type": "row", "title": title, "id": number, "collapsed": False, "gridPos": place, "panels": []}


def _sources() -> dict[str, Any]:
    return {"type": "datasource", "name": "datasource", "label": "Source", "query": "prometheus"}


def _choice(label: str) -> dict[str, Any]:
    query = f"label_values(auralis_ready, {label})"
    return {
        "type": "query",
        "name": label,
        "label": label.capitalize(),
        "datasource": SOURCE,
        "query": {"query": query, "refId": label},
        "definition": query,
        "includeAll": True,
        "multi": True,
        "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
        "refresh": 2,
        "sort": 1,
    }
