"""The bench: what it compares, what it lets pass, and what it prints."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.app.bench import stopwatch
from auralis.app.bench.choice import chosen, fitting
from auralis.app.bench.comparison import ELSEWHERE, SLOWER, WARNING, compare
from auralis.app.bench.module_patch import module_patch
from auralis.app.bench.result import Measurement, Result, read_result, write_result
from auralis.app.bench.settling import TRIES, settled
from auralis.core.errors import InvalidValue
from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.validation import check
from tests.command_line import Said

COUNTERS: Mapping[str, int | str | None] = {"floats of state": 64, "frames of memory": None, "sha256": "ab"}


def measured(share: float = 0.5, **exact: int | str | None) -> Measurement:
    return Measurement({**COUNTERS, **exact}, {"bus": share}, {"bus": 500.0})


def result(processor: str = "one", **subjects: Measurement) -> Result:
    return Result("0.2.0", processor, 44_100, {name.replace("_", "/"): m for name, m in subjects.items()})


def test_a_result_does_not_differ_from_itself() -> None:
    found = result(module_saw=measured(), module_pan=measured(0.1))
    assert compare(found, found) == []


@pytest.mark.parametrize(
    ("figure", "before", "after"),
    [("floats of state", 64, 80), ("frames of memory", None, 126), ("sha256", "ab", "cd")],
)
def test_an_exact_figure_that_drifts_fails_and_is_named(
    figure: str, before: int | str | None, after: int | str | None
) -> None:
    [found] = compare(result(module_saw=measured()), result(module_saw=measured(**{figure: after})))
    assert (found.subject, found.figure, found.baseline, found.now) == (
        "module/saw",
        figure,
        str(before),
        str(after),
    )
    assert (found.allowed, found.verdict, found.fails) == ("equal", "drift", True)


@pytest.mark.parametrize(
    ("growth", "verdict", "fails"),
    [
        (2.1, "slower", True),
        (1.9, "a little slower", False),
        (1.3, None, False),
        (0.8, None, False),
        (0.5, "faster", False),
    ],
)
def test_a_ratio_may_grow_within_bounds(growth: float, verdict: str | None, fails: bool) -> None:
    found = compare(result(module_saw=measured(0.5)), result(module_saw=measured(0.5 * growth)))
    assert [(d.verdict, d.fails) for d in found] == ([] if verdict is None else [(verdict, fails)])


def test_another_processor_has_wider_bounds_for_ratios_and_none_for_bits() -> None:
    before = result("one", module_saw=measured(0.5))
    within = result("other", module_saw=measured(0.5 * SLOWER * ELSEWHERE * 0.99))
    beyond = result("other", module_saw=measured(0.5 * SLOWER * ELSEWHERE * 1.01, sha256="cd"))
    assert [d.fails for d in compare(before, within)] == [False]
    assert [(d.figure, d.fails) for d in compare(before, beyond)] == [("sha256", True), ("bus", True)]


def test_new_and_missing_subjects_and_figures_fail_and_are_named() -> None:
    before = result(module_saw=measured(), module_old=measured())
    now = result(module_saw=measured(nodes=3), module_new=measured())
    found = {(d.subject, d.figure): (d.verdict, d.fails) for d in compare(before, now)}
    assert found == {
        ("module/new", ""): ("new", True),
        ("module/old", ""): ("missing", True),
        ("module/saw", "nodes"): ("new", True),
    }
    backwards = {(d.subject, d.figure): d.verdict for d in compare(now, before)}
    assert backwards[("module/saw", "nodes")] == "missing"


@given(st.floats(1e-4, 1e3), st.floats(1e-4, 1e3))
def test_only_what_is_slower_by_more_than_allowed_fails(before: float, now: float) -> None:
    found = compare(result(kit_a=measured(before)), result(kit_a=measured(now)))
    assert any(d.fails for d in found) == (now / before > SLOWER)
    assert bool(found) == (now / before > WARNING or now / before < 1 / WARNING)


def test_what_seems_slow_is_measured_again_and_its_best_counts() -> None:
    baseline = result(module_saw=measured(0.5), module_pan=measured(0.5))
    shares, asked = iter((3.0, 0.6)), []

    def again(name: str) -> Measurement:
        asked.append(name)
        return measured(next(shares))

    now, found = settled(baseline, result(module_saw=measured(2.0), module_pan=measured(0.5)), again)
    assert asked == ["module/saw", "module/saw"]
    assert now.subjects["module/saw"].ratio == {"bus": 0.6}
    assert found == []


def test_what_stays_slow_fails_after_three_more_looks() -> None:
    asked = []

    def again(name: str) -> Measurement:
        asked.append(name)
        return measured(1.8)

    _, found = settled(result(module_saw=measured(0.5)), result(module_saw=measured(2.0)), again)
    assert len(asked) == TRIES
    assert [(d.verdict, d.now) for d in found] == [("slower", "1.8")]


def test_a_second_look_never_mends_bits() -> None:
    baseline = result(module_saw=measured(0.5))
    now, found = settled(baseline, result(module_saw=measured(2.0, sha256="cd")), lambda _: measured(0.5))
    assert now.subjects["module/saw"].exact["sha256"] == "cd"
    assert [d.figure for d in found] == ["sha256"]


def test_a_saved_result_is_read_back_and_has_its_keys_in_order(tmp_path: Path) -> None:
    found = replace(result(module_saw=measured(), kit_a=measured(2.0)), compiling={"pad32": 3.5})
    write_result(tmp_path / "b.json", found)
    assert read_result(tmp_path / "b.json", "compare") == found
    text = (tmp_path / "b.json").read_text()
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True) + "\n"
    assert [p.name for p in tmp_path.iterdir()] == ["b.json"]


GOOD = result(module_saw=measured()).to_json()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "truncated"),
        ("[]", "Expected `object`"),
        ("{}", "missing required field `engine`"),
        (GOOD.replace("0.5", '"fast"'), "$.subjects[...].ratio[...]"),
        (GOOD.replace("0.5", "-1"), "> 0"),
        (GOOD.replace('"format": 1', '"format": 9'), "compare.format: 9"),
        (GOOD.replace("module/saw", "\udcff"), "--save"),
    ],
)
def test_a_malformed_baseline_is_one_line_that_says_what_is_wrong(
    said: Said, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "b.json").write_text(text, errors="surrogateescape")
    status, out, err = said("bench", "--quick", "--compare", "b.json")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("auralis: compare")
    assert says in err


@pytest.mark.parametrize(
    ("words", "field", "allowed"),
    [
        (["--compare", "none.json"], "compare", "No such file"),
        (["--save", "missing/b.json"], "save", "a folder that exists"),
        (["--only", "sawdust"], "only", "saw, "),
    ],
)
def test_wrong_use_is_said_before_anything_is_measured(
    said: Said, words: list[str], field: str, allowed: str
) -> None:
    status, out, err = said("bench", "--quick", *words)
    assert (status, out) == (2, "")
    assert f"auralis: {field}: " in err.splitlines()[-1]
    assert allowed in err


def test_a_subject_is_chosen_by_any_part_of_its_path() -> None:
    names = ["module/saw", "module/sawdust", "kit/auralis/pad", "kit/auralis/focus"]
    assert chosen(names, None) == names
    assert chosen(names, "saw") == ["module/saw"]
    assert chosen(names, "kit/auralis") == names[2:]
    assert fitting("pad")("kit/auralis/pad")
    with pytest.raises(InvalidValue, match="auralis, focus, kit, module, pad, saw, sawdust"):
        chosen(names, "auralis/module")


def test_a_machine_that_slows_down_slows_the_reference_too(monkeypatch: pytest.MonkeyPatch) -> None:
    now, speed = 0.0, 1.0

    def lasting(seconds: float) -> None:
        nonlocal now, speed
        now += seconds / speed
        speed *= 0.9

    monkeypatch.setattr(stopwatch, "process_time", lambda: now)
    found = stopwatch.timed(lambda: lambda: lasting(3.0), lambda: lambda: lasting(2.0), 9)
    assert found.ratio == pytest.approx(1.5, rel=0.01)
    assert found.seconds > 2 * 3.0


def test_one_disturbed_round_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now, lengths = 0.0, iter([9.0, 4.0, 1.0, 4.0, 80.0, 4.0, 1.0, 4.0])

    def lasting() -> None:
        nonlocal now
        now += next(lengths)

    monkeypatch.setattr(stopwatch, "process_time", lambda: now)
    assert stopwatch.timed(lambda: lasting, lambda: lasting, 3) == stopwatch.Timing(1.0, 0.25)


@pytest.mark.parametrize("name", available())
def test_every_module_has_a_patch_to_be_measured_in(name: str) -> None:
    patch = module_patch(name)
    plan = check(patch)
    assert patch.outputs
    assert {plan.nodes[n].source.name for n in ("m", "v") if n in plan.nodes} == {name}
    assert ("m" in plan.nodes) or plan.nodes["v"].source.module.sides
    assert ("v" in plan.nodes) == (patch.voice is not None)


def test_one_module_is_measured_saved_and_compared(
    said: Said, cache_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    words = ("bench", "--quick", "--only", "gain", "--json")
    status, out, _ = said(*words, "--save", "b.json")
    assert status == 0
    assert out == (tmp_path / "b.json").read_text()
    saved = json.loads(out)
    found = saved["subjects"]["module/gain"]
    assert found["exact"]["lanes"] == 16
    assert len(found["exact"]["sha256"]) == 64
    assert found["ratio"].keys() == found["absolute"].keys() == {"bus", "bus and voices"}
    found["exact"]["sha256"] = "0" * 64
    found["ratio"] = {"bus": 1e6, "bus and voices": 1e6}
    (tmp_path / "b.json").write_text(json.dumps(saved))
    status, out, err = said("bench", "--quick", "--only", "gain", "--compare", "b.json")
    assert status == 1
    assert "module/gain" in out
    assert "000000000000" in out
    assert "DRIFT" in out
    assert "faster" in out
    assert "1 subjects beside the baseline: 1 failures, 2 notes" in err
