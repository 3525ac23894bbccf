"""The benches there are, in the order in which they run."""

from types import ModuleType

from bench import idle_memory, import_workbook, matrix, pages, roll, standings, summary, what_now

BENCHES: tuple[ModuleType, ...] = (import_workbook, pages, what_now, roll, standings, matrix, summary, idle_memory)


def named(names: list[str]) -> list[ModuleType]:
    """The benches of these names (all when none is given), by the last part of the module's name."""
    known = {bench.__name__.rpartition(".")[2]: bench for bench in BENCHES}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"There is no bench {', '.join(unknown)}; there are: {', '.join(known)}")
    return [known[name] for name in names] if names else list(BENCHES)
