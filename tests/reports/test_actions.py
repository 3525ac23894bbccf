"""Drafting, saving, the acts on a figure, issuing: what they write, what they refuse, what the trail keeps."""

import re
from datetime import timedelta

import pytest

from tests.factories import HERE, hold
from tests.reports.conftest import AT
from xueer.audit.models import Event
from xueer.reports import actions
from xueer.reports.choices import OF_TABLES
from xueer.reports.errors import AlreadyIssued, EmptyFigures, ReportRefused, StaleReport
from xueer.reports.models import Report
from xueer.reports.queries import Manuscript

LATER = AT + timedelta(days=2)


def chip(report, metric, item=""):
    return report.figures.get(metric=metric, item=item)


def now(report):
    report.refresh_from_db()
    return {"version": report.version, "at": LATER}


def text(report):
    return [row.text for row in report.paragraphs.all() if row.style not in OF_TABLES]


def test_a_control_character_in_the_text_does_not_break_the_word_file(report, tmp_path):
    texts = ["第一段\x01有怪字\x0b。", "𱍊　是字。"]
    actions.save_report(report, title="总\x02结", addressee="", texts=texts, by=None, **now(report))
    actions.export_report(report, tmp_path / "out.docx", by=None, at=LATER)
    assert (text(report), report.__class__.objects.get(pk=report.pk).title) == (
        ["第一段 有怪字 。", "𱍊　是字。"],
        "总 结",
    )


def test_a_draft_freezes_every_figure_with_its_moment(report, year):
    taken = chip(report, "sessions")
    assert (taken.value, taken.records, taken.taken_at, taken.shown) == (3, 3, AT, 3)
    assert chip(report, "lectures").value is None
    assert (report.version, report.written_by_id) == (1, year.secretary.pk)
    assert report.title == "区政府办公室关于2025年度学习情况的总结"
    used = {int(n) for row in report.paragraphs.all() for n in re.findall(r"\{\{(\d+)\}\}", row.text)}
    assert used == set(report.figures.values_list("number", flat=True))


def test_drafting_twice_opens_the_same_draft(report, year):
    assert actions.draft_report("summary", year.office, 2025, by=year.head, at=LATER) == report
    assert Report.objects.count() == 1


def test_a_year_to_come_and_an_unknown_report_are_refused(year):
    for name, when in (("summary", 2027), ("nothing", 2025)):
        with pytest.raises(ReportRefused):
            actions.draft_report(name, year.office, when, by=year.secretary, at=AT)
    assert not Report.objects.exists()


def test_figures_stay_frozen_and_are_known_to_be_out_of_date(report, year):
    hold(year.office, "2025-12-30 09:00", roll={year.head: HERE})
    manuscript = Manuscript(report, LATER.date())
    outdated = {(one.row.metric, one.row.item): (one.taken_text, one.now_text) for one in manuscript.outdated}
    assert outdated["sessions", ""] == ("3", "4")
    assert ("made_up", "") not in outdated


def test_refresh_takes_the_value_of_now(report, year):
    hold(year.office, "2025-12-30 09:00", roll={year.head: HERE})
    number = chip(report, "sessions").number
    actions.refresh_figure(report, number, by=year.secretary, **now(report))
    taken = chip(report, "sessions")
    assert (taken.value, taken.records, taken.taken_at) == (4, 4, LATER)
    assert Event.objects.get(verb="reports.refresh_figure").detail["shown"] == ["3", "4"]


def test_by_hand_with_a_reason_and_back(report, year):
    number = chip(report, "made_up").number
    actions.change_figure(report, number, value="1 2.5", reason="纸质登记", by=year.secretary, **now(report))
    changed = chip(report, "made_up")
    assert (changed.value, changed.shown, changed.change_reason, changed.changed_by_id) == (
        1,
        changed.by_hand,
        "纸质登记",
        year.secretary.pk,
    )
    assert str(changed.by_hand).startswith("12.5")
    assert Event.objects.get(verb="reports.change_figure").detail["shown"] == ["1", "12.5"]
    actions.restore_figure(report, number, by=year.secretary, **now(report))
    back = chip(report, "made_up")
    assert (back.shown, back.by_hand, back.change_reason, back.changed_at) == (1, None, "", None)


@pytest.mark.parametrize("typed", ["十二 因", "-1 因", "NaN 因", "1e40 因", " 因", "3 "])
def test_a_figure_by_hand_is_a_number_with_a_reason(report, year, typed):
    value, _space, reason = typed.partition(" ")
    with pytest.raises(ReportRefused):
        actions.change_figure(
            report, chip(report, "made_up").number, value=value, reason=reason, by=year.secretary, **now(report)
        )
    assert chip(report, "made_up").by_hand is None


