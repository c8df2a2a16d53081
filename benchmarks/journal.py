"""The journal on this disk: `python -m benchmarks.journal [FOLDER]` measures writing, replay and size."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from auralis.composition import MusicalContext
from auralis.journal.entries import Changed
from auralis.journal.journal import NAME, Journal
from auralis.journal.kept_station import KeptStation
from auralis.station.recipes import new_recipe

STATIONS = 200
CHANGES = 10_000
SINGLE = 500
LARGE = 1 << 40  # never written anew while it is measured


def change(number: int, station: int = 0) -> Changed:
    entry = {"frame": 4410 * number, "boundary": "chunk", "set": {"layers.pad.gain": number % 200 / 100}}
    return Changed(f"station{station}", number, [entry], 4410 * number, 1.8e9 + number)


def filled(folder: Path) -> Journal:
    """Return a journal of so many stations."""
    journal = Journal(folder, largest=LARGE)
    journal.open()
    recipe = new_recipe(MusicalContext.of({"preset": "sleep"}), 7, "auralis", 44_100)
    answers = [
        journal.write(KeptStation.of(f"station{n}", recipe, 0, 1.8e9, owner="0" * 64, asked="0" * 64))
        for n in range(STATIONS)
    ]
    assert all(answer.result() for answer in answers)
    return journal


def singly(journal: Journal) -> list[float]:
    """Return the milliseconds of changes that are written one after another."""
    took = []
    for number in range(SINGLE):
        begun = time.perf_counter()
        journal.write(change(number)).result()
        took.append(1000 * (time.perf_counter() - begun))
    return sorted(took)


def together(journal: Journal) -> float:
    """Return the seconds that changes of all stations take when they come at once."""
    begun = time.perf_counter()
    answers = [journal.write(change(n // STATIONS, n % STATIONS)) for n in range(CHANGES)]
    assert all(answer.result() for answer in answers)
    return time.perf_counter() - begun


def reopened(folder: Path) -> float:
    """Return the seconds that reading it takes."""
    journal = Journal(folder, largest=LARGE)
    begun = time.perf_counter()
    journal.open()
    took = time.perf_counter() - begun
    assert len(journal.stations) == STATIONS
    journal.close()
    return took


def main(parent: str | None) -> None:
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name) / "stations"
        journal = filled(folder)
        took = singly(journal)
        print(
            f"one change, flushed: median {statistics.median(took):.2f} ms, p99 {took[-SINGLE // 100]:.2f} ms"
        )
        journal.close()
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name) / "stations"
        journal = filled(folder)
        print(f"{CHANGES:,} changes of {STATIONS} stations at once: {together(journal):.2f} s")
        journal.close()
        print(f"the file: {(folder / NAME).stat().st_size / 1e6:.2f} MB")
        print(f"replayed in {statistics.median(reopened(folder) for _ in range(5)):.3f} s")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
