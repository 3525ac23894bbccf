"""Sessions made in pages export as a workbook and import into a fresh home to the same standings."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.activities.entering import last_weekday, opened
from tests.activities.test_planning import workday
from tests.factories import HERE, activity_type, hold, make_group, make_person, make_requirement, make_unit
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.activities.models import Activity
from xueer.common.calendar import now, today
from xueer.exchange.actions import import_workbook
from xueer.exchange.export.actions import export_workbook
from xueer.exchange.sources import SOURCES
from xueer.org.models import Exemption, Unit
from xueer.records.actions import rebuild
from xueer.rules.queries import standings

pytestmark = pytest.mark.django_db
TYPES = ("集中学习", "党课")


def house() -> tuple[Unit, list]:
    """A unit with one below, a secretary, an exempt member, a group, and what is asked of them."""
    root = make_unit("R", name="机关")
    below = make_unit("R1", root, name="一科")
    people = [make_person(f"P{n}", root, name=name) for n, name in enumerate(("䶮喆堃", "𬱖一", "区敏"), 1)]
    people.append(make_person("P4", below, name="查言"))
    Grant.objects.create(person=people[0], role=RoleName.SECRETARY, unit=root)
    Exemption.objects.create(person=people[2], basis="年老体弱")
    make_group("G1", root, people[:3])
    for name in TYPES:
        activity_type(name)
    make_requirement(root, code="Q1", subject_kind="UNIT", period="YEAR", at_least=3)
    make_requirement(root, code="Q2", subject_kind="PERSON", period="YEAR", at_least=2, types=TYPES)
    make_requirement(root, code="Q3", subject_kind="UNIT", period="YEAR", categories=["法治"], types=("党课",))
    make_requirement(
        root, code="Q4", subject_kind="PERSON", role="LECTURER", period="YEAR", at_least=1, types=("党课",)
    )
    make_requirement(root, code="Q5", subject_kind="PERSON", measure="HOURS", period="YEAR", at_least=4)
    return root, people


def made_in_pages(as_person, people: list) -> None:
    """Two sessions entered – joint, several headings, categories, lecturers from inside and outside – one of numbers
    only, and one planned."""
    client = as_person(people[0])
    headings = [str(activity_type(name).pk) for name in TYPES]
    path = "/units/R/activities/new/"
    joint = str(Unit.objects.get(code="R1").pk)
    lecture = {
        "topic": "宪法：总则",
        "types": headings,
        "joint": joint,
        "more_categories": "法治、理论",
        "lecturers": "𬱖一、党校 教授",
        "day": (today() - timedelta(days=2)).isoformat(),
        "away": str(people[3].pk),
        f"reason_{people[3].pk}": "出差",
    }
    for changes in (
        lecture,
        {"topic": "读原著", "day": last_weekday(2).isoformat(), "away": str(people[1].pk), "types": headings[:1]},
    ):
        given = opened(client, path) | {
            name: value if isinstance(value, list) else [value] for name, value in changes.items()
        }
        answer = client.post(path, given)
        assert answer.status_code == 302, answer.content.decode()
    given = opened(client, path + "?count=1") | {"topic": ["大会"], "head_count": ["38"], "expected_count": ["40"]}
    assert client.post(path, given | {"day": ["2025-11-03"]}).status_code == 302
    plan = "/units/R/activities/to-come/"
    given = opened(client, plan) | {"topic": ["下一讲"], "day": [workday(Unit.objects.get(code="R")).isoformat()]}
    assert client.post(plan, given).status_code == 302
    coming = Activity.objects.get(topic="下一讲")
    assert client.post(f"/activities/{coming.code}/announce/", {"text": "请参加"}).status_code == 302


def judged(root: Unit) -> list[tuple]:
    years = {today().year, today().year - 1, 2025}
    rows = [row for year in sorted(years) for row in standings(root, year=year, on=today())]
    return [
        (row.requirement.code, row.subject_code, row.slot.key, row.state, str(row.actual), row.records) for row in rows
    ]


def test_what_was_made_in_pages_comes_back_to_the_same_standings(db, as_person, tmp_path: Path):
    book = tmp_path / "year.xlsx"
    with transaction.atomic():
        root, people = house()
        hold(root, "2025-03-07 14:30", code="FIRST", roll=dict.fromkeys(people, HERE))
        made_in_pages(as_person, people)
        before = judged(root)
        export_workbook(book, unit=root, year=None, by=None, at=now())
        transaction.set_rollback(True)
    assert not Unit.objects.exists(), "a fresh home"
    import_workbook(book, by=None, at=now())
    assert judged(Unit.objects.get(code="R")) == before
    assert {row[3] for row in before} > {"met"}
    assert rebuild(sources=SOURCES) == {}
    lecture = Activity.objects.get(topic="宪法：总则")
    assert [
        (part.person and part.person.code) or part.outside_name for part in lecture.parts.filter(role="LECTURER")
    ] == [
        "P2",
        "党校 教授",
    ]
    assert list(lecture.joint_units.values_list("unit__code", flat=True)) == ["R1"]
