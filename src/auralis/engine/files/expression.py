"""A law as text: arithmetic on named numbers, the same bits on every machine.

`+ - * /` and the unary minus, `a if x < y else b`, `a if x in (1, 2) else b`, the functions of
`arithmetic`, and `total(n, first, last, term)`: the sum of a term over whole n, both ends included.
"""

import ast
import operator
import warnings
from collections.abc import Callable, Collection, Mapping
from math import isfinite
from typing import Final, NoReturn, TypeAlias

from auralis.engine.errors import InvalidPatch
from auralis.engine.files.arithmetic import FUNCTIONS, divide

Names: TypeAlias = Mapping[str, float]
_Term: TypeAlias = Callable[[Names], float]

_LONGEST: Final = 1000
_DEEPEST: Final = 64
_MOST_TERMS: Final = 1024
_TOTAL: Final = "total"
WORDS: Final = frozenset((*FUNCTIONS, _TOTAL))
"""Names that are taken."""

_OPERATORS: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: divide,
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[[float, float], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class Expression:
    """A text that is worked out for named numbers; names may have dots.

    Raises `InvalidPatch` naming `field` and what is allowed: at birth for a text that is none, at a
    call for a result that is no finite number, in itself or in any step.
    """

    def __init__(self, text: str, names: Collection[str], field: str) -> None:
        self.text = text
        self.field = field
        self._names = tuple(names)
        self._inside_total = False
        try:
            if len(text) > _LONGEST:
                raise InvalidPatch(
                    field, text[:60] + "...", f"an expression of {_LONGEST} characters at most"
                )
            tree = _parsed(text)
            if _depth(tree) > _DEEPEST:
                raise InvalidPatch(field, text[:60] + "...", f"at most {_DEEPEST} levels of operations")
            self._term = self._compile(tree)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            if isinstance(error, InvalidPatch):
                raise
            raise InvalidPatch(field, text[:60], "an expression such as 'velocity / 64'") from None

    def __call__(self, names: Names) -> float:
        """Return the value for names."""
        try:
            return self._term(names)
        except (ArithmeticError, ValueError) as error:
            reason = "a number too large" if isinstance(error, OverflowError) else str(error)
            given = ", ".join(f"{n} {names[n]:g}" for n in self._names if n in names)
            raise InvalidPatch(self.field, self.text, f"a finite result; with {given}: {reason}") from None

    def _compile(self, node: ast.expr) -> _Term:
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return self._number(value)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                term = self._compile(operand)
                return lambda names: -term(names)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _operation(_OPERATORS[type(op)], self._compile(left), self._compile(right))
            case ast.IfExp(test=ast.Compare(left=a, ops=[op], comparators=[b]), body=body, orelse=other):
                return self._choice(a, op, b, body, other)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(node, name, arguments)
        return self._refuse(node, "numbers, names, + - * /, 'a if x < y else b' and functions")

    def _number(self, value: float) -> _Term:
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if not isfinite(number):
            raise InvalidPatch(self.field, self.text, "finite numbers")
        return lambda _names: number

    def _name(self, node: ast.expr) -> _Term:
        name = ast.unparse(node)
        if name not in self._names:
            self._refuse(node, f"the names {', '.join(self._names)}")
        return lambda names: names[name]

    def _choice(self, a: ast.expr, op: ast.cmpop, b: ast.expr, body: ast.expr, other: ast.expr) -> _Term:
        holds = self._test(a, op, b)
        then, otherwise = self._compile(body), self._compile(other)
        return lambda names: then(names) if holds(names) else otherwise(names)

    def _test(self, a: ast.expr, op: ast.cmpop, b: ast.expr) -> Callable[[Names], bool]:
        left = self._compile(a)
        if isinstance(op, ast.In) and isinstance(b, ast.Tuple):
            terms = [self._compile(x) for x in b.elts]
            return lambda names: left(names) in [term(names) for term in terms]
        if type(op) not in _COMPARISONS:
            self._refuse(ast.Compare(a, [op], [b]), "< <= > >= == != and 'in (1, 2)'")
        compare, right = _COMPARISONS[type(op)], self._compile(b)
        return lambda names: compare(left(names), right(names))

    def _call(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> _Term:
        if name == _TOTAL:
            return self._total(node, arguments)
        if name not in FUNCTIONS:
            self._refuse(node.func, f"the functions {', '.join(sorted(WORDS))}")
        call, (fewest, most) = FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            self._refuse(node, f"{fewest}{'' if fewest == most else f' to {most}'} arguments for {name}")
        terms = [self._compile(a) for a in arguments]
        return lambda names: _finite(call(*(term(names) for term in terms)))

    def _total(self, node: ast.Call, arguments: list[ast.expr]) -> _Term:
        match arguments:
            case [ast.Name(id=name), first, last, term] if name not in (*self._names, *WORDS):
                if not self._inside_total:
                    bounds = self._compile(first), self._compile(last)
                    self._names, self._inside_total = (*self._names, name), True
                    try:
                        return _sum(name, *bounds, self._compile(term))
                    finally:
                        self._names, self._inside_total = self._names[:-1], False
        return self._refuse(node, "total(n, first, last, term) with a new name n, and none inside another")

    def _refuse(self, node: ast.expr, allowed: str) -> NoReturn:
        raise InvalidPatch(self.field, ast.unparse(node)[:60], allowed)


def _parsed(text: str) -> ast.expr:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # `1if x` and the like, which Python frowns upon
        return ast.parse(text.strip(), mode="eval").body


def _depth(node: ast.AST) -> int:
    return 1 + max((_depth(child) for child in ast.iter_child_nodes(node)), default=0)


def _operation(operate: Callable[[float, float], float], left: _Term, right: _Term) -> _Term:
    return lambda names: _finite(operate(left(names), right(names)))


def _sum(name: str, first: _Term, last: _Term, term: _Term) -> _Term:
    def summed(names: Names) -> float:
        start, end = first(names), last(names)
        if start != start // 1 or end != end // 1 or not 0 <= end - start + 1 <= _MOST_TERMS:
            raise ArithmeticError(f"total from {start:g} to {end:g}")
        inner, found = dict(names), 0.0
        for k in range(int(start), int(end) + 1):
            inner[name] = float(k)
            found += term(inner)
        return _finite(found)

    return summed


def _finite(x: float) -> float:
    if not isfinite(x):
        raise OverflowError
    return x
