"""The table of a run, on the screen and as bench/latest.md."""

import os
import platform
from datetime import datetime
from pathlib import Path

from bench.measure import Row, Timing, in_words

HEAD = ("what", "on", "size", "ours", "limit", "ratio", "bar", "growth", "")


def shown(value: Timing | float | None, unit: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, Timing):
        return str(value)
    return in_words(value) if unit == "s" else f"{value:,.0f} {unit}"


def cells(engine: str, row: Row) -> tuple[str, ...]:
    limit = shown(row.limit, row.unit)
    judged = row.bar is not None or row.exponent is not None
    return (
        row.what,
        engine,
        row.size,
        shown(row.ours, row.unit),
        f"{limit} {row.against}".strip(),
        "–" if row.ratio is None else f"{row.ratio:.2f} ×",
        "–" if row.bar is None else f"≤ {row.bar:g} ×",
        "–" if row.exponent is None else f"n^{row.exponent:.2f}",
        ("kept" if row.kept else "MISSED") if judged else "",
    )


def table(results: list[tuple[str, Row]]) -> str:
    lines = [HEAD, tuple("-" * 3 for _ in HEAD), *(cells(engine, row) for engine, row in results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def notes(results: list[tuple[str, Row]]) -> str:
    return "\n".join(f"- {row.what} ({engine}): {note}" for engine, row in results for note in row.notes)


def write(path: Path, results: list[tuple[str, Row]], *, at: datetime) -> str:
    """Writes the report and gives it back."""
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores()} cores"
    manner = "Medians of at least five runs (least–most); growth over 1/16, 1/4 and 1 of the size."
    head = f"# Speed\n\n{at:%Y-%m-%d %H:%M}, {machine}. {manner}"
    text = "\n\n".join(part for part in (head, table(results), notes(results)) if part) + "\n"
    path.write_text(text, encoding="utf-8")
    return text


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
