"""Every module of the engine, from what it declares."""

from auralis.core.parameters import Parameter
from auralis.engine.compiler.kernel_source import available
from auralis.engine.module import Module
from documentation.table import table

_HEADING = ("parameter", "default", "range", "unit", "curve", "what it does")
_INTRODUCTION = """# Modules

What patches are made of. An input or output with a `~` carries a control, one value every 32 frames; the
others carry sound. [Writing a patch](docs/writing-a-patch.md) says how they are joined, [writing a
module](docs/writing-a-module.md) how another one is made.
"""


def page() -> str:
    """Return the page of all modules."""
    found = available()
    listed = table(("module", "what it is"), ((f"[`{n}`](#{n})", m.caption) for n, m in found.items()))
    return "\n\n".join((_INTRODUCTION, listed, *(_chapter(n, m) for n, m in found.items()))) + "\n"


def _chapter(name: str, module: Module) -> str:
    parts = [f"## `{name}` {{ #{name} }}", f"{module.caption}. {_facts(module)}"]
    if module.parameters:
        parts.append(table(_HEADING, (_line(p, module) for p in module.parameters)))
    return "\n\n".join(parts)


def _facts(module: Module) -> str:
    facts = [f"Inputs: {_ports(module.inputs)}", f"outputs: {_ports(module.outputs)}"]
    if module.latency:
        facts.append(f"latency: {module.latency} frames")
    if module.sounds:
        facts.append(f"may be given a sound: {_ports(module.sounds)}")
    if module.feedback:
        facts.append("may close a loop")
    if module.sides:
        facts.append("stands in voices with two sides alone")
    return "; ".join(facts) + "."


def _ports(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def _line(p: Parameter, module: Module) -> tuple[str, ...]:
    glides = " (glides)" if p.name in module.glide else ""
    return f"`{p.name}`", f"{p.default:g}", f"{p.low:g} to {p.high:g}", p.unit, p.curve, p.caption + glides
