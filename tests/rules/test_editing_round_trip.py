"""Rules written in pages go out with the workbook and come in again: the same clauses, the same standings."""

from datetime import date
from pathlib import Path

from tests.cast import Cast
from tests.factories import HERE, activity_type, hold
from xueer.common.calendar import now
from xueer.exchange.actions.importing import import_workbook
from xueer.exchange.export.actions import export_workbook
from xueer.rules.models import Clause, Requirement, Rulebook
from xueer.rules.queries import bearing_on, standings

TEXT = """第一章 总则
第一条 学以致用，
持之以恒。
第二章 学时
第二条 每人每年十二天或者九十学时。
【附则】 自发布之日起施行。
"""
SENTENCE = {
    "who": "PERSON:", "period": "YEAR", "measure": "DAYS", "at_least": "12", "strength": "MUST",
    "starts_on": "2024-01-01", "role": "PARTICIPANT", "act": "save",
}  # fmt: skip


def picture(cast: Cast) -> tuple[list, list, list]:
    """Everything that the rules of the office say and judge."""
    clauses = list(Clause.objects.order_by("position").values_list("number", "chapter", "text"))
    asked = [
        (one.code, one.name, one.condition, one.exempt_condition, one.deadline, one.starts_on, one.ends_on,
         one.categories, sorted(one.types.values_list("name", flat=True)),
         sorted(one.clauses.values_list("number", flat=True)), sorted(one.alternatives.values_list("code", flat=True)))
        for one in Requirement.objects.order_by("code")
    ]  # fmt: skip
    rows = standings(cast.office, year=2025, on=date(2025, 12, 31), requirements=bearing_on(cast.office))
    return (
        clauses,
        asked,
        [(r.requirement.code, r.subject_code, r.period_key, r.state, r.actual, r.at_least) for r in rows],
    )


def test_what_is_done_in_pages_goes_out_and_comes_in_again(cast: Cast, as_person, tmp_path: Path):
    hold(cast.office, "2025-03-01 09:00", types=("培训班",), minutes=6000, roll={cast.head: HERE, cast.member: HERE})
    hold(cast.office, "2025-04-01 09:00", types=("党课",), categories=("理论",), roll={cast.head: HERE})
    client = as_person(cast.secretary)
    client.post("/units/O/rules/new/", {"code": "B1", "name": "学习制度", "minutes_per_hour": "45"})
    mark = client.get("/rulebooks/B1/text/").context["seen"]
    client.post("/rulebooks/B1/text/", {"text": TEXT, "act": "save", "seen": mark})
    clause, new = Clause.objects.get(number="第二条").pk, "/rulebooks/B1/requirements/new/"
    client.post(
        new, SENTENCE | {"type": activity_type("培训班").pk, "clauses": clause, "code": "B1-天", "name": "天数"}
    )
    days = Requirement.objects.get(code="B1-天").pk
    hours = {"measure": "HOURS", "at_least": "90", "alternatives": days, "mutual": "on", "new_type": "夜校"}
    client.post(new, SENTENCE | hours | {"type": activity_type("培训班").pk, "clauses": clause})
    units = {"who": "UNIT:单位编码=O、本级=是", "measure": "SESSIONS", "at_least": "2", "period": "HALF_YEAR"}
    client.post(new, SENTENCE | units | {"type": activity_type("党课").pk, "categories": "理论", "last": "2026-06-30"})
    before = picture(cast)
    assert (len(before[0]), len(before[1]), {row[3] for row in before[2]}) == (3, 3, {"met", "missed"})

    export_workbook(tmp_path / "out.xlsx", unit=cast.office, year=None, by=None, at=now())
    Requirement.objects.all().delete()
    Rulebook.objects.all().delete()
    import_workbook(tmp_path / "out.xlsx", by=None, at=now())

    assert picture(cast) == before
