"""A module file as the compiler reads it: its declaration and the syntax trees of its kernels."""

import ast
import inspect
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from types import ModuleType

from auralis.core.catalogue import catalogue
from auralis.engine import modules, primitives
from auralis.engine.errors import UnknownModule
from auralis.engine.module import Module

KERNELS = ("start", "control", "prepare", "tick", "octet", "pull", "push", "awake", "block")

_WORDS = frozenset(primitives.__all__)

_ELEMENTWISE = frozenset(("SR", "CR", "clamp", "exp2", "select", "sin_turn", "cos_turn", "sqrt"))
_ELEMENTWISE |= frozenset(("tan_pi", "tanh", "vabs", "vmax", "vmin"))
"""Words that mean the same for any number of lanes."""

_FRAME_OUTPUTS = ("tick", "octet", "pull")


@dataclass(frozen=True)
class KernelSource:
    """A module's name and declaration; its kernels, private functions and constants by name."""

    name: str
    module: Module
    kernels: dict[str, ast.FunctionDef]
    functions: dict[str, ast.FunctionDef]
    constants: dict[str, ast.expr]

    def arguments(self, kernel: str) -> tuple[str, ...]:
        """Return the names of a kernel's arguments; none where the module lacks the kernel."""
        found = self.kernels.get(kernel)
        return tuple(a.arg for a in found.args.args) if found else ()

    def outputs(self, kernel: str) -> tuple[str, ...]:
        """Return what a kernel returns ahead of states: output ports, or `awake`."""
        if kernel == "awake":
            return ("awake",)
        if kernel not in ("control", *_FRAME_OUTPUTS):
            return ()
        ports = self.module.outputs
        return tuple(p.rstrip("~") for p in ports if p.endswith("~") == (kernel == "control"))

    def returned(self, kernel: str) -> list[ast.expr]:
        """Return the expressions of a kernel's return statement."""
        found = self.kernels.get(kernel)
        value = found.body[-1].value if found and isinstance(found.body[-1], ast.Return) else None
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return []
        return list(value.elts) if isinstance(value, ast.Tuple) else [value]

    def updated(self, *kernels: str) -> tuple[str, ...]:
        """Return the states that some of the kernels give new values, in order of declaration."""
        names = {
            e.id for k in kernels for e in self.returned(k)[len(self.outputs(k)) :] if isinstance(e, ast.Name)
        }
        return tuple(s.name for s in self.module.state if s.name in names)

    @cached_property
    def bus_only(self) -> str:
        """Why the module can stand on the bus alone; "" if it can't be said."""
        elsewhere = [k for k in self.kernels if k not in ("prepare", "octet")]
        used = {a for k in elsewhere for a in self.arguments(k)}
        fixed = [s.name for s in self.module.state if s.lanes and s.name in used]
        fixed += [name for name, (_frames, lanes) in self.module.rings.items() if lanes]
        if fixed:
            return f"{fixed[0]} has lanes of its own"
        if self.module.feedback:
            return "a feedback delay"
        if "block" in self.kernels:
            return "it runs on a grid"
        octets_alone = "octet" in self.kernels and "tick" not in self.kernels
        return "it runs eight frames side by side" if octets_alone else ""

    @cached_property
    def voice_lanes(self) -> int:
        """How many lanes a voice needs for all that the module does: one, two sides, or a bank."""
        if self.module.sides:
            return 2
        return 16 if any("part" in self.arguments(kernel) for kernel in self.kernels) else 1

    @cached_property
    def elementwise(self) -> bool:
        """Whether `tick` has no memory and treats every lane alike, wherever and whenever it is."""
        if "tick" not in self.kernels or not self.outputs("tick"):
            return False
        used = {n.id for n in ast.walk(self.kernels["tick"]) if isinstance(n, ast.Name)}
        memory = {s.name for s in self.module.state} | {*self.module.rings, *self.module.tables}
        places = {"pos", "lane", "part", "seed"}
        shaped = {c for c in used & self.constants.keys() if not isinstance(self.constants[c], ast.Constant)}
        return not (used & (memory | places | (_WORDS - _ELEMENTWISE)) or shaped or self.called("tick"))

    def work(self, kernel: str) -> int:
        """Return how many operations a kernel has, with those of the private functions it calls."""
        return self._work(self.kernels[kernel])

    def _work(self, function: ast.FunctionDef) -> int:
        found = [n for n in ast.walk(function) if isinstance(n, ast.BinOp | ast.Call | ast.Compare)]
        called = [n.func.id for n in found if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
        return len(found) + sum(self._work(self.functions[x]) for x in called if x in self.functions)

    def called(self, *kernels: str) -> dict[str, ast.FunctionDef]:
        """Return the private functions that kernels call, also through each other, in order of writing."""
        found: set[str] = set()
        waiting = [self.kernels[k] for k in kernels if k in self.kernels]
        while waiting:
            names = {n.id for n in ast.walk(waiting.pop()) if isinstance(n, ast.Name)}
            new = (names & self.functions.keys()) - found
            waiting += [self.functions[name] for name in sorted(new)]
            found |= new
        return {name: f for name, f in self.functions.items() if name in found}


@lru_cache(maxsize=1)
def available() -> dict[str, Module]:
    """Return the declarations of all modules by name."""
    return catalogue(modules, Module, "MODULE")


@lru_cache(maxsize=256)
def load(name: str, field: str) -> KernelSource:
    """Return a module of the catalogue; raises `UnknownModule` naming the field."""
    if name not in available():
        raise UnknownModule(field, name, ", ".join(available()))
    return source_of(name, _imported(name))


def _imported(name: str) -> ModuleType:
    return import_module(f"{modules.__name__}.{name}")


def source_of(name: str, file: ModuleType) -> KernelSource:
    """Read a module file that has been imported."""
    kernels: dict[str, ast.FunctionDef] = {}
    functions: dict[str, ast.FunctionDef] = {}
    constants: dict[str, ast.expr] = {}
    for statement in ast.parse(inspect.getsource(file)).body:
        if isinstance(statement, ast.FunctionDef):
            (functions if statement.name.startswith("_") else kernels)[statement.name] = statement
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            constants[statement.targets[0].id] = statement.value
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            constants[statement.target.id] = statement.value or ast.Constant(None)
    constants.pop("MODULE", None)
    return KernelSource(name, file.MODULE, kernels, functions, constants)
