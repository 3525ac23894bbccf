"""Plans made in pages go out as a workbook and come in again in a fresh home with the same states and standings."""

import json
from datetime import date

import pytest

from tests.cast import Cast
from tests.exchange.conftest import new_home  # noqa: F401 - the fixture
from tests.factories import activity_type, hold, make_group, make_requirement
from tests.plans.making import AT, make_item, make_plan
from xueer.common.spreadsheets import open_book
from xueer.exchange.export.actions import export_workbook
from xueer.exchange.sources import SOURCES
from xueer.plans import actions
from xueer.plans.actions import Ending, ItemValues
from xueer.plans.choices import Fate, PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import content_digest
from xueer.records.actions import rebuild
from xueer.records.shipped import STUDY_PLAN
from xueer.rules.queries import standings

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """One plan of each state, with lines moved, carried, dropped and held."""
    who = {"by": cast.secretary, "at": AT}
    make_requirement(cast.district, code="YQ1", name="年度计划", types=(STUDY_PLAN,), measure="IN_FORCE", at_least=None)
    make_requirement(cast.district, code="YQ2", name="季度学习")
    group = make_group("Z1", cast.office, [cast.head])
    plan = actions.begin_plan(cast.office, year=2025, **who)
    head, types = {"group": group, "categories": ("法治", "党史")}, (activity_type("集中学习"), activity_type("党课"))
    lines = [ItemValues(topic=f"第{n}讲", types=types, month=n, lecturer="䶮喆堃", **head) for n in (2, 3, 4, 5, 6)]
    held, moved, carried, dropped, _left = actions.add_items(plan, lines, **who)
    actions.submit_plan(plan, **who)
    plan.refresh_from_db()
    actions.approve_plan(plan, on=date(2025, 1, 9), seen=content_digest(plan), by=cast.head, at=AT)
    hold(cast.office, "2025-02-07 14:30", plan_item=held)
    actions.fulfil_items({held.pk: date(2025, 2, 7)})
    actions.move_item(moved, month=None, due_on=date(2025, 9, 5), reason="主讲出差", **who)
    actions.carry_item(carried, into=plan, month=10, due_on=None, reason="汛期", **who)
    actions.drop_item(dropped, reason="合并", **who)
    endings = {item.code: Ending(Fate.LEAVE, "未办") for item in actions.unfinished_items(plan)}
    actions.close_plan(plan, endings=endings, **who)
    make_item(make_plan(cast.office, 2026, code="D26", state=PlanState.DRAFT), "D26-1", month=3)
    waiting = make_plan(cast.other, 2025, code="X25", state=PlanState.DRAFT)
    make_item(waiting, "X25-1", month=3)
    actions.submit_plan(waiting, **who)
    return cast


def test_plans_of_pages_come_out_of_a_fresh_home_the_same(lived: Cast, new_home, tmp_path):  # noqa: F811
    assert rebuild(sources=SOURCES) == {}
    out, back = tmp_path / "out.xlsx", tmp_path / "back.xlsx"
    export_workbook(out, unit=lived.district, year=None, by=None, at=AT)
    home = new_home(set_up=True)
    home.run_all(("import", out), ("export", back, "--unit", "D"))
    assert rows(back) == rows(out)
    assert states_in(home) == {"JH2025-O": "IN_FORCE", "D26": "DRAFT", "X25": "DRAFT"}
    asked = home.run("standings", "--unit", "D", "--year", 2025, "--on", "2025-12-31", "--json")
    said = json.loads(asked.stdout)
    here = standings(lived.district, year=2025, on=date(2025, 12, 31))
    assert sorted((one["requirement"], one["subject"], one["period"], one["state"]) for one in said) == sorted(
        (one.requirement.code, one.subject_code, one.period_key, one.state) for one in here
    )


def test_a_dropped_and_a_carried_line_say_so_in_the_workbook(lived: Cast):
    words = dict(PlanItem.objects.filter(plan__year=2025, plan__unit=lived.office).values_list("code", "state"))
    assert words == {f"JH2025-O-0{n}": word for n, word in enumerate(("", "", "顺延", "取消", "", ""), 1)}


def rows(path) -> list[tuple]:
    with open_book(path) as book:
        return [tuple(cells) for _number, cells in book.rows("计划")]


def states_in(home) -> dict[str, str]:
    """Code → state; `rows` gives the columns in the order of their names."""
    columns = sorted(field.column for field in Plan._meta.fields)
    code, state = columns.index("code"), columns.index("state")
    return {row[code]: row[state] for row in home.rows()["plans_plan"]}
