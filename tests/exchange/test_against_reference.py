"""Drawn workbooks, imported for real: standings and figures equal the slow reference computation, cell by cell."""

from pathlib import Path

import pytest

from tests.reference.figures import figures as reference_figures
from tests.reference.standings import standings as reference_standings
from tests.reference.strategies import figures_question, standings_question
from tests.reference.write_xlsx import write
from xueer.common.calendar import now
from xueer.exchange.actions import import_workbook
from xueer.exchange.management.commands.standings import as_answer
from xueer.metrics.queries import figures
from xueer.org.models import Unit
from xueer.rules.queries import records_behind, standings

SEEDS = range(16)


def load(workbook: dict, folder: Path) -> None:
    path = folder / "drawn.xlsx"
    write(workbook, path)
    import_workbook(path, by=None, at=now())


def keyed(rows: list[dict]) -> dict[tuple, dict]:
    return {(row["requirement"], row["subject_kind"], row["subject"], row["period"]): row for row in rows}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_standings_of_a_drawn_workbook_equal_the_reference(seed: int, tmp_path: Path):
    workbook, unit, year, on = standings_question(seed)
    load(workbook, tmp_path)
    found = standings(Unit.objects.get(code=unit), year=year, on=on)

    assert keyed([as_answer(row) for row in found]) == keyed(reference_standings(workbook, unit, year, on))
    wrong = [
        (row.requirement.code, row.subject_code, row.period_key, row.records)
        for row in found
        if records_behind(row, on=on).count() != row.records
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_figures_of_a_drawn_workbook_equal_the_reference(seed: int, tmp_path: Path):
    workbook, unit, first, last = figures_question(seed)
    load(workbook, tmp_path)
    found = [row._asdict() for row in figures(Unit.objects.get(code=unit), first, last)]

    assert {(row["item"], row["measure"]): row for row in found} == {
        (row["item"], row["measure"]): row for row in reference_figures(workbook, unit, first, last)
    }
