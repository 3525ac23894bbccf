"""The six steps: in their order, each once, for whoever may set a home up; wrong lines are named."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.factories import make_person
from tests.web.first_steps import LINES, by_hand
from xueer.access.actions import grant_role, open_account
from xueer.access.roles import RoleName
from xueer.activities.models import Activity
from xueer.common.calendar import now
from xueer.exchange.actions import import_workbook
from xueer.exchange.export.actions import export_workbook
from xueer.org.models import Group, GroupMember, Membership, Person, Unit
from xueer.plans.models import Plan
from xueer.web.forms import PeopleForm


@pytest.fixture
def client_of_admin(as_person, db: None):
    person = open_account("A1", by=None, at=now())
    grant_role(person, role=RoleName.ADMINISTRATOR, unit=None, by=None, at=now())
    return as_person(person)


def test_the_steps_lead_on_and_never_twice(client_of_admin):
    by_hand(client_of_admin)
    assert [Unit.objects.count(), Group.objects.count(), Plan.objects.count(), Activity.objects.count()] == [1] * 4
    assert GroupMember.objects.filter(role="组长").count() == 1
    assert Membership.objects.count() == Person.objects.count() == 4
    for step in ("unit", "people", "group", "rule", "plan", "session"):
        assert client_of_admin.post(f"/first/{step}/", {"name": "又一个"})["Location"] == "/first/done/"
    assert [Unit.objects.count(), Group.objects.count(), Plan.objects.count(), Activity.objects.count()] == [1] * 4
    assert not client_of_admin.get("/").context["steps"]


def test_a_step_that_is_not_next_leads_to_the_next(client_of_admin):
    assert client_of_admin.get("/first/session/")["Location"] == "/first/unit/"


def test_the_steps_can_be_put_away(client_of_admin):
    assert len(client_of_admin.get("/").context["steps"]) == 6
    client_of_admin.post("/first/dismiss/")
    assert client_of_admin.get("/").context["steps"] == []


def test_others_see_no_steps(as_person, cast: Cast):
    assert [bool(as_person(one).get("/").context["steps"]) for one in (cast.administrator, cast.secretary)] == [
        True,
        False,
    ]


def test_wrong_lines_are_named_and_nothing_is_written(client_of_admin):
    client_of_admin.post("/first/unit/", {"name": "档案馆", "kind": "机关", "sector": "PUBLIC_BODY"})
    response = client_of_admin.post("/first/people/", {"people": "甲\n乙,2\n丙 2 科员"})
    assert response.status_code == 422
    assert response.context["form"].errors["people"] == ["第 1 行：姓名和工号都要写。", "第 3 行：工号 2 重复。"]
    assert Person.objects.count() == 1


def test_lines_are_read_as_people_paste_them(db: None):
    form = PeopleForm({"people": LINES})
    assert form.is_valid()
    assert form.cleaned_data["people"] == [
        ("管守正", "A1", ""),
        ("陆敏之", "1002", "学习秘书"),
        ("区喆堃", "1003", ""),
        ("䶮𬱖", "1004", "科长"),
    ]


def test_nobody_is_taken_from_another_unit(client_of_admin):
    client_of_admin.post("/first/unit/", {"name": "档案馆", "kind": "机关", "sector": "PUBLIC_BODY"})
    other = Unit.objects.create(code="Z", name="别处", kind="机关")
    make_person("7", other, name="仇远")
    Membership.objects.all().delete()
    response = client_of_admin.post("/first/people/", {"people": "仇远 7\n甲 8"})
    assert response.context["form"].errors["people"] == ["工号 7 是其他单位的仇远。"]


def test_a_session_of_tomorrow_is_refused(client_of_admin):
    client = client_of_admin
    client.post("/first/unit/", {"name": "档案馆", "kind": "机关", "sector": "PUBLIC_BODY"})
    client.post("/first/people/", {"people": LINES})
    ids = [str(pk) for pk in Person.objects.values_list("pk", flat=True)]
    client.post("/first/group/", {"name": "学习小组", "kind": "中心组", "people": ids})
    client.post("/first/rule/", {"rules": ["core-group-quarter"]})
    client.post("/first/plan/", {"pick": [one.key for one in client.get("/first/plan/").context["proposals"]]})
    item = client.get("/first/session/").context["form"].fields["item"].initial.pk
    response = client.post(
        "/first/session/", {"item": item, "topic": "明年", "day": "2099-01-01", "start": "09:00", "hours": "2"}
    )
    assert (response.status_code, Activity.objects.count()) == (422, 0)


def test_what_the_steps_made_exports_and_imports_again(client_of_admin, tmp_path: Path):
    by_hand(client_of_admin)
    path = tmp_path / "unit.xlsx"
    export_workbook(path, unit=Unit.objects.get(), year=None, by=None, at=now())
    again = import_workbook(path, by=None, at=now())
    assert sum(count.unchanged for count in again.counts) > 0 and not again.changed_anything
