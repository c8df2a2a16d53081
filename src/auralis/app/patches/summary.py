"""A patch in one line, once all that it says has been checked."""

from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.validation import check
from auralis.engine.files.note_checking import check_notes
from auralis.engine.files.patch_file import PatchFile

_BYTES = 4


def summary(file: PatchFile) -> str:
    """Return counts, latency, memory and size; raises `InvalidPatch`, also for a note it can't play."""
    patch = file.patch
    plan = check(patch)
    if file.instrument:
        check_notes(patch.name, file.instrument)
    lanes = f" of {plan.lanes} lanes" if plan.lanes > 1 else ""
    kind = f"{plan.count} voices{lanes}" if plan.count else "an effect"
    memory = "without bound" if plan.memory is None else f"{plan.memory} frames"
    size = Layout(plan).size * _BYTES / 1024
    counts = f"{len(plan.nodes)} nodes, {len(patch.cables)} cables, state {size:.0f} KiB"
    return f"{patch.name}: {kind}, {counts}, latency {plan.latency} frames, memory {memory}"
