"""A summary is drafted, its figures opened, a sentence edited, exported as Word and read back."""

import json
import re
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import call_command

from tests.cast import Cast
from tests.factories import AWAY, HERE, LATE, hold, make_person
from tests.world import YEAR, rules, year

SENTENCE = "区政府办公室把学习同业务结合起来。"
TOTAL = r"组织学习活动(\S+?)次，参加(\S+?)人次；按签到计算，参加学习的共(\S+?)人，学习时间累计(\S+?)学时"


@pytest.fixture
def studied(cast: Cast) -> Cast:
    """A year of the office with sessions under several headings, one of them under two."""
    colleague = make_person("O004", cast.office, name="曾静姝")
    rules(cast)
    year(cast, colleague)
    for month, types in ((3, ("党课",)), (6, ("集中学习",)), (9, ("专题研讨", "集中学习")), (11, ("专题研讨",))):
        roll = {cast.head: HERE, cast.secretary: LATE, cast.member: HERE, colleague: AWAY}
        hold(cast.office, f"{YEAR}-{month:02}-13 09:00", types=types, roll=roll, minutes=100, categories=("党史",))
    return cast


def test_a_summary_is_drafted_checked_edited_and_exported(visit, studied: Cast, width: int, tmp_path: Path):
    page = visit(studied.secretary, width=width)
    page.goto("/units/O/reports/")
    page.locator("form.x-begin select[name=year]").select_option(str(YEAR))
    page.locator("form.x-begin button").click()
    page.locator("article a.x-chip").first.wait_for()

    chip = page.locator("article a.x-chip", has_text=re.compile(r"^6 ?次")).first
    chip.click()
    source = page.locator("#source")
    source.get_by_text("夏季党课").wait_for()
    assert source.locator(".x-src-f").inner_text().startswith("6")
    assert "口径" in source.inner_text() and source.locator("tbody tr").count() == 6

    page.get_by_role("link", name="修改正文").click()
    field = page.locator("textarea").nth(1)
    page.locator("textarea").first.fill(page.locator("textarea").first.input_value() + SENTENCE)
    assert field.is_visible()
    page.get_by_role("button", name="保存").click()
    page.locator("article").get_by_text(SENTENCE).wait_for()

    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Word").click()
    download.value.save_as(tmp_path / "总结.docx")
    text = words_of(tmp_path / "总结.docx")
    assert SENTENCE in text
    assert len(asked()) > 8 and said(text, asked()) == asked()


def words_of(path: Path) -> str:
    return "".join("".join(paragraph.text.split()) for paragraph in docx.Document(str(path)).paragraphs)


def asked() -> dict[tuple[str, str], float]:
    """What `xueer figures` says of the unit and the year."""
    answer = StringIO()
    span = {"first": f"--from={YEAR}-01-01", "last": f"--to={YEAR}-12-31"}
    call_command("figures", "--unit=O", *span.values(), "--json", stdout=answer)
    rows = {(row["item"], row["measure"]): row["value"] for row in json.loads(answer.getvalue())}
    wanted = {"sessions", "person_times", "people", "hours"}
    own = {"全部活动": wanted, "人员": {"people"}}
    kept = {(item, measure) for item, measure in rows if measure in own.get(item, {"sessions", "person_times"})}
    return {key: rows[key] for key in kept if ":" not in key[0]}


def said(text: str, wanted: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The same figures as the document writes them."""
    total = re.search(TOTAL, text)
    measures = ("sessions", "person_times", "people", "hours")
    found = {("全部活动", measure): float(value) for measure, value in zip(measures, total.groups(), strict=True)}
    found["人员", "people"] = float(re.search(r"在册人员(\S+?)人", text)[1])
    by_type = text[text.index("分类组织学习") :]
    for item in {item for item, _measure in wanted} - {"全部活动", "人员"}:
        times, person_times = re.search(rf"{item}([\d.]+)次、([\d.]+)人次", by_type).groups()
        found |= {(item, "sessions"): float(times), (item, "person_times"): float(person_times)}
    return found
