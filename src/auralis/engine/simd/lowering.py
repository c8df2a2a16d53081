"""How an operation on lanes becomes LLVM: typing with weak literals, splats, shuffles, `primitive`."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext
from numba.extending import lower_builtin, type_callable

from auralis.engine.simd.types import INT, Vec

Emit = Callable[[BaseContext, ir.IRBuilder, typing.Signature, Sequence[ir.Value]], ir.Value]
T = TypeVar("T", bound=Callable[..., object])


def constant(kind: ir.Type, value: object) -> ir.Constant:
    """Return an LLVM constant."""
    return ir.Constant(kind, value)


def splat(b: ir.IRBuilder, x: ir.Value, t: Vec) -> ir.Value:
    """Return x in every lane."""
    v = b.insert_element(constant(t.llvm(), ir.Undefined), x, INT(0))
    return shuffle(b, v, v, [0] * t.lanes)


def shuffle(b: ir.IRBuilder, x: ir.Value, y: ir.Value, lanes: Iterable[int]) -> ir.Value:
    """Return the given lanes of x followed by y."""
    index = list(lanes)
    return b.shuffle_vector(x, y, constant(ir.VectorType(INT, len(index)), index))


def coerce(ctx: BaseContext, b: ir.IRBuilder, x: ir.Value, source: types.Type, t: Vec) -> ir.Value:
    """Bring a lowered value (lanes or a number) to type t."""
    if source == t:
        return x
    element = types.float32 if t.kind == "f" else types.int32
    return splat(b, ctx.cast(b, x, source, element), t)


def common(*args: types.Type) -> Vec | None:
    """Return the one type of lanes among arguments that are lanes or numbers, or None."""
    lanes = [a for a in args if isinstance(a, Vec)]
    if not lanes or any(a != lanes[0] for a in lanes):
        return None
    return lanes[0] if all(isinstance(a, Vec | types.Number) for a in args) else None


def signature(result: types.Type | None, args: Sequence[types.Type]) -> typing.Signature | None:
    """Return a signature for lowering, or None where there is no result."""
    return None if result is None else typing.signature(result, *(types.unliteral(a) for a in args))


def primitive(result: Callable[..., types.Type | None], emit: Emit) -> Callable[[T], T]:
    """Make a NumPy function an operation of kernels: `result` types it, `emit` writes its LLVM."""

    def declare(function: T) -> T:
        count = result.__code__.co_argcount
        typers: dict[int, Callable[..., typing.Signature | None]] = {
            1: lambda a: signature(result(a), (a,)),
            2: lambda a, b: signature(result(a, b), (a, b)),
            3: lambda a, b, c: signature(result(a, b, c), (a, b, c)),
        }
        type_callable(function)(lambda _context: typers[count])
        lower_builtin(function, *[types.Any] * count)(emit)
        return function

    return declare
