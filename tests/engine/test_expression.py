"""Expressions: the arithmetic of laws, strict in what they take and in what they give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.engine import strict
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.expression import Expression
from auralis.engine.files.laws import Laws
from auralis.engine.files.note_law import NoteLaw
from auralis.engine.tuning import hertz

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


def value(text: str, **names: float) -> float:
    return Expression(text, tuple(names), "law")(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 8", 6.5),
        ("-(2 - 5)", 3.0),
        ("--2", 2.0),
        ("1 if 2 < 3 else 4", 1.0),
        ("1 if 2 >= 3 else 4", 4.0),
        ("1 if 2 == 2 else 1 / 0", 1.0),
        ("1 if 2 != 2 else 7 if 1 <= 1 else 9", 7.0),
        ("1 if 2 in (1, 2) else 3", 1.0),
        ("1 if 4 in (1, 2) else 3", 3.0),
        ("min(3, 1, 2) + max(3, 1)", 4.0),
        ("clip(9, 0, 5) + clip(-9, 0, 5)", 5.0),
        ("floor(2.7) + floor(-2.7)", -1.0),
        ("sqrt(2)", 2.0**0.5),
        ("square(-3)", 9.0),
        ("exp2(0.5)", strict.exp2(0.5)),
        ("exp(1)", strict.exp(1.0)),
        ("log2(10)", strict.log2(10.0)),
        ("power(3, -0.5)", strict.power(3.0, -0.5)),
        ("sin_turn(0.1)", strict.sin_turn(0.1)),
        ("decibels(-6)", strict.decibels(-6.0)),
        ("hertz(60)", hertz(60)),
        ("total(n, 1, 4, n * n)", 30.0),
        ("total(n, 1, 0, n)", 0.0),
        ("total(n, 0, 2, total_of)", 6.0),
    ],
)
def test_it_works_out(text: str, expected: float) -> None:
    assert value(text, total_of=2.0) == expected


@given(NUMBERS, NUMBERS, NUMBERS)
def test_it_gives_the_bits_that_python_gives(a: float, b: float, c: float) -> None:
    found = value("(a - b) * c + a * 0.1 if a > b else -a * (b + 3) - c / 7", a=a, b=b, c=c)
    assert found == ((a - b) * c + a * 0.1 if a > b else -a * (b + 3) - c / 7)


@given(st.integers(0, 126), st.floats(0.01, 0.99))
def test_hertz_between_two_keys_lies_between_their_frequencies(pitch: int, share: float) -> None:
    assert hertz(pitch) < value("hertz(pitch)", pitch=pitch + share) < hertz(pitch + 1)


def test_names_may_have_dots() -> None:
    expression = Expression("layers.pad.gain * 2", ["layers.pad.gain"], "law")
    assert expression({"layers.pad.gain": 0.5}) == 1.0


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", "such as"),
        ("1 +", "such as"),
        ("1if x < 2 else 3", "such as"),
        ("a\nb", "such as"),
        ("\0", "such as"),
        ("'text'", "numbers, names"),
        ("True", "numbers, names"),
        ("2j", "numbers, names"),
        ("x ** 2", "numbers, names"),
        ("x % 2", "numbers, names"),
        ("x // 2", "numbers, names"),
        ("+x", "numbers, names"),
        ("not x", "numbers, names"),
        ("x < 2", "numbers, names"),
        ("x[0]", "numbers, names"),
        ("(lambda: x)()", "numbers, names"),
        ("[n for n in x]", "numbers, names"),
        ("(x := 2)", "numbers, names"),
        ("min(*x, 1)", "numbers, names"),
        ("min(x, y=2)", "numbers, names"),
        ("x.__class__", "the names x"),
        ("y", "the names x"),
        ("min", "the names x"),
        ("print(x)", "the functions clip, decibels"),
        ("__import__(x)", "the functions clip, decibels"),
        ("sqrt()", "1 arguments for sqrt"),
        ("clip(x, 1)", "3 arguments for clip"),
        ("min(x)", "2 to 16 arguments for min"),
        ("1 if x in x else 2", "< <= > >= == != and 'in (1, 2)'"),
        ("1 if 0 < x < 2 else 2", "numbers, names"),
        ("1 if x else 2", "numbers, names"),
        ("1e999", "finite numbers"),
        ("1" * 400, "finite numbers"),
        ("total(x, 1, 2, x)", "a new name"),
        ("total(min, 1, 2, x)", "a new name"),
        ("total(n, 1, 2)", "a new name"),
        ("total(n, 1, 2, total(k, 1, 2, n))", "none inside another"),
        ("total(n, 1, 2, n) + n", "the names x"),
        ("-" * 90 + "1", "levels of operations"),
        ("x + " * 100 + "x", "levels of operations"),
        ("(" * 400 + "1" + ")" * 400, "such as"),
        ("x + " * 400 + "x", "1000 characters"),
    ],
)
def test_what_is_no_expression_is_refused(text: str, allowed: str) -> None:
    with pytest.raises(InvalidPatch) as caught:
        Expression(text, ("x",), "pad.toml: note.osc.freq")
    assert caught.value.field == "pad.toml: note.osc.freq"
    assert allowed in caught.value.allowed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 / (x - 3)", "division by zero"),
        ("1e308 * 10 * x", "too large"),
        ("exp2(x * 1000)", "too large"),
        ("min(1, 1e308 * 10)", "too large"),
        ("sqrt(-x)", "sqrt of -3"),
        ("log2(x - 3)", "log2 of 0"),
        ("power(-x, 2)", "power of -3"),
        ("hertz(x * 100)", "0 to 127"),
        ("total(n, 1, x / 2, n)", "total from 1 to 1.5"),
        ("total(n, 1, 1e9, n)", "total from 1 to 1e+09"),
    ],
)
def test_what_has_no_finite_value_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidPatch) as caught:
        value(text, x=3.0)
    assert (caught.value.field, caught.value.value) == ("law", text)
    assert caught.value.allowed.startswith("a finite result; with x 3: ")
    assert reason in caught.value.allowed


def test_definitions_see_those_ahead_of_them() -> None:
    laws = Laws(
        "kit", "values", ("x",), {"double": "2 * x", "more": "double + 1"}, {"a.b": "more * x", "c": "3"}
    )
    assert laws({"x": 5.0}) == {"a.b": 55.0, "c": 3.0}
    with pytest.raises(InvalidPatch, match=r"kit: let\.more: 'double"):
        Laws("kit", "values", ("x",), {"more": "double + 1", "double": "2 * x"}, {})


@pytest.mark.parametrize("name", ["x", "min", "total", "a.b", "2", ""])
def test_a_definition_needs_a_name_of_its_own(name: str) -> None:
    with pytest.raises(InvalidPatch, match="kit: let: "):
        Laws("kit", "values", ("x",), {name: "1"}, {})


def test_laws_that_say_the_same_are_equal() -> None:
    def law(*texts: str) -> NoteLaw:
        return NoteLaw(
            dict(zip(("osc.freq", "amp.amp"), texts, strict=True)), {"half": "velocity / 2"}, "pad"
        )

    assert law("frequency", "half") == law("frequency", "half")
    assert hash(law("frequency", "half")) == hash(law("frequency", "half"))
    assert law("frequency", "half") != law("frequency", "velocity")
    assert law("frequency", "half")(69, 64) == {"osc.freq": 440.0, "amp.amp": 32.0}


def test_a_pitch_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="pitch"):
        NoteLaw({}, {}, "pad")(128, 1)


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_refused_in_one_line(text: str) -> None:
    try:
        said = Expression(text, ("x",), "law").text
    except InvalidPatch as error:
        said = str(error)
    assert said == text or (said.startswith("law: ") and "\n" not in said)
