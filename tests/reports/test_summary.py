"""The summary of a year: exact sentences, what is left out, what is only hinted."""

from datetime import date

from tests.factories import AWAY, HERE, hold, make_requirement, make_unit
from tests.reports.conftest import LAST_DAY, ON
from xueer.metrics.registry import BY_SLUG
from xueer.reports.actions import compose
from xueer.reports.document import Document, Heading, Paragraph, Title
from xueer.reports.documents import document_of_lines


def written(unit, *, year=2025, on=ON) -> Document:
    made = compose("summary", unit, year, on=on)
    document, _empty = document_of_lines(
        title=made.title, addressee=made.addressee, unit=unit, day=on, lines=made.lines, figures=made.figures
    )
    return document


def text_of(unit, **more) -> list[str]:
    blocks = written(unit, **more).blocks
    found = [block for block in blocks if isinstance(block, Title | Heading | Paragraph)]
    return [
        "".join(block.lines) if isinstance(block, Title) else "".join(s.text for s in block.spans) for block in found
    ]


def test_the_summary_word_for_word(year):
    assert text_of(year.office) == [
        "区政府办公室关于2025年度学习情况的总结",
        "现将我单位2025年1月1日至2025年12月31日的学习情况总结如下。",
        "一、总体情况",
        (
            "截至12月31日，在册人员3人。全年组织学习活动3次，参加2\u00a0002人次；按签到计算，参加学习的共3人，"
            "学习时间累计8学时。出勤率为66.67%。"
        ),
        "二、主要做法",
        (
            "（一）分类组织学习。其中，集中学习3次、2\u00a0002人次；党课1次、3人次。"
            "一次活动兼有几个事项的，在各事项中分别计入，在总数中只计一次。"
        ),
        "（二）充实学习内容。学习内容涉及2类，其中应用性2次、基础性1次。",
        "（三）组织补学送学。对因故未能参加的人员，事后补学1人次。",
        "三、完成情况",
        (
            "现行制度对我单位、小组和人员提出的要求共3项，按对象和期间计8项次，已完成5项次。"
            "其中，全部完成的1项，有未完成情形的1项。"
        ),
        "（一）全部完成的要求。全年党课1项次。",
        "（二）有未完成情形的要求。每季集中学习应完成4项次，已完成3项次，未完成1项次。",
        (
            "（三）未达到、供参考的要求。“一般”性要求未达到的1项，仅供参考，不作为未完成："
            "参加两次应完成3项次，已完成1项次，未达到2项次。"
        ),
        "四、存在的问题",
        (
            "一是1项要求有未完成情形，未完成较多的是每季集中学习1项次。二是请假1人次、缺席1人次尚未补学。"
            "三是1项供参考的要求没有全部达到。"
        ),
        "五、下一步打算",
        (
            "一是对有未完成情形的要求逐项列出对象和期间，优先安排。二是对请假、缺席后尚未补学的人员安排补学。"
            "三是制定2026年度学习计划，把各项要求落实到月份。"
        ),
    ]


def test_the_annex_holds_every_requirement_hints_last(year):
    (table,) = written(year.office).tables
    assert table.caption == "2025年度学习要求完成情况表（单位：项次）"
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["全年党课", "单位", "应当", "1", "1", "0"],
        ["每季集中学习", "单位", "应当", "4", "3", "1"],
        ["参加两次", "人员", "一般", "3", "1", "2"],
    ]


def test_every_number_of_the_draft_is_a_figure_of_the_dictionary(year):
    made = compose("summary", year.office, 2025, on=ON)
    assert {figure.metric for figure in made.figures} <= set(BY_SLUG)
    assert all(figure.records or not figure.value for figure in made.figures), "opens to no rows"


def test_a_figure_without_data_is_none_not_nought(year):
    figures = {(one.metric, one.item): one.value for one in compose("summary", year.office, 2025, on=ON).figures}
    assert figures["lectures", ""] is None


def test_a_unit_without_any_record_says_so_and_invents_nothing(cast):
    assert text_of(cast.other)[3] == "截至12月31日，在册人员1人。登记已举行的学习活动0次。"
    assert not written(cast.other).tables


def test_a_superior_speaks_for_the_units_below(year):
    text = "".join(text_of(year.district))
    assert "现将我单位及所属单位2025年" in text and "共有单位3个，在册人员5人" in text


def test_a_year_that_runs_ends_on_the_day_of_asking(year):
    text = text_of(year.office, on=date(2025, 6, 30))
    assert text[1] == "现将我单位2025年1月1日至2025年6月30日的学习情况总结如下。"
    assert "本年度组织学习活动2次" in text[3]
    assert "每季集中学习2项次" in "".join(text), "the two quarters that have begun are met"
    assert "（二）正在进行的要求。参加两次应完成3项次，已完成1项次。" in text
    assert "按计划组织好本年度余下的学习活动" in text[-1]


def test_a_make_up_dated_later_does_not_count_yet(cast):
    activity = hold(cast.office, "2025-03-07 14:30", roll={cast.head: HERE, cast.member: AWAY})
    row = activity.roll.get(person=cast.member)
    row.status, row.made_up_on = "MADE_UP", date(2025, 9, 1)
    row.save()
    from tests.factories import record

    record(activity)
    assert "参加1人次" in "".join(text_of(cast.office, on=date(2025, 6, 30)))
    assert "参加2人次" in "".join(text_of(cast.office))


def test_names_that_look_like_figures_or_cells_stay_names(cast):
    unit = make_unit("N", cast.district)
    make_requirement(unit, code="Q1", name="要求{{1}}。\t第二格")
    hold(unit, "2025-03-07 14:30", types=("读书{{2}}",), head_count=3)
    text = "".join(text_of(unit))
    assert "要求{ {1}}． 第二格应完成4项次" in text and "读书{ {2}}1次" in text
    assert len(written(unit).tables[0].rows[0]) == 6


def test_the_day_of_judging_is_the_last_day_while_the_year_runs(year):
    made = compose("summary", year.office, 2025, on=LAST_DAY)
    assert made.span == (date(2025, 1, 1), LAST_DAY)
