"""Text with figures: sentences that go with their figure, headings, titles, numbers."""

from decimal import Decimal

import pytest

from xueer.reports.actions import lines_of
from xueer.reports.choices import Style
from xueer.reports.document import Shown, document_of, spans_of, title_lines, width
from xueer.reports.material import Line, numbers_in, sentences, without_figures
from xueer.reports.numbers import exact, figure_text

BODY, HEADING = Style.BODY, Style.HEADING


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0", "", "0"),
        ("1714", "", "1\u00a0714"),
        ("58.50", "hours", "58.5"),
        ("58.555", "hours", "58.56"),
        ("94.6", "percent", "94.60%"),
        ("100", "percent", "100.00%"),
        ("1234567.1", "", "1\u00a0234\u00a0567.1"),
        ("10", "", "10"),
        ("200", "count", "200"),
    ],
)
def test_figures_are_written_one_way(value, unit, text):
    assert figure_text(Decimal(value), unit) == text


def test_floats_keep_their_shortest_writing():
    assert exact(94.6) == Decimal("94.6") and exact(None) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("共{{1}}次。出勤率{{2}}。", ["共{{1}}次。"]),
        ("（一）分类组织。共{{2}}次。", []),
        ("（一）分类组织。共{{2}}次。另有{{1}}次。", ["（一）分类组织。另有{{1}}次。"]),
        ("一是甲{{2}}。二是乙{{1}}。三是丙。", ["一是乙{{1}}。二是丙。"]),
        ("没有句号{{2}}", []),
        ("没有数字。", ["没有数字。"]),
        ("他说“好。”共{{2}}次。", ["他说“好。”"]),
    ],
)
def test_sentences_go_with_their_figure(text, left):
    assert [line.text for line in without_figures([Line(BODY, text)], {2})] == left


def test_a_heading_with_nothing_under_it_goes():
    lines = [Line(HEADING, "一、甲"), Line(BODY, "共{{1}}次。"), Line(HEADING, "二、乙"), Line(BODY, "共{{2}}次。")]
    assert [line.text for line in without_figures(lines, {1})] == ["一、乙", "共{{2}}次。"]


def test_leads_move_up_within_their_section():
    lines = [
        Line(HEADING, "一、甲"),
        Line(BODY, "（一）子。{{1}}。"),
        Line(BODY, "（二）丑。"),
        Line(BODY, "（三）寅。丙。"),
    ]
    lines += [Line(HEADING, "二、乙"), Line(BODY, "（一）卯。"), Line(BODY, "（二）辰。")]
    found = [line.text for line in without_figures(lines, {1})]
    assert found == ["一、甲", "（一）丑。", "（二）寅。丙。", "二、乙", "（一）卯。", "（二）辰。"]


def test_a_row_goes_as_a_whole():
    lines = [
        Line(Style.CAPTION, "表"),
        Line(Style.HEAD, "甲\t乙"),
        Line(Style.ROW, "a\t{{1}}"),
        Line(Style.ROW, "b\t{{2}}"),
    ]
    assert [line.text for line in without_figures(lines, {1})] == ["表", "甲\t乙", "b\t{{2}}"]


def test_sentences_lose_nothing():
    text = "（一）甲。乙“丙！”丁？戊"
    assert "".join(sentences(text)) == text


def test_numbers_in_a_text():
    assert numbers_in("{{3}}与{{12}}，{3}、{{ 4 }}不是") == [3, 12]


def test_typed_text_becomes_paragraphs_and_headings():
    typed = ["一、总体情况\r\n全年共{{1}}次。", "  ", "（一）小标题", "（一）开头。正文。", "十一、后面\t有格"]
    assert lines_of(typed) == [
        Line(Style.HEADING, "一、总体情况"),
        Line(Style.BODY, "全年共{{1}}次。"),
        Line(Style.SUBHEADING, "（一）小标题"),
        Line(Style.BODY, "（一）开头。正文。"),
        Line(Style.HEADING, "十一、后面 有格"),
    ]


def test_a_long_title_breaks_between_who_and_what():
    assert title_lines("水务局关于2025年度的总结") == ("水务局关于2025年度的总结",)
    assert title_lines("青禾区水务局关于2025年度学习情况的总结") == ("青禾区水务局", "关于2025年度学习情况的总结")
    assert all(len(line) <= 20 for line in title_lines("某" * 45 + "关于2025年度学习情况的总结"))


def test_width_counts_digits_as_half():
    assert width("2026年1月20日") == 6.5


def test_spans_keep_the_lead_and_the_figure_apart():
    spans = list(spans_of("（一）甲。共{{1}}。", {1: Shown("14", "次")}))
    assert [(span.text, span.figure, span.lead) for span in spans] == [
        ("（一）甲。", None, True),
        ("共", None, False),
        ("14次", 1, False),
        ("。", None, False),
    ]


def test_a_figure_that_is_not_shown_is_never_written_as_nothing():
    from datetime import date

    with pytest.raises(KeyError):
        document_of(
            title="甲", addressee="", signature="乙", day=date(2026, 1, 1), lines=[Line(BODY, "共{{1}}次。")], shown={}
        )
