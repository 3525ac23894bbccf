"""Property: whatever a workbook holds, importing it again changes nothing, and the ledger says what the sources say."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.exchange.workbooks import house, importer, item, person, roll, rule, session
from xueer.audit.models import Event
from xueer.exchange import words
from xueer.exchange.sources import SOURCES
from xueer.records.actions import rebuild
from xueer.records.models import Record

DAYS = st.dates(date(2024, 6, 1), date(2025, 5, 30))
START = date(2025, 1, 1)
OPTIONAL_DAYS = st.none() | DAYS
CODES = ("P1", "P2", "P3")
UNITS = ("R", "A", "B")
TYPES = ("党课", "集中学习", "夜学")


def some(values: Any, most: int = 3) -> st.SearchStrategy[str]:
    """One to three of these values in one cell."""
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map("、".join)


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, Any]]:
    exempt = st.sampled_from(["是", "否", "", None]) | DAYS
    return [
        person(code, draw(st.sampled_from(UNITS)), 免集中学习=draw(exempt), 到岗日期=draw(OPTIONAL_DAYS), 职务="员")
        for code in CODES
    ]


@st.composite
def posts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One post each under the same key in every workbook, so that main ones never overlap."""
    rows = []
    for unit, code in zip(UNITS, CODES, strict=True):
        end = draw(st.none() | st.integers(0, 200).map(lambda days: START + timedelta(days)))
        main = draw(st.sampled_from(["主", "兼", ""]))
        rows.append({"工号": code, "单位编码": unit, "主兼": main, "开始日期": START, "结束日期": end})
    return rows[draw(st.integers(0, 3)) :]


@st.composite
def activities(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = st.sampled_from(["", "P1、外人", "人P2", "王五、人P3"])
    return [
        session(
            f"S{number}",
            draw(some(UNITS)),
            draw(DAYS).isoformat(),
            事项=draw(some(TYPES)),
            内容类别=draw(st.just("") | some(("乙类", "甲类"))),
            状态=draw(st.sampled_from(["", *words.STATES])),
            主讲人=draw(names),
            主持人=draw(names),
            条目编码=draw(st.sampled_from(["", "J1", "J2"])),
            实到人数=draw(st.none() | st.integers(0, 50)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@st.composite
def books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    held = draw(activities())
    pairs = [(row["活动编码"], code) for row in held for code in CODES]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    status = st.sampled_from(list(words.STATUSES))
    rolls = [
        roll(*pair, draw(status), 补学日期=draw(OPTIONAL_DAYS), 事由=draw(st.sampled_from(["", "病"])))
        for pair in chosen
    ]
    plans = [item("J1", 状态=draw(st.sampled_from(["草稿", ""]))), item("J2", 状态="草稿", 月份=3)]
    rules = [rule("Q1", 替代要求=draw(st.sampled_from(["", "Q2"])), 事项=draw(some(TYPES))), rule("Q2")]
    sheets = {
        "任职": draw(posts()),
        "事项": [{"事项": "夜学"}],
        "要求": rules,
        "计划": plans,
        "活动": held,
        "签到": rolls,
    }
    return house(人员=draw(people())) | {name: rows for name, rows in sheets.items() if rows}


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(first=books(), second=books())
def test_any_workbook_imported_twice_changes_nothing(first, second):
    with TemporaryDirectory() as folder, transaction.atomic():
        bring = importer(Path(folder))
        for sheets in (first, second):
            bring(sheets)
            assert rebuild(sources=SOURCES) == {}
            before = (Record.objects.count(), Event.objects.count())
            assert not bring(sheets).changed_anything
            assert (Record.objects.count(), Event.objects.count()) == before
        transaction.set_rollback(True)