def test_dropping_takes_the_sentence_and_keeps_it_in_the_trail(report, year):
    number = chip(report, "lectures").number
    actions.drop_sentence(report, number, by=year.secretary, **now(report))
    assert not any("主讲" in line for line in text(report))
    assert not report.figures.filter(number=number).exists()
    assert any(line.startswith("（三）组织补学送学") for line in text(report)), "what follows moves up"
    assert any("主讲" in line for line in Event.objects.get(verb="reports.drop_sentence").detail["before"])


def test_saving_keeps_tables_and_the_text_before(report, year):
    token = f"{{{{{chip(report, 'sessions').number}}}}}"
    actions.save_report(
        report, title="新的标题", addressee="", texts=[f"一、情况\n全年{token}。"], by=year.secretary, **now(report)
    )
    report.refresh_from_db()
    assert text(report) == ["一、情况", f"全年{token}。"]
    assert report.paragraphs.filter(style="ROW").count() == 3
    assert (report.title, report.addressee, report.version) == ("新的标题", "", 2)
    kept = Event.objects.get(verb="reports.save").detail
    assert kept["title"] == ["区政府办公室关于2025年度学习情况的总结", "新的标题"]
    assert any("出勤率" in line for line in kept["before"])


def test_a_stale_form_is_refused_and_nothing_lost(report, year):
    first = {"title": "甲", "addressee": "", "texts": ["甲的文字。"], "version": 1, "at": LATER}
    actions.save_report(report, **first, by=year.secretary)
    with pytest.raises(StaleReport) as stale:
        actions.save_report(report, **(first | {"texts": ["乙的文字。"]}), by=year.head)
    assert stale.value.version == 2 and text(report) == ["甲的文字。"]
    with pytest.raises(StaleReport):
        actions.drop_sentence(report, chip(report, "lectures").number, version=1, by=year.head, at=LATER)


def test_a_figure_that_there_is_not_is_refused(report, year):
    with pytest.raises(ReportRefused, match=r"\{\{999\}\}"):
        actions.save_report(report, title="甲", addressee="", texts=["{{999}}"], by=year.secretary, **now(report))
    with pytest.raises(ReportRefused):
        actions.save_report(report, title=" ", addressee="", texts=["甲"], by=year.secretary, **now(report))


def test_issuing_is_refused_while_a_sentence_is_empty_and_says_which(report, year, tmp_path):
    with pytest.raises(EmptyFigures) as refused:
        actions.issue_report(report, by=year.head, **now(report))
    assert len(refused.value.names) == 1 and refused.value.names[0] in str(refused.value)
    with pytest.raises(EmptyFigures):
        actions.export_report(report, tmp_path / "a.docx", by=year.head, at=LATER)
    report.refresh_from_db()
    assert report.is_draft and not Event.objects.filter(verb__in=["reports.issue", "reports.export"]).exists()


def test_an_issued_report_is_never_changed_again(report, year):
    actions.drop_sentence(report, chip(report, "lectures").number, by=year.secretary, **now(report))
    issued = actions.issue_report(report, by=year.head, **now(report))
    assert (issued.is_draft, issued.issued_by_id, issued.issued_at) == (False, year.head.pk, LATER)
    number = chip(report, "sessions").number
    acts = [
        lambda: actions.save_report(report, title="甲", addressee="", texts=["甲"], by=year.secretary, **now(report)),
        lambda: actions.change_figure(report, number, value="1", reason="因", by=year.secretary, **now(report)),
        lambda: actions.restore_figure(report, number, by=year.secretary, **now(report)),
        lambda: actions.refresh_figure(report, number, by=year.secretary, **now(report)),
        lambda: actions.drop_sentence(report, number, by=year.secretary, **now(report)),
        lambda: actions.issue_report(report, by=year.head, **now(report)),
    ]
    for act in acts:
        with pytest.raises(AlreadyIssued):
            act()
    assert actions.draft_report("summary", year.office, 2025, by=year.secretary, at=LATER) != report


def test_the_saved_report_is_written_as_it_stands(report, year, tmp_path):
    number = chip(report, "lectures").number
    actions.drop_sentence(report, number, by=year.secretary, **now(report))
    changed = chip(report, "made_up").number
    actions.change_figure(report, changed, value="7", reason="补登", by=year.secretary, **now(report))
    path = tmp_path / "a.html"
    assert actions.write_document("summary", year.office, 2025, path, at=LATER, saved=True) == []
    assert "7人次" in path.read_text("utf-8")
    assert Event.objects.get(verb="reports.export").detail == {"suffix": ".html"}
    with pytest.raises(ReportRefused):
        actions.write_document("summary", year.office, 2024, path, at=LATER, saved=True)
