"""A person's file: who may open it, what it shows, where its numbers lead."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.factories import AWAY, HERE, LEAVE, hold, make_requirement, record
from xueer.activities.models import RollRow
from xueer.org.models import Exemption
from xueer.rules.choices import State
from xueer.web.panels import personal
from xueer.web.panels.duties import overall
from xueer.web.views.person import LINES_SHOWN


def file(client, code: str, **query):
    return client.get(reverse("web.person", args=(code,)), query)


def titles(response) -> list[str]:
    return [line.title for _, lines in response.context["months"] for line in lines]


@pytest.mark.parametrize(
    ("name", "status"),
    [("administrator", 200), ("superior", 200), ("head", 200), ("secretary", 200), ("member", 200), ("stranger", 404)],
)
def test_who_may_open_the_file_of_a_member(as_person, cast: Cast, name, status):
    assert file(as_person(cast.accounts[name]), "O003").status_code == status


def test_a_member_opens_nobody_elses_file(as_person, cast: Cast):
    assert file(as_person(cast.member), "O001").status_code == 404


def test_the_person_sees_everything_held_about_them_and_a_superior_less(as_person, cast: Cast):
    member = cast.member
    member.born_on, member.phone = date(1991, 4, 2), "13800138021"
    member.save()
    Exemption.objects.create(person=member, basis="基线病假", starts_on=date(2025, 1, 1))
    own, boss = (file(as_person(one), "O003").content.decode() for one in (member, cast.superior))
    assert all(words in own for words in ("1991年4月", "13800138021", "基线病假", "修改密码"))
    assert not any(words in boss for words in ("1991年4月", "13800138021", "基线病假", "修改密码"))
    assert "138******21" in boss


def test_the_button_to_reset_a_password_is_for_those_who_may(as_person, cast: Cast):
    address = reverse("access.reset_password", args=("O003",))
    shown = {
        name: address in file(as_person(cast.accounts[name]), "O003").content.decode() for name in ("head", "secretary")
    }
    assert shown == {"head": False, "secretary": True}


def test_the_year_lists_what_the_ledger_holds_and_nothing_of_other_people(as_person, cast: Cast):
    hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE, cast.head: AWAY}, topic="三月专题")
    hold(cast.office, "2025-04-07 14:30", roll={cast.member: LEAVE}, topic="四月专题")
    hold(cast.office, "2024-04-07 14:30", roll={cast.member: HERE}, topic="去年专题")
    hold(cast.office, "2025-05-07 14:30", roll={cast.head: HERE}, topic="他人专题")
    response = file(as_person(cast.member), "O003", year=2025)
    assert titles(response) == ["四月专题", "三月专题"]
    assert response.context["strip"].counts == {"here": 1, "open": 1}
    assert titles(file(as_person(cast.member), "O003", year=2024)) == ["去年专题"]


def test_a_number_opens_to_the_records_behind_it(as_person, cast: Cast):
    make_requirement(cast.office, code="YQ1", subject_kind="PERSON", types=("集中学习",), at_least=8, period="YEAR")
    hold(cast.office, "2025-03-07 14:30", roll={cast.member: HERE}, topic="算数的")
    hold(cast.office, "2025-04-07 14:30", roll={cast.member: AWAY}, topic="缺席的")
    hold(cast.office, "2025-05-07 14:30", types=("党课",), roll={cast.member: HERE}, topic="别的事项")
    client = as_person(cast.member)
    duty = file(client, "O003", year=2025).context["duties"][0]
    assert (duty.shown, duty.records) == ("1", 1)
    assert titles(file(client, "O003", year=2025, of="YQ1")) == ["算数的"]


def test_periods_of_one_requirement_are_one_line(as_person, cast: Cast):
    make_requirement(cast.office, subject_kind="PERSON", period="QUARTER")
    hold(cast.office, "2025-02-07 14:30", roll={cast.member: HERE})
    hold(cast.office, "2025-02-14 14:30", roll={cast.member: HERE})
    duty = file(as_person(cast.member), "O003", year=2025).context["duties"][0]
    assert (duty.shown, duty.asked, duty.state, duty.records) == ("1", "4 个季度", "missed", 2)
    assert duty.words == "还差第2、第3、第4季度"


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ([State.MET, State.MISSED, State.AT_RISK], "missed"),
        ([State.MET, State.AT_RISK, State.NOT_DUE], "at_risk"),
        ([State.MET, State.NOT_DUE], "on_track"),
        ([State.MET, State.EXEMPT], "met"),
        ([State.EXEMPT, State.EXEMPT], "exempt"),
        ([State.NOT_DUE, State.EXEMPT], "not_due"),
    ],
)
def test_the_state_of_several_periods(states, whole):
    assert overall(states) == whole


def test_a_make_up_names_its_day(as_person, cast: Cast):
    activity = hold(cast.office, "2025-03-07 14:30")
    RollRow.objects.create(
        activity=activity, person=cast.member, status="MADE_UP", made_up_on=date(2025, 3, 20), home_unit=cast.office
    )
    from tests.factories import record

    record(activity)
    text = file(as_person(cast.member), "O003", year=2025).content.decode()
    assert "3月20日补学" in text


def test_marks_stand_four_abreast(cast: Cast):
    for day in range(3, 9):
        hold(cast.office, f"2025-03-{day:02} 14:30", roll={cast.member: HERE})
    strip = personal.strip(personal.records_of_year(cast.member, 2025), 2025, reveals=True)
    assert strip is not None
    assert [(mark.x, mark.y) for mark in strip.marks] == [(163, 8), (179, 8), (195, 8), (211, 8), (163, 24), (179, 24)]
    assert (strip.bottom, strip.expected) == (40, 6)


def test_as_many_queries_for_one_record_as_for_three_and_long_years_are_cut(as_person, cast: Cast):
    client, counts = as_person(cast.member), []
    for number in range(1, LINES_SHOWN + 2):
        hold(cast.office, f"2025-{1 + number // 28:02}-{1 + number % 28:02} 14:30", roll={cast.member: HERE})
        if number in (1, 3):
            file(client, "O003", year=2025)
            with CaptureQueriesContext(connection) as queries:
                file(client, "O003", year=2025)
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(titles(file(client, "O003", year=2025))) == LINES_SHOWN
    assert len(titles(file(client, "O003", year=2025, all=1))) == LINES_SHOWN + 1


def test_who_is_exempt_stays_with_those_who_decide(as_person, cast: Cast):
    make_requirement(cast.district, code="YQ8", name="全员听课", subject_kind="PERSON", types=("集中学习",), at_least=1)
    Exemption.objects.create(person=cast.member, basis="基线病假")
    session = hold(cast.office, "2025-03-07 14:30")
    RollRow.objects.create(activity=session, person=cast.member, status=AWAY, home_unit=cast.office, exempt=True)
    record(session)
    boss, head = (file(as_person(one), "O003", year=2025) for one in (cast.superior, cast.head))

    assert [line.outcome for _, lines in head.context["months"] for line in lines] == ["EXCUSED"]
    assert [line.outcome for _, lines in boss.context["months"] for line in lines] == ["LEAVE"]
    assert "基线病假" in head.content.decode()
    assert not any(words in boss.content.decode() for words in ("基线病假", "免学", "不适用"))


def test_the_printed_year_keeps_the_reasons_of_other_units_sessions(as_person, cast: Cast):
    for unit, reason in ((cast.office, "出差"), (cast.district, "住院")):
        session = hold(unit, "2025-03-01 09:00", roll={cast.member: LEAVE})
        session.roll.update(reason=reason)

    def said(person) -> list[str]:
        page = as_person(person).get(reverse("web.year_form", args=("O003",)), {"year": "2025"})
        return sorted(row.reason for row in page.context["rows"])

    assert said(cast.secretary) == ["", "出差"]
    assert said(cast.superior) == ["", ""]
    assert said(cast.member) == said(cast.administrator) == sorted(["住院", "出差"])
