"""Papers: the sign-in sheet, the attendance of a year, minutes in Word, a person's year; who sees reasons on them."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import AWAY, HERE, LATE, LEAVE, hold, make_group, make_person
from xueer.activities.models import Activity, Audience
from xueer.activities.queries.papers import GUESTS, Line, attendance, sign_in_sheet
from xueer.audit.models import Event
from xueer.common.spreadsheets import Limits, open_book
from xueer.org.models import Exemption

SHEET = "/activities/HD1/sign-in-sheet/"
LEDGER = "/units/O/attendance/?year=2025"


@pytest.fixture
def session(cast: Cast) -> Activity:
    """Four names: here, late, on leave with a reason, exempt."""
    old = make_person("O009", cast.office, name="𬱖之䶮")
    Exemption.objects.create(person=old, basis="年老体弱")
    session = hold(
        cast.office,
        "2025-03-07 14:30",
        code="HD1",
        topic="公文写作",
        place="四楼会议室",
        parts=(("CHAIR", cast.head),),
        roll={cast.head: HERE, cast.secretary: LATE, cast.member: LEAVE, old: AWAY},
        minutes_text="【学习内容】\n第一篇\n第二篇\n【研讨发言】\n单一舟：说了。\n【转化落实】\n照办。",
    )
    session.roll.filter(person=cast.member).update(reason="陪护家人")
    session.roll.filter(person=old).update(exempt=True)
    return session


def text_of(page: object) -> str:
    return re.sub(r"<[^>]+>", " ", page.content.decode())  # type: ignore[attr-defined]


# ---- the sign-in sheet ----


def test_lines_run_down_the_left_column_then_down_the_right():
    sheet = sign_in_sheet([Line(number, f"人{number}") for number in range(1, 44)])
    assert [len(page) for page in sheet.pages] == [20, 2]
    assert [(left.number, right.number) for left, right in sheet.pages[0]][:2] == [(1, 21), (2, 22)]
    assert [(left.number, right.number) for left, right in sheet.pages[1]] == [(41, 43), (42, 0)]
    assert (len(sheet.guests), sheet.expected, sheet.several_units) == (GUESTS // 2, 43, False)


def test_a_sheet_without_names_has_lines_to_write_on():
    sheet = sign_in_sheet([])
    assert [len(page) for page in sheet.pages] == [15]
    assert (sheet.expected, sheet.guests) == (0, [])


def test_the_sheet_marks_who_need_not_sign(cast: Cast, session: Activity, as_person):
    page = text_of(as_person(cast.secretary).get(SHEET))
    for words in ("签到表", "公文写作", "四楼会议室", "单一舟", "列席人员", "应到", "3 人", "𬱖之䶮", "请假", "免"):
        assert words in page, words
    assert "陪护家人" not in page


def test_who_is_exempt_stays_with_those_who_may_know(cast: Cast, session: Activity, as_person):
    page = text_of(as_person(cast.member).get(SHEET))
    assert "区喆堃" in page
    assert "𬱖之䶮" not in page


def test_before_there_is_a_roll_the_audience_stands_on_the_sheet(cast: Cast, as_person):
    hold(cast.office, "2027-03-05 14:30", code="HD1", state="PLANNED")
    client = as_person(cast.secretary)
    assert "区喆堃" not in text_of(client.get(SHEET))
    Audience.objects.create(activity=Activity.objects.get(), kind="UNIT", unit=cast.office)
    page = text_of(client.get(SHEET))
    assert [name for name in ("单一舟", "陆敏之", "区喆堃", "仇远") if name in page.replace(" ", "")] == [
        "单一舟",
        "陆敏之",
        "区喆堃",
    ]


# ---- the attendance of a year ----


def sheets(content: bytes, folder: Path) -> dict[str, list[list[object]]]:
    path = folder / "ledger.xlsx"
    path.write_bytes(content)
    with open_book(path, limits=Limits()) as book:
        return {name: [list(cells) for _number, cells in book.rows(name)] for name in book.sheet_names}


def test_the_attendance_of_a_unit_and_its_groups(cast: Cast, session: Activity, as_person, tmp_path: Path):
    group = make_group("Z1", cast.office, [cast.head], name="党委中心组")
    hold(cast.office, "2025-05-09 14:30", topic="夏季", group=group, roll={cast.head: HERE, cast.member: AWAY})
    hold(cast.office, "2025-06-09 14:30", topic="只有人数", head_count=9)
    hold(cast.office, "2024-06-09 14:30", topic="去年", roll={cast.head: HERE})
    hold(cast.office, "2025-07-09 14:30", topic="取消", state="CANCELLED", roll={cast.head: HERE})
    answer = as_person(cast.secretary).get(LEDGER)
    found = sheets(answer.content, tmp_path)
    assert list(found) == ["1 区政府办公室", "2 党委中心组"]
    rows = found["1 区政府办公室"]
    assert rows[0][0] == "区政府办公室2025年度学习考勤台账"
    assert rows[2][4:6] == ["3.7", "5.9"]
    assert rows[3][4:6] == ["公文写作", "夏季"]
    by_name = {row[2]: row[3:] for row in rows[4:8]}
    assert by_name == {
        "单一舟": ["区政府办公室", "✓", "✓", 2, 0, 0, 0, 0, 0, 0, 2, 2, 100],
        "陆敏之": ["区政府办公室", "迟到", "", 0, 1, 0, 0, 0, 0, 0, 1, 1, 100],
        "区喆堃": ["区政府办公室", "请假", "缺席", 0, 0, 1, 1, 0, 0, 0, 2, 0, 0],
        "𬱖之䶮": ["区政府办公室", "免", "", 0, 0, 0, 0, 0, 0, 1, 0, 0, "–"],
    }
    assert [row[4:6] for row in rows[8:11]] == [[2, 1], [3, 2], [66.67, 50]]
    assert rows[8][6:] == [2, 1, 1, 1, 0, 0, 1, 5, 3, 60]
    assert [row[2] for row in found["2 党委中心组"][4:6]] == ["区喆堃", "单一舟"]
    event = Event.objects.get(verb="list.export")
    assert (event.actor_words, event.detail) == ("陆敏之", {"rows": 4, "sessions": 2})


def notes(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)


def test_reasons_stand_in_the_attendance_only_for_those_who_may_know(
    cast: Cast, session: Activity, as_person, tmp_path: Path
):
    shown = {
        name: "陪护家人" in notes(as_person(getattr(cast, name)).get(LEDGER).content)
        for name in ("secretary", "head", "superior")
    }
    assert shown == {"secretary": True, "head": True, "superior": False}
    without = sheets(as_person(cast.superior).get(LEDGER).content, tmp_path)["1 区政府办公室"]
    assert "𬱖之䶮" not in str(without), "who is exempt"


def test_a_year_without_sessions_and_an_odd_year(cast: Cast, as_person, tmp_path: Path):
    client = as_person(cast.secretary)
    for year in ("2025", "0000", "²025", "99999", ""):
        answer = client.get(f"/units/O/attendance/?year={year}")
        assert answer.status_code == 200
        assert len(sheets(answer.content, tmp_path)["1 区政府办公室"]) >= 4


def test_the_attendance_asks_as_little_for_many_as_for_one(cast: Cast, session: Activity, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        attendance(cast.office, 2025, reveals=lambda _unit: True)
    for day in range(1, 4):
        hold(cast.office, f"2025-08-0{day} 14:30", roll={cast.head: HERE, cast.member: HERE})
    with django_assert_num_queries(len(one)):
        found = attendance(cast.office, 2025, reveals=lambda _unit: True)
    assert len(found.sessions) == 4


# ---- the minutes in Word ----


def words_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", xml, re.S)
    return ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", paragraph)) for paragraph in paragraphs]


def test_the_minutes_in_word(cast: Cast, session: Activity, as_person):
    answer = as_person(cast.secretary).get("/papers/HD1/minutes/")
    text = [line for line in words_in(answer.content) if line.strip()]
    assert text == [
        "区政府办公室学习记录",
        "主题：公文写作",
        "事项：集中学习",
        "时间：2025年3月7日14:30—16:30",
        "地点：四楼会议室",
        "主办单位：区政府办公室",
        "主持：单一舟",
        "应到实到：应到 3 人，实到 2 人",
        "出席人员：陆敏之、单一舟",
        "迟到：陆敏之",
        "未到人员：区喆堃（请假，陪护家人）",
        "一、学习内容",
        "第一篇",
        "第二篇",
        "二、研讨发言",
        "单一舟：说了。",
        "三、转化落实",
        "照办。",
        "主持人（签字）：　　　　　　记录人（签字）：",
    ]
    event = Event.objects.get(verb="list.export")
    assert (event.object_words, event.detail) == ("区政府办公室学习记录 20250307", {"reasons": True})
    assert "陪护家人" not in str(words_in(as_person(cast.member).get("/papers/HD1/minutes/").content))


# ---- a person's year ----


def test_the_year_of_a_person_on_paper(cast: Cast, session: Activity, as_person):
    page = text_of(as_person(cast.member).get(f"/people/{cast.member.code}/year/?year=2025"))
    assert "2025年度学习情况登记表" in page
    assert "请假 （陪护家人）" in " ".join(page.split()) or "请假（陪护家人）" in page
    assert "应参加 1 次，参加 0 次" in page
    assert Event.objects.filter(verb="person.print").count() == 0, "one's own"


def test_another_s_year_is_printed_without_reasons_and_stands_in_the_trail(cast: Cast, session: Activity, as_person):
    page = text_of(as_person(cast.superior).get(f"/people/{cast.member.code}/year/?year=2025"))
    assert "公文写作" in page
    assert "陪护家人" not in page
    event = Event.objects.get(verb="person.print")
    assert (event.actor_words, event.object_words, event.detail) == ("梁若川", "区喆堃", {"year": 2025, "rows": 1})
