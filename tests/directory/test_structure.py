"""Age by schooling: the town of source 002-02 comes out to the last person and its misprint is found."""

from datetime import date, timedelta

import pytest

from tests.data_sets.town import AS_OF, COUNTS, MEMBERS, ROOT, STRUCTURE, UNDATED, person_rows, unit_rows
from xueer.directory.tables import chart, structure_table
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import Person, Unit
from xueer.org.queries import aged, main_members, structure
from xueer.org.structure import Band, Member, age_on, are_bounds, bands_between, latest_birth, structure_of
from xueer.web.templatetags.ui import percent


@pytest.fixture
def town(db) -> Unit:
    ids: dict[str, int] = {}
    for line in unit_rows():
        unit = Unit(code=line["单位编码"], name=line["单位名称"], kind=line["单位类型"])
        unit.parent_id = ids.get(line["上级编码"])
        unit.save()
        ids[unit.code] = unit.pk
    Person.objects.bulk_create(
        Person(
            code=line["工号"],
            name=line["姓名"],
            born_on=line["出生日期"],
            education=line["学历"],
            unit_id=ids[line["单位编码"]],
        )
        for line in person_rows()
    )
    derive_lineage()
    derive_memberships()
    return Unit.objects.get(code=ROOT)


BAND_OF = {
    "年龄:<30": Band(None, 30),
    "年龄:[30,40)": Band(30, 40),
    "年龄:[40,50)": Band(40, 50),
    "年龄:[50,60)": Band(50, 60),
    "年龄:>=60": Band(60, None),
}


def test_the_town_comes_out_to_the_last_person(town: Unit, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = structure(town, AS_OF)
    assert found.total == MEMBERS
    assert {item: found.of_band(band) for item, band in BAND_OF.items()} == {
        item: people for _, item, people, _, _ in STRUCTURE if item in BAND_OF
    }
    assert {f"学历:{name}": found.of_education(name) for name in found.educations} == {
        item: people for item, people in COUNTS.items() if item.startswith("学历")
    }
    assert list(found.educations) == ["研究生", "大专以上", "高中以上", "初中", "初中以下"]


def test_shares_are_right_where_the_source_misprints_them(town: Unit):
    found = structure(town, AS_OF)
    shares = {item: percent(found.share(people)) for _, item, people, _, _ in STRUCTURE}
    assert shares == {item: f"{right}%" for _, item, _, _, right in STRUCTURE}


def test_the_misprint_is_found(town: Unit, admin_page):
    """The source's bands add up to 2,216 of 2,218: the two are listed, and with them the register is complete."""
    found = structure(town, AS_OF)
    assert sum(found.of_band(band) for band in found.bands) == MEMBERS - 2
    assert (found.undated, found.checked) == (UNDATED, True)
    page = admin_page(f"/units/{ROOT}/?tab=structure&on={AS_OF}")
    undated = set(Person.objects.filter(born_on=None, unit__isnull=False).values_list("code", flat=True))
    assert {post.person.code for post in page.context["undated"]} == undated
    assert "缺出生日期的 2 人" in page.content.decode()


def test_every_figure_opens_to_as_many_people(town: Unit, admin_page):
    page = admin_page(f"/units/{ROOT}/?tab=structure&on={AS_OF}")
    lines = page.context["table"].lines
    cells = [cell for line in lines for cell in (*line.cells[:2], line.total)]
    for cell in cells:
        if cell.count:
            people = admin_page(f"/units/{ROOT}/{cell.href}").context["page"].paginator.count
            assert people == cell.count, cell.href


@pytest.fixture
def admin_page(client, db):
    from xueer.access.models import Grant

    keeper = Person.objects.create(code="KEEPER", name="管守正")
    Grant.objects.create(person=keeper, role="ADMINISTRATOR")
    client.force_login(keeper, backend="xueer.access.backends.InService")
    return client.get


def test_the_database_counts_ages_as_the_arithmetic_does(town: Unit):
    rows = main_members(town, on=AS_OF).values_list("person__born_on", flat=True)
    ages = [age_on(born_on, AS_OF) for born_on in rows if born_on]
    for low, high in ((None, 30), (30, 40), (35, 36), (60, None)):
        found = aged(main_members(town, on=AS_OF), on=AS_OF, low=low, high=high).count()
        assert found == sum((low or 0) <= age < (high or 999) for age in ages)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2025, 12, 31)])
def test_latest_birth_is_the_edge_of_an_age(day: date):
    for age in (1, 18, 30, 61):
        edge = latest_birth(day, age)
        assert age_on(edge, day) >= age > age_on(edge + timedelta(days=1), day)


def test_bands_are_half_open():
    assert bands_between((35, 45)) == (Band(None, 35), Band(35, 45), Band(45, None))
    on = date(2025, 6, 30)
    born = [date(1990, 6, 30), date(1990, 7, 1)]
    found = structure_of((Member(n, day, "") for n, day in enumerate(born)), on=on, bounds=(35, 45))
    assert [found.of_band(band) for band in found.bands] == [1, 1, 0]


@pytest.mark.parametrize(
    ("bounds", "usable"), [((30, 40), True), ((30,), True), ((), False), ((40, 30), False), ((0, 30), False)]
)
def test_bounds_must_rise(bounds, usable):
    assert are_bounds(bounds) is usable


def test_nobody_has_no_shares_and_no_chart():
    found = structure_of([], on=AS_OF, bounds=(30,))
    assert (found.share(0), found.checked, chart(found)) == (None, True, None)
    assert structure_table(found, on="").educations == []


def test_bars_end_where_their_number_stands():
    members = [Member(n, date(1990, 1, 1), f"学历{n % 6}") for n in range(60)]
    found = chart(structure_of(members, on=AS_OF, bounds=(18, 60)))
    assert [name for _, name in found.keys] == ["学历0", "学历1", "学历2", "其他"]
    row = found.rows[1]
    assert ([bar.count for bar in row.bars], row.total) == ([10, 10, 10, 30], 60)
    assert row.end == 118 + 520
