"""A workbook taken out through the pages tells its reader no more than the pages do."""

from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.exchange.test_export import column, sheets
from tests.factories import HERE, LEAVE, hold, make_person
from xueer.activities.models import RollRow
from xueer.common.calendar import today
from xueer.org.models import Exemption, Person, Post

YEAR = today().year


@pytest.fixture
def taken(cast: Cast, as_person, tmp_path: Path):
    """`taken(person)` gives the sheets of the office's workbook as that person gets it."""
    Person.objects.filter(pk__in=(cast.member.pk, cast.stranger.pk)).update(
        phone="13900000001", born_on="1980-02-03", gender="女"
    )
    Exemption.objects.create(person=cast.member, starts_on=f"{YEAR}-01-01")
    roll = {cast.member: LEAVE, cast.stranger: HERE}
    hold(cast.office, f"{YEAR}-01-05 09:00", code="IN", roll=roll, minutes_text="本单位记录")
    hold(cast.other, f"{YEAR}-01-06 09:00", code="OUT", roll={cast.member: HERE}, minutes_text="别单位记录")
    RollRow.objects.filter(person=cast.member, activity__code="IN").update(reason="住院")

    def take(person: Person) -> dict[str, list[dict]]:
        answer = as_person(person).get(reverse("exchange.export", args=["O"]), {"year": YEAR})
        path = tmp_path / f"{person.code}.xlsx"
        path.write_bytes(BytesIO(b"".join(answer.streaming_content)).read())
        return sheets(path)

    return take


def test_a_name_on_the_roll_does_not_hand_over_the_strangers_file(taken, cast: Cast):
    found = taken(cast.secretary)

    assert set(column(found["签到"], "工号")) == {"O003", "X001"}
    assert set(column(found["人员"], "工号")) == {"O001", "O002", "O003"}


def test_minutes_of_other_units_are_not_exported(taken, cast: Cast):
    assert column(taken(cast.secretary)["活动"], "活动编码") == ["IN"]


def test_a_secretary_gets_phones_and_reasons_of_the_own_unit(taken, cast: Cast):
    found = taken(cast.secretary)
    member = next(row for row in found["人员"] if row["工号"] == "O003")

    assert (member["手机"], "住院" in column(found["签到"], "事由")) == ("13900000001", True)


def test_a_superior_office_gets_neither_phones_nor_births_nor_reasons(taken, cast: Cast):
    found = taken(cast.superior)

    assert {"手机", "出生日期", "性别", "入党日期", "免集中学习"} & found["人员"][0].keys() == set()
    assert "事由" not in found["签到"][0]


def test_a_leader_gets_reasons_and_no_phones(taken, cast: Cast):
    found = taken(cast.head)

    assert "手机" not in found["人员"][0]
    assert "住院" in column(found["签到"], "事由")


def test_who_moved_away_keeps_file_and_new_post_to_the_new_unit(taken, cast: Cast):
    gone = make_person("X002", cast.other, phone="13900000002")
    Post.objects.create(person=gone, unit=cast.office, ends_on=f"{YEAR - 1}-01-01")
    Post.objects.create(person=gone, unit=cast.other, starts_on=f"{YEAR - 1}-01-01")
    found = taken(cast.secretary)

    assert "X002" not in column(found["人员"], "工号")
    assert [row["单位编码"] for row in found["任职"]] == ["O"]
