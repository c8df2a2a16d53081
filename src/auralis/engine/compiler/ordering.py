"""The order in which nodes run: sources first; a loop must go through a feedback delay."""

from collections.abc import Mapping

from auralis.engine.compiler.plan import Placed, Source
from auralis.engine.errors import LoopWithoutDelay
from auralis.engine.patch import Patch


def order(
    patch: Patch, nodes: Mapping[str, Placed], sources: Mapping[tuple[str, str], tuple[Source, ...]]
) -> tuple[str, ...]:
    """Return node ids, every node after those it hears; raises `LoopWithoutDelay` naming the cable."""
    heard: dict[str, list[str]] = {i: [] for i in nodes}
    for (target, _port), found in sources.items():
        if target in nodes and not nodes[target].source.module.feedback:
            heard[target] += [s.node for s in found if s.kind == "node"]
    done: list[str] = []
    for i in nodes:
        _visit(patch, i, heard, done, [])
    return tuple(done)


def _visit(patch: Patch, i: str, heard: Mapping[str, list[str]], done: list[str], path: list[str]) -> None:
    if i in done:
        return
    if i in path:
        loop = [*path[path.index(i) :], i]
        cable = next(
            c
            for c in patch.cables
            if c.startswith(f"{loop[1]}.") and c.partition(" -> ")[2].startswith(f"{i}.")
        )
        raise LoopWithoutDelay(
            f"{patch.name}: cable {cable!r}", " <- ".join(loop), "a loop with a feedback delay in it"
        )
    for j in heard[i]:
        _visit(patch, j, heard, done, [*path, i])
    done.append(i)
