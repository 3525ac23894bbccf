"""The figures of a unit and the rows behind each: the number and its rows agree, for everything in the dictionary."""

import pytest

from tests.factories import AWAY, HERE, LEAVE, hold, make_requirement
from xueer.metrics.registry import METRICS

pytestmark = pytest.mark.django_db
SPAN = "from=2025-01-01&to=2025-12-31"


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer


@pytest.fixture
def held(cast):
    make_requirement(cast.district, code="YQ1", name="集中学习")
    roll = {cast.head: HERE, cast.secretary: LEAVE, cast.member: AWAY}
    parts = (("LECTURER", cast.head),)
    return hold(cast.office, "2025-03-07 14:30", code="A1", roll=roll, parts=parts, categories=("法治",))


def test_every_figure_shows_its_definition(cast, as_person, held):
    text = page(as_person(cast.superior), f"/units/D/figures/?{SPAN}").content.decode()
    for metric in METRICS:
        assert str(metric.rule) in text


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.slug)
def test_every_figure_opens_to_as_many_rows_as_it_says(cast, as_person, held, metric):
    answer = page(as_person(cast.superior), f"/units/D/figures/{metric.slug}/?{SPAN}")
    assert answer.context["page"].paginator.count == answer.context["measured"].records
    page(as_person(cast.superior), f"/units/D/figures/{metric.slug}/?{SPAN}&format=xlsx")


def test_a_row_opens_its_source(cast, as_person, held):
    text = page(as_person(cast.superior), f"/units/D/figures/sessions/?{SPAN}").content.decode()
    assert "/activities/A1/" in text


def test_names_of_people_need_person_view(cast, as_person, held):
    page(as_person(cast.member), "/units/O/figures/members/", 404)
    page(as_person(cast.secretary), "/units/O/figures/members/")


def test_strangers_and_unknown_figures_get_404(cast, as_person, held):
    page(as_person(cast.stranger), "/units/O/figures/", 404)
    page(as_person(cast.stranger), "/units/O/figures/sessions/", 404)
    page(as_person(cast.superior), "/units/D/figures/nothing/", 404)


def test_the_item_narrows(cast, as_person, held):
    client = as_person(cast.superior)
    assert page(client, f"/units/D/figures/sessions/?{SPAN}&item=集中学习").context["measured"].value == 1
    assert page(client, f"/units/D/figures/sessions/?{SPAN}&item=党课").context["measured"].value == 0
