"""Rulebooks, the matrix, a cell's drawer and the records behind it: what they show, refuse, and cost."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AWAY, HERE, LEAVE, hold, make_requirement, make_rulebook, make_unit
from xueer.audit.models import Event
from xueer.rules.choices import Strength
from xueer.rules.forms import end_of_links, matrix_filter, period_named
from xueer.rules.models import Clause

pytestmark = pytest.mark.django_db
YEAR = "year=2025&on=2025-12-31"


def page(client, path, status=200, **extra):
    answer = client.get(path, **extra)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.fixture
def rules(cast):
    """A rulebook of the district whose first clause asks each unit for one session per quarter."""
    book = make_rulebook(cast.district, "ZD1", name="学习制度", number="青发〔2025〕1号")
    asked = make_requirement(cast.district, code="YQ1", name="集中学习", rulebook=book, condition="本级=是")
    asked.clauses.set(book.clauses.all())
    hold(cast.office, "2025-02-07 14:30", code="A1", topic="第一讲", roll={cast.head: HERE, cast.member: LEAVE})
    hold(cast.office, "2025-05-07 14:30", code="A2", topic="第二讲")
    return asked


def cells(text):
    return re.findall(r'<td class="x-c ([^"]*)"><a href="([^"]*)"><b>([^<]*)</b>(?:<s>/([^<]*)</s>)?<i>([^<]*)', text)


def test_the_matrix_shows_periods_met_of_periods_owed(cast, as_person, rules):
    text = page(as_person(cast.superior), f"/units/D/matrix/?{YEAR}")
    href = f"{rules.pk}/{cast.office.pk}/20251231/"
    assert ("is-miss p-50", href, "2", "4", "未完成") in cells(text)
    assert "青禾区" in text and "水务局" in text and "学习制度" in text


def test_a_missed_should_is_a_hint_and_no_gap(cast, as_person, rules):
    rules.strength = Strength.SHOULD
    rules.save()
    text = page(as_person(cast.superior), f"/units/D/matrix/?{YEAR}")
    assert {word for *_, word in cells(text)} == {"未达到，供参考"}
    assert 'is-miss"' not in text.split("<tbody>")[1]
    assert "<td>–</td>" in text, "no gap in the foot"
    assert cells(page(as_person(cast.superior), f"/units/D/matrix/?{YEAR}&gaps=1")) == []


def test_a_unit_without_requirements_says_what_to_do(cast, as_person):
    assert "x-empty" in page(as_person(cast.superior), "/units/D/matrix/")


def test_strangers_get_404_everywhere(cast, as_person, rules):
    client = as_person(cast.stranger)
    cell = f"/units/O/matrix/{rules.pk}/{cast.office.pk}/2025/"
    for path in ("/units/O/matrix/", "/units/O/rules/", cell, f"{cell}records/"):
        page(client, path, 404)


def test_a_cell_outside_the_unit_is_not_there(cast, as_person, rules):
    page(as_person(cast.secretary), f"/units/O/matrix/{rules.pk}/{cast.other.pk}/2025/", 404)
    page(as_person(cast.secretary), f"/units/O/matrix/999999/{cast.office.pk}/2025/", 404)


def test_rows_of_people_need_person_view(cast, as_person):
    asked = make_requirement(cast.district, code="YQ2", name="个人学习", subject_kind="PERSON")
    page(as_person(cast.member), "/units/O/matrix/?kind=person", 404)
    assert "陆敏之" in page(as_person(cast.secretary), f"/units/O/matrix/?kind=person&{YEAR}")
    others = f"/units/O/matrix/{asked.pk}/{cast.secretary.pk}/2025/"
    page(as_person(cast.member), others, 404)
    page(as_person(cast.member), f"{others}records/", 404)
    page(as_person(cast.member), f"/units/O/matrix/{asked.pk}/{cast.member.pk}/2025/")


def test_the_drawer_is_a_row_for_htmx_and_a_page_without(cast, as_person, rules):
    path = f"/units/D/matrix/{rules.pk}/{cast.office.pk}/2025/?on=2025-06-30"
    client = as_person(cast.superior)
    row = page(client, f"{path}&cols=5", headers={"HX-Request": "true"})
    assert row.lstrip().startswith('<tr class="x-drawer-row"><td class="x-drawer" colspan="5">')
    whole = page(client, path)
    for text in (row, whole):
        assert "学习应当持之以恒" in text and "第二讲" in text
        assert "还差" not in text or "第3" not in text
        assert "records/?period=2025Q2&amp;on=2025-06-30" in text


def test_the_drawer_names_the_periods_missed(cast, as_person, rules):
    text = page(as_person(cast.superior), f"/units/D/matrix/{rules.pk}/{cast.office.pk}/2025/?on=2025-12-31")
    assert "还差第3、第4季度" in text


def test_from_the_matrix_down_to_one_record(cast, as_person, rules):
    client = as_person(cast.superior)
    matrix = page(client, f"/units/D/matrix/?{YEAR}")
    link = next(href for _, href, actual, *_ in cells(matrix) if actual == "2")
    drawer = page(client, f"/units/D/matrix/{link}?period=2025Q1")
    records = re.search(r'class="x-fig" href="([^"]*)"', drawer)[1].replace("&amp;", "&")
    rows = page(client, records)
    assert "第一讲" in rows and "第二讲" not in rows
    source = re.search(r'href="(/activities/[^"]*)"', rows)[1]
    assert "第一讲" in page(client, source)


def test_records_as_excel_leave_a_note(cast, as_person, rules):
    path = f"/units/D/matrix/{rules.pk}/{cast.office.pk}/2025/records/?period=2025Q1&on=2025-12-31&format=xlsx"
    answer = as_person(cast.superior).get(path)
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert [row[1] for row in rows] == ["来源", "第一讲"]
    assert Event.objects.filter(verb="list.export", actor_id=cast.superior.pk).exists()


def test_the_matrix_as_excel_has_figure_and_state(cast, as_person, rules):
    answer = as_person(cast.superior).get(f"/units/D/matrix/?{YEAR}&format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    office = next(row for row in rows if row[0] == "O")
    assert office[2:] == ("2/4", "未完成", 0, 1)


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_the_matrix_takes_as_many_queries_for_many_rows_as_for_few(cast, as_person, rules, kind):
    make_requirement(cast.district, code="YQ3", subject_kind=kind.upper())
    client = as_person(cast.superior)
    page(client, f"/units/D/matrix/?kind={kind}&{YEAR}")
    with CaptureQueriesContext(connection) as few:
        page(client, f"/units/D/matrix/?kind={kind}&{YEAR}")
    for number in range(3):
        unit = make_unit(f"N{number}", cast.district)
        hold(unit, "2025-03-07 09:00", roll={cast.member: HERE, cast.head: AWAY})
    with CaptureQueriesContext(connection) as many:
        page(client, f"/units/D/matrix/?kind={kind}&{YEAR}")
    assert len(many) == len(few)


def test_filters_order_and_period(cast, as_person, rules):
    client = as_person(cast.superior)
    make_requirement(cast.district, code="YQ9", name="年度总结", period="YEAR", condition="本级=是")
    whole = page(client, f"/units/D/matrix/?{YEAR}")
    assert "年度总结" in whole
    quarter = page(client, f"/units/D/matrix/?{YEAR}&period=2025Q1")
    assert "年度总结" not in quarter and ("is-ok", "1", "1") in {(css, b, s) for css, _, b, s, _ in cells(quarter)}
    assert "年度总结" not in page(client, f"/units/D/matrix/?{YEAR}&rulebook=ZD1")
    assert "年度总结" not in page(client, f"/units/D/matrix/?{YEAR}&requirement=YQ1")
    assert cells(page(client, f"/units/D/matrix/?{YEAR}&unit_kind=没有")) == []
    names = re.findall(r"<i>([^<]*)</i></a></th>", page(client, f"/units/D/matrix/?{YEAR}&sort=pinyin"))
    assert names == ["青禾区", "区政府办公室", "水务局"]
    first = re.findall(r"<i>([^<]*)</i></a></th>", page(client, f"/units/D/matrix/?{YEAR}&state=met"))
    assert first == ["区政府办公室"], "only rows with a met cell"


def test_odd_addresses_fall_back_to_this_year(rf):
    found = matrix_filter(rf.get("/?year=x&kind=none&period=2025Q9&sort=z").GET, today=date(2025, 9, 15))
    assert (found.year, found.kind, found.period, found.sort) == (2025, "UNIT", None, "position")
    assert period_named("2025-09", 2025).last == date(2025, 9, 30)


def test_a_cell_says_of_which_day_it_is(cast, as_person, rules):
    today = date(2025, 9, 15)
    assert end_of_links(2025, today, today=today) == "2025/"
    assert end_of_links(2025, date(2025, 3, 1), today=today) == "20250301/"
    assert end_of_links(2024, date(2025, 3, 1), today=today) == "2024/?on=2025-03-01"
    client, cell = as_person(cast.superior), f"/units/D/matrix/{rules.pk}/{cast.office.pk}"
    by_day = client.get(f"{cell}/20251231/").context["drawer"]
    by_query = client.get(f"{cell}/2025/?on=2025-12-31").context["drawer"]
    assert (by_day.on, by_day.rows) == (by_query.on, by_query.rows) == (date(2025, 12, 31), by_day.rows)
    page(client, f"{cell}/20251399/", 404)


def test_names_are_escaped(cast, as_person, rules):
    make_unit("E", cast.district, name="<b>坏名</b>")
    text = page(as_person(cast.superior), f"/units/D/matrix/?{YEAR}")
    assert "<b>坏名" not in text and "&lt;b&gt;坏名" in text


def test_the_rulebook_shows_requirements_beside_their_clauses(cast, as_person, rules):
    Clause.objects.create(rulebook=rules.rulebook, number="第二条", chapter="第二章", text="另有规定。", position=2)
    loose = make_requirement(cast.district, code="YQ7", name="无条款的要求", rulebook=rules.rulebook)
    text = page(as_person(cast.superior), "/rulebooks/ZD1/")
    assert text.index("学习应当持之以恒") < text.index('id="YQ1"') < text.index("第二条") < text.index(loose.name)
    assert "未对应条款的要求" in text


def test_a_rulebook_is_read_by_those_whom_it_binds(cast, as_person, rules):
    make_rulebook(cast.other, "ZD2", name="水务局制度")
    for name in ("member", "secretary", "stranger", "superior"):
        page(as_person(cast.accounts[name]), "/rulebooks/ZD1/")
    page(as_person(cast.superior), "/rulebooks/ZD2/")
    page(as_person(cast.secretary), "/rulebooks/ZD2/", 404)
    page(as_person(cast.secretary), "/rulebooks/ZD1/?unit=X", 404)


def test_the_list_of_rulebooks(cast, as_person, rules):
    make_rulebook(cast.other, "ZD2", name="水务局制度")
    client = as_person(cast.superior)
    text = page(client, "/units/D/rules/")
    assert "学习制度" in text and "水务局制度" not in text
    assert "水务局制度" in page(client, "/units/D/rules/?below=1")
    assert "学习制度" not in page(client, "/units/D/rules/?q=别的")
    assert "学习制度" in page(as_person(cast.member), "/units/O/rules/")


def test_the_list_of_rulebooks_takes_as_many_queries_for_three_as_for_one(cast, as_person, rules):
    client = as_person(cast.superior)
    page(client, "/units/D/rules/")
    with CaptureQueriesContext(connection) as one:
        page(client, "/units/D/rules/")
    make_rulebook(cast.district)
    make_rulebook(cast.district)
    with CaptureQueriesContext(connection) as three:
        page(client, "/units/D/rules/")
    assert len(three) == len(one)
