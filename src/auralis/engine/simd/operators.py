"""The operators of lanes: + - * / & | ^ << < <= > >= and the sign."""

import operator
from collections.abc import Callable, Sequence

from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext
from numba.extending import lower_builtin, type_callable

from auralis.engine.simd.lowering import coerce, common, constant, signature
from auralis.engine.simd.types import Vec

BinaryEmit = Callable[[ir.IRBuilder, str, ir.Value, ir.Value], ir.Value]
Operator = Callable[..., object]


def _same(t: Vec) -> Vec:
    return t


def _mask(t: Vec) -> Vec:
    return t.of("b")


def _binary(function: Operator, kinds: str, emit: BinaryEmit, result: Callable[[Vec], Vec] = _same) -> None:
    def typer(a: types.Type, b: types.Type) -> typing.Signature | None:
        t = common(a, b)
        return signature(result(t), (a, b)) if t is not None and t.kind in kinds else None

    def lower(ctx: BaseContext, b: ir.IRBuilder, sig: typing.Signature, args: Sequence[ir.Value]) -> ir.Value:
        t = common(*sig.args)
        assert t is not None  # noqa: S101 -- for the type checker
        x, y = (coerce(ctx, b, v, s, t) for v, s in zip(args, sig.args, strict=True))
        return emit(b, t.kind, x, y)

    type_callable(function)(lambda _context: typer)
    for left, right in ((Vec, Vec), (Vec, types.Number), (types.Number, Vec)):
        lower_builtin(function, left, right)(lower)


def _arithmetic(on_floats: str, on_ints: str) -> BinaryEmit:
    return lambda b, kind, x, y: getattr(b, on_floats if kind == "f" else on_ints)(x, y)


def _comparison(symbol: str) -> BinaryEmit:
    return lambda b, kind, x, y: b.fcmp_ordered(symbol, x, y) if kind == "f" else b.icmp_signed(symbol, x, y)


for _function, _floats, _ints in (
    (operator.add, "fadd", "add"),
    (operator.sub, "fsub", "sub"),
    (operator.mul, "fmul", "mul"),
):
    _binary(_function, "fi", _arithmetic(_floats, _ints))
_binary(operator.truediv, "f", lambda b, _kind, x, y: b.fdiv(x, y))
_binary(operator.and_, "ib", lambda b, _kind, x, y: b.and_(x, y))
_binary(operator.or_, "ib", lambda b, _kind, x, y: b.or_(x, y))
_binary(operator.xor, "i", lambda b, _kind, x, y: b.xor(x, y))
_binary(operator.lshift, "i", lambda b, _kind, x, y: b.shl(x, y))
for _function, _symbol in (
    (operator.lt, "<"),
    (operator.le, "<="),
    (operator.gt, ">"),
    (operator.ge, ">="),
):
    _binary(_function, "fi", _comparison(_symbol), _mask)


@type_callable(operator.neg)
def _type_negative(_context: typing.Context) -> Callable[[types.Type], typing.Signature | None]:
    return lambda x: signature(x, (x,)) if isinstance(x, Vec) and x.kind != "b" else None


@lower_builtin(operator.neg, Vec)
def _negative(
    _ctx: BaseContext, b: ir.IRBuilder, sig: typing.Signature, args: Sequence[ir.Value]
) -> ir.Value:
    t = sig.return_type
    return b.fneg(args[0]) if t.kind == "f" else b.sub(constant(t.llvm(), None), args[0])
