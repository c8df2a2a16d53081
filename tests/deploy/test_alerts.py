"""Alerts by Prometheus' own tool: each fires when it should, and none when all is well."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

PROMETHEUS: Final = Path(__file__).parents[2] / "deploy" / "prometheus"
RULES: Final = PROMETHEUS / "alerts.yml"
WHO: Final = 'instance="a:8000",job="auralis"'
MINUTES: Final = 30

WELL: Final[dict[str, str]] = {
    "up{}": "1x{n}",
    'auralis_ready{station="main"}': "1x{n}",
    'auralis_silent{station="main"}': "0x{n}",
    'auralis_underruns_total{station="main"}': "3x{n}",
    'auralis_listeners{station="main",transport="http",format="mp3"}': "40x{n}",
    'auralis_listeners{station="main",transport="websocket",format="auralis.opus"}': "40x{n}",
    "auralis_listeners_limit{}": "100x{n}",
    'auralis_refused_total{code="429"}': "7x{n}",
    'auralis_refused_total{code="4404"}': "0+60x{n}",
    'auralis_worker_restarts_total{station="main"}': "2x{n}",
    'auralis_worker_restarts_total{station="sleep"}': "2x{n}",
    'auralis_workers{state="playing"}': "2x{n}",
    'auralis_workers{state="missing"}': "0x{n}",
    'auralis_kit_fallback{station="main"}': "0x{n}",
    'auralis_event_loop_lateness_seconds_bucket{le="0.025"}': "0+1200x{n}",
    'auralis_event_loop_lateness_seconds_bucket{le="0.1"}': "0+1200x{n}",
    'auralis_event_loop_lateness_seconds_bucket{le="+Inf"}': "0+1200x{n}",
    "auralis_resident_memory_bytes{}": "600000000x{n}",
    'auralis_http_requests_total{method="GET",route="/api/v1/ready",status="5xx"}': "0+9x{n}",
    'auralis_http_requests_total{method="GET",route="/api/status",status="5xx"}': "1x{n}",
    "process_open_fds{}": "100x{n}",
    "process_max_fds{}": "1000x{n}",
    "auralis_disk_free_bytes{}": "1000000000x{n}",
    "auralis_library_bytes{}": "10x{n}",
    "auralis_library_quota_bytes{}": "100x{n}",
}
ILL: Final[dict[str, tuple[dict[str, str], int]]] = {
    "AuralisDown": ({"up{}": "0x{n}"}, 1),
    "AuralisNotReady": ({'auralis_ready{station="main"}': "0x{n}"}, 1),
    "AuralisSilent": ({'auralis_silent{station="main"}': "1x{n}"}, 2),
    "AuralisUnderruns": ({'auralis_underruns_total{station="main"}': "0+2x{n}"}, 5),
    "AuralisNearlyFull": ({"auralis_listeners_limit{}": "85x{n}"}, 2),
    "AuralisRefusing": ({'auralis_refused_total{code="1013"}': "0+30x{n}"}, 8),
    "AuralisWorkerRestarts": ({'auralis_worker_restarts_total{station="sleep"}': "0+1x{n}"}, 5),
    "AuralisWorkersMissing": ({'auralis_workers{state="missing"}': "1x{n}"}, 1),
    "AuralisKitFallback": ({'auralis_kit_fallback{station="main"}': "1x{n}"}, 1),
    "AuralisEventLoopLate": ({'auralis_event_loop_lateness_seconds_bucket{le="0.025"}': "0+1100x{n}"}, 8),
    "AuralisMemoryHigh": ({"auralis_resident_memory_bytes{}": "720000000x{n}"}, 5),
    "AuralisErrors": (
        {'auralis_http_requests_total{method="GET",route="/api/status",status="5xx"}': "0+3x{n}"},
        8,
    ),
    "AuralisFewFilesLeft": ({"process_open_fds{}": "900x{n}"}, 5),
    "AuralisDiskNearlyFull": ({"auralis_disk_free_bytes{}": "200000000x{n}"}, 5),
    "AuralisLibraryNearlyFull": ({"auralis_library_bytes{}": "95x{n}"}, 5),
}


def promtool(*words: str | Path) -> str:
    done = subprocess.run(["promtool", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def alerts() -> list[str]:
    return re.findall(r"- alert: (\w+)", RULES.read_text())


def series(changed: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "series": re.sub(r",?}$", f",{WHO}}}", name).replace("{,", "{"),
            "values": values.format(n=MINUTES),
        }
        for name, values in (WELL | changed).items()
    ]


def firing(at: int, names: Sequence[str]) -> dict[str, Any]:
    """Say which alerts fire at a minute."""
    expr = 'count by (alertname) (ALERTS{alertstate="firing"})'
    samples = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in names]
    return {"expr": expr, "eval_time": f"{at}m", "exp_samples": samples}


def test_rules_and_configuration_are_sound() -> None:
    assert f"{len(alerts())} rules found" in promtool("check", "rules", RULES)
    assert "is valid" in promtool("check", "config", PROMETHEUS / "prometheus.yml")


def test_each_alert_fires_by_itself_and_none_when_all_is_well(tmp_path: Path) -> None:
    cases = [{"interval": "1m", "input_series": series({}), "promql_expr_test": [firing(MINUTES, [])]}]
    for name, (changed, after) in ILL.items():
        expected = [firing(0, []), firing(after, [name])]
        cases.append({"interval": "1m", "input_series": series(changed), "promql_expr_test": expected})
    asked = tmp_path / "alerts.test.yml"
    asked.write_text(json.dumps({"rule_files": [str(RULES)], "evaluation_interval": "15s", "tests": cases}))
    assert "SUCCESS" in promtool("test", "rules", asked)


def test_every_alert_is_tested_and_says_what_to_do() -> None:
    assert sorted(ILL) == sorted(alerts())
    for word in ("summary", "description", "runbook"):
        assert len(re.findall(rf'^ +{word}: ".{{20,}}"$', RULES.read_text(), re.MULTILINE)) == len(ILL)


@pytest.mark.parametrize("wrong", ["auralis_ready ==", "rate(auralis_ready)"])
def test_the_tool_would_say_what_is_wrong(tmp_path: Path, wrong: str) -> None:
    broken = tmp_path / "alerts.yml"
    broken.write_text(RULES.read_text().replace("auralis_ready == 0", wrong))
    with pytest.raises(AssertionError, match="could not parse expression"):
        promtool("check", "rules", broken)
