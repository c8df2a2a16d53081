"""A log of changes as columns: what is alike in all of its entries stands side by side, and packs well.

A line of JSON, then columns of integers: frames in tenths of a second since the entry before, what of
them is left, and which kind of change it is; then each setting whose values are all short decimals, as
differences. The line has the kinds (a boundary and the names that are set) and how many entries
there are; and of each setting its decimals, or its values where they are no short decimals.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from auralis.core.decimals import digits_of, number, scaled
from auralis.core.packed import PackedReader, column, steps
from auralis.core.units import chunk_frames

_SMALLEST: Final = len('{"boundary":"bar","frame":0,"set":{}},')


def pack_changes(changes: Sequence[Mapping[str, Any]], sample_rate: int) -> bytes:
    """Return canonical changes, `{"boundary", "frame", "set"}`, as bytes; at least one."""
    step = chunk_frames(sample_rate)
    chunks, rests = zip(*(divmod(change["frame"], step) for change in changes), strict=True)
    kinds: dict[tuple[str, ...], int] = {}
    rows = [kinds.setdefault((c["boundary"], *sorted(c["set"])), len(kinds)) for c in changes]
    names = sorted({name for change in changes for name in change["set"]})
    columns = {name: [c["set"][name] for c in changes if name in c["set"]] for name in names}
    digits = {name: digits_of(values) for name, values in columns.items()}
    values = {name: values if digits[name] is None else digits[name] for name, values in columns.items()}
    header = {"kinds": [list(kind) for kind in kinds], "rows": len(rows), "values": values}
    out = [_text(header), b"\n", *column(steps(chunks)), *column(rests), *column(rows)]
    for name, places in digits.items():
        if places is not None:
            out += column(steps([scaled(value, places) for value in columns[name]]))
    return b"".join(out)


def read_changes(reader: PackedReader, sample_rate: int, largest: int) -> list[dict[str, Any]]:
    """Return the changes that were packed; raises ValueError for bytes that are none.

    Also where they would be larger than `largest` bytes as JSON.
    """
    try:
        header = json.loads(reader.line())
        kinds, rows, values = header["kinds"], header["rows"], header["values"]
        if not 0 <= rows <= largest // _SMALLEST:
            raise ValueError("too many changes")
        chunks, rests, which = reader.steps(rows), reader.column(rows), reader.column(rows)
        _check_size(kinds, which, largest)
        columns = {name: iter(_column(reader, name, values[name], kinds, which)) for name in sorted(values)}
        step = chunk_frames(sample_rate)
        found = [
            {
                "boundary": kinds[kind][0],
                "frame": chunk * step + rest,
                "set": {name: next(columns[name]) for name in kinds[kind][1:]},
            }
            for chunk, rest, kind in zip(chunks, rests, which, strict=True)
        ]
    except (LookupError, TypeError, AttributeError, StopIteration, ArithmeticError, RecursionError) as error:
        raise ValueError(f"no columns: {error}") from None
    if reader.left or any(next(values, reader) is not reader for values in columns.values()):
        raise ValueError("more columns than changes")
    return found


def _column(
    reader: PackedReader, name: str, value: Any, kinds: Sequence[Sequence[str]], which: Sequence[int]
) -> Iterable[Any]:
    """Return the values of one setting, in order."""
    if isinstance(value, list):
        return value
    named = [name in kind[1:] for kind in kinds]
    return [number(units, value) for units in reader.steps(sum(named[kind] for kind in which))]


def _check_size(kinds: Sequence[Sequence[str]], which: Sequence[int], largest: int) -> None:
    sizes = [len(_text(kind)) for kind in kinds]
    if sum(sizes[kind] for kind in which) > largest:
        raise ValueError("too many changes")


def _text(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
