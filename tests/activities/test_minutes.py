"""Minutes: parts in one text that loses nothing, what is missing, two people writing, the workbook's round trip."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.activities.test_roll import grant
from tests.cast import Cast
from tests.factories import HERE, LATE, LEAVE, hold, make_group
from xueer.access.models import Grant
from xueer.activities.actions.minutes import write_minutes
from xueer.activities.minutes import (
    HEADS,
    Session,
    Speech,
    check,
    discussion_of,
    needed,
    parts_of,
    rows_for,
    speeches_of,
    text_of,
)
from xueer.activities.models import Activity
from xueer.activities.queries.minutes import minutes_points
from xueer.audit.models import Event
from xueer.common.calendar import now
from xueer.common.stale import seen_of
from xueer.exchange.actions import import_workbook
from xueer.exchange.export.actions import export_workbook

WHOLE = """开场白。
【学习内容】
《党政机关公文处理工作条例》第二章
【研讨发言】
单一舟：讲了四点区别。
第二点最要紧。
区喆堃：建议先填三栏：主送、事由、要不要批复。
【形成意见】
请示、报告模板各一份。"""
EMPTY = {"free": "", "content": "", "discussion": "", "opinions": "", "problems": "", "follow_up": ""}
LINES = st.sampled_from(
    ["", "　", "甲", "单一舟：说", "𬱖：答", "【学习内容】", "【学习内容】文", "【转化落实】", "【其他】", "a:b"]
)


def test_a_text_is_read_into_its_parts_and_composed_again():
    parts = parts_of(WHOLE)
    assert parts == EMPTY | {
        "free": "开场白。",
        "content": "《党政机关公文处理工作条例》第二章",
        "discussion": "单一舟：讲了四点区别。\n第二点最要紧。\n区喆堃：建议先填三栏：主送、事由、要不要批复。",
        "opinions": "请示、报告模板各一份。",
    }
    assert text_of(parts) == WHOLE


def test_a_text_without_heads_is_free_text():
    assert parts_of("学习了春季的文件。\n【会议】都到了") == EMPTY | {"free": "学习了春季的文件。\n【会议】都到了"}


def test_words_on_the_line_of_a_head_and_a_head_that_comes_twice():
    assert parts_of("【学习内容】第一篇\n【形成意见】同意\n【学习内容】第二篇")["content"] == "第一篇\n第二篇"


@given(st.lists(LINES, max_size=9).map("\n".join))
def test_composing_loses_no_line_and_a_second_time_changes_nothing(text: str):
    def words(given: str) -> list[str]:
        return sorted(word for line in given.split("\n") for word in line.replace("　", "").split("】") if word)

    once = text_of(parts_of(text))
    heads = {f"【{head}" for head in HEADS.values()}
    assert [word for word in words(once) if word not in heads] == [w for w in words(text) if w not in heads]
    assert text_of(parts_of(once)) == once


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_speeches_lose_no_line(text: str):
    discussion = parts_of(f"【研讨发言】\n{text}")["discussion"]
    assert discussion_of(speeches_of(discussion, ())).replace("\n", "") in (
        discussion.replace("\n", ""),
        "".join(line for line in discussion.split("\n") if not line.endswith("：")),
    )


def test_words_without_a_name_stand_first():
    text = discussion_of([Speech("单一舟", "好"), Speech("", "大家讨论了。\n结论：办。"), Speech("陆敏之", "")])
    assert text == "大家讨论了。\n　结论：办。\n单一舟：好"
    assert speeches_of(text, ()) == [Speech("", "大家讨论了。\n结论：办。"), Speech("单一舟", "好")]


def test_speeches_by_name():
    assert speeches_of(parts_of(WHOLE)["discussion"], ()) == [
        Speech("单一舟", "讲了四点区别。\n第二点最要紧。"),
        Speech("区喆堃", "建议先填三栏：主送、事由、要不要批复。"),
    ]
    assert speeches_of("会议要求：抓紧\n努尔兰·别克：好\n北京大学李教授：好", ()) == [
        Speech("会议要求", "抓紧"),
        Speech("努尔兰·别克", "好\n北京大学李教授：好"),
    ]
    assert speeches_of("单一舟:他说：好", ()) == [Speech("单一舟", "他说：好")]
    assert speeches_of("北京大学李教授：好", ("北京大学李教授",)) == [Speech("北京大学李教授", "好")]


NAMES = st.sampled_from(["单一舟", "𬱖之䶮", "努尔兰·别克", "北京大学李教授", "John Smith", "A"])
SAID = st.lists(
    st.sampled_from(["好", "结论：抓紧", "John Smith: no", "　　第二段", "陆敏之：不对", "〔甲〕：乙"]),
    min_size=1,
    max_size=3,
)


@given(st.lists(st.builds(Speech, NAMES, SAID.map("\n".join)), max_size=4))
def test_nobody_s_words_pass_to_somebody_else(speeches: list[Speech]):
    wanted = [Speech(who, said.strip(" 　")) for who, said in speeches]
    assert speeches_of(parts_of(text_of(EMPTY | {"discussion": discussion_of(wanted)}))["discussion"], ()) == wanted


def test_speakers_who_are_named_have_a_line_waiting():
    rows = rows_for(parts_of("【研讨发言】\n单一舟：讲了。"), Session(frozenset(), speakers=("区喆堃", "单一舟")))
    assert rows == [Speech("单一舟", "讲了。"), Speech("区喆堃", "")]


def test_which_parts_are_needed_by_which_session():
    assert needed(Session(frozenset({"集中学习"}))) == {"content"}
    assert needed(Session(frozenset({"集中学习"}), speakers=("单一舟",))) == {"content", "discussion"}
    assert needed(Session(frozenset({"集中学习"}), group_kind="中心组")) == {"content", "discussion"}
    assert needed(Session(frozenset({"支部党员大会"}))) == {"content", "opinions"}
    assert needed(Session(frozenset({"专题研讨"}))) == {"content", "discussion", "opinions", "problems"}
    assert needed(Session(frozenset({"集中学习"}), categories=frozenset({"业务知识"}))) == {"content", "problems"}


def test_what_is_missing_is_named():
    session = Session(frozenset({"专题研讨"}), speakers=("单一舟", "陆敏之"))
    found = [(point.part, point.kind, point.who) for point in check(WHOLE, session)]
    assert found == [
        ("content", "ok", ""),
        ("discussion", "ok", ""),
        ("discussion", "risk", "陆敏之"),
        ("opinions", "ok", ""),
        ("problems", "risk", ""),
        ("follow_up", "due", ""),
    ]
    assert [point.part for point in check("", session) if point.missing] == [
        "content",
        "discussion",
        "opinions",
        "problems",
    ]


def test_free_text_counts_for_what_was_studied():
    assert [point.kind for point in check("学习了文件。", Session(frozenset({"集中学习"})))] == ["ok", *["due"] * 4]


# ---- the page ----


@pytest.fixture
def session(cast: Cast) -> Activity:
    return hold(
        cast.office,
        "2025-03-07 14:30",
        code="HD1",
        topic="公文写作",
        types=("专题研讨",),
        parts=(("CHAIR", cast.head), ("SPEAKER", cast.member)),
        roll={cast.head: HERE, cast.secretary: LATE, cast.member: LEAVE},
        minutes_text=WHOLE,
    )


def form(page: object, **typed: object) -> dict[str, object]:
    """The form as the page filled it, with other fields typed over."""
    content = page.content.decode()  # type: ignore[attr-defined]
    fields = {
        name: [html.unescape(value)] for name, value in re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', content)
    }
    for name, value in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', content, re.S):
        fields.setdefault(name, []).append(html.unescape(value))
    fields["who"] = [html.unescape(value) for value in re.findall(r'name="who" value="(.*?)"', content)]
    return fields | typed


URL = "/activities/HD1/minutes/"


def test_the_form_shows_what_is_stored_and_saving_it_changes_nothing(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    page = client.get(URL)
    answer = client.post(URL, form(page))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/activities/HD1/#minutes")
    session.refresh_from_db()
    assert session.minutes_text == WHOLE
    assert Event.objects.filter(verb="activities.minutes.write").count() == 0


def test_what_is_typed_is_stored_and_the_old_words_stay_in_the_trail(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    typed = form(
        client.get(URL), free="", opinions="按新模板办。\r\n下月起用。", who=["区喆堃", "𬱖之䶮"], said=["", "赞成。"]
    )
    client.post(URL, typed)
    session.refresh_from_db()
    assert session.minutes_text == (
        "【学习内容】\n《党政机关公文处理工作条例》第二章\n【研讨发言】\n𬱖之䶮：赞成。\n【形成意见】\n按新模板办。\n下月起用。"
    )
    detail = Event.objects.get(verb="activities.minutes.write").detail
    assert detail["free"] == ["开场白。", ""]
    assert detail["opinions"] == ["请示、报告模板各一份。", "按新模板办。\n下月起用。"]


def test_two_people_writing_different_parts_lose_nothing(cast: Cast, session: Activity, as_person):
    mine, theirs = as_person(cast.secretary), as_person(cast.administrator)
    first, second = form(mine.get(URL), problems="退文七件。"), form(theirs.get(URL), follow_up="三个月后回看。")
    theirs.post(URL, second)
    answer = mine.post(URL, first, follow=True)
    session.refresh_from_db()
    parts = parts_of(session.minutes_text)
    assert (parts["problems"], parts["follow_up"]) == ("退文七件。", "三个月后回看。")
    assert "转化落实" in answer.content.decode()


def test_two_people_writing_one_part_both_texts_are_shown(cast: Cast, session: Activity, as_person):
    mine, theirs = as_person(cast.secretary), as_person(cast.administrator)
    first, second = form(mine.get(URL), opinions="我写的意见。"), form(theirs.get(URL), opinions="先存的意见。")
    theirs.post(URL, second)
    answer = mine.post(URL, first)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先存的意见。" in page
    assert "管守正" in page
    again = form(answer)
    assert again["opinions"] == ["我写的意见。"]
    session.refresh_from_db()
    assert parts_of(session.minutes_text)["opinions"] == "先存的意见。"
    assert mine.post(URL, again).status_code == 302
    session.refresh_from_db()
    assert parts_of(session.minutes_text)["opinions"] == "我写的意见。"
    kept = [event.detail["opinions"] for event in Event.objects.filter(verb="activities.minutes.write").order_by("id")]
    assert kept == [["请示、报告模板各一份。", "先存的意见。"], ["先存的意见。", "我写的意见。"]]


def test_a_double_click_writes_once(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    typed = form(client.get(URL), opinions="一次。")
    answers = [client.post(URL, typed).headers["Location"] for _ in range(2)]
    assert answers == ["/activities/HD1/#minutes"] * 2
    assert Event.objects.filter(verb="activities.minutes.write").count() == 1


def test_more_than_a_cell_holds_is_refused_and_stays_in_the_field(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    answer = client.post(URL, form(client.get(URL), opinions="长" * 32_001))
    assert answer.status_code == 422
    assert form(answer)["opinions"] == ["长" * 32_001]
    session.refresh_from_db()
    assert session.minutes_text == WHOLE


def test_nothing_is_written_of_a_cancelled_activity(cast: Cast, session: Activity, as_person):
    client = as_person(cast.secretary)
    typed = form(client.get(URL), opinions="迟了。")
    Activity.objects.update(state="CANCELLED")
    assert client.post(URL, typed, follow=True).redirect_chain == [("/activities/HD1/", 302)]
    session.refresh_from_db()
    assert session.minutes_text == WHOLE


def test_reasons_stand_in_the_printed_minutes_only_for_those_who_may_know(cast: Cast, session: Activity, as_person):
    session.roll.filter(person=cast.member).update(reason="陪护家人")
    shown = {
        name: "陪护家人" in as_person(person).get("/activities/HD1/minutes/print/").content.decode()
        for name, person in cast.accounts.items()
        if name != "stranger"
    }
    assert shown == {"administrator": True, "superior": False, "head": True, "secretary": True, "member": False}


def test_the_head_of_a_group_writes_its_minutes(cast: Cast, session: Activity, as_person):
    group = make_group("Z1", cast.office, [cast.member])
    Activity.objects.update(group=group)
    assert as_person(cast.member).get(URL).status_code == 404
    group.members.update(role="组长")
    assert as_person(cast.member).get(URL).status_code == 200


def test_minutes_go_out_with_the_workbook_and_come_back_the_same(cast: Cast, session: Activity, tmp_path: Path):
    odd = "=1+1\n【学习内容】\n第一篇\n\n　　第二篇_x0041_\n【研讨发言】\n𬱖之䶮：“好”\n【转化落实】\n三个月"
    write_minutes(session, typed=parts_of(odd), seen=seen_of(parts_of(WHOLE)), by=cast.secretary, at=now())
    stored = session.minutes_text
    assert parts_of(stored) == parts_of(odd)
    book = tmp_path / "out.xlsx"
    export_workbook(book, unit=cast.office, year=2025, by=cast.administrator, at=now())
    Activity.objects.update(minutes_text="")
    import_workbook(book, by=cast.administrator, at=now())
    assert Activity.objects.get().minutes_text == stored


def test_a_joint_holder_reads_nothing_of_the_hosts_own_session_before(cast: Cast, as_person):
    hold(cast.office, "2025-03-01 09:00", minutes_text="【转化落实】\n内部整改清单。", topic="内部会")
    hold(cast.office, "2025-04-01 09:00", code="HD-J", joint=(cast.other,))
    Grant.objects.create(person=cast.stranger, role="SECRETARY", unit=cast.other)
    theirs = as_person(cast.stranger).get("/activities/HD-J/minutes/")
    assert theirs.status_code == 200
    assert (theirs.context["before"], theirs.context["before_activity"]) == ("", None)
    assert "内部" not in theirs.content.decode()
    assert as_person(cast.secretary).get("/activities/HD-J/minutes/").context["before"] == "内部整改清单。"


def test_no_words_are_missing_of_a_speaker_who_was_not_there(cast: Cast, session: Activity, as_person):
    away = Session(frozenset({"集中学习"}), speakers=("陆敏之", "区喆堃"), away=frozenset({"区喆堃"}))
    assert [point.who for point in check("【研讨发言】\n单一舟：讲了。", away) if point.missing] == ["", "陆敏之"]
    assert needed(away) == {"content", "discussion"}
    session.parts.create(role="SPEAKER", person=cast.secretary, position=1)
    Activity.objects.filter(pk=session.pk).update(minutes_text="【研讨发言】\n单一舟：讲了。")
    session.refresh_from_db()
    # 区喆堃 is on leave by the roll; 陆敏之 came late.
    assert [point.who for point in minutes_points(session) if point.who] == ["陆敏之"]
    client = as_person(cast.secretary)
    assert form(client.get(URL))["who"].count("区喆堃") == 0 and "陆敏之" in form(client.get(URL))["who"]
    session.roll.filter(person=cast.member).update(status=HERE)
    assert [point.who for point in minutes_points(session) if point.who] == ["区喆堃", "陆敏之"]


def test_leave_granted_before_there_is_a_roll_asks_for_no_words(cast: Cast, session: Activity):
    session.roll.all().delete()
    session.minutes_text = "【研讨发言】\n单一舟：讲了。"
    assert "区喆堃" in [point.who for point in minutes_points(session)]
    grant(session, cast.member, "病假")
    assert "区喆堃" not in [point.who for point in minutes_points(session)]
