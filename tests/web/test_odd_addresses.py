"""Odd values in an address: an old link or somebody trying doors gets a page or a 404, never a failure."""

import pytest
from django.urls import reverse

from tests.world import YEAR, World

PAGES = (
    "directory.unit",
    "rules.rulebooks",
    "rules.matrix",
    "plans.year",
    "activities.activities",
    "reports.reports",
    "metrics.figures",
)
ODD = (
    "on=0001-01-01&tab=changes",
    "on=9999-12-31&tab=structure",
    "on=9999-12-31&year=9998",
    "year=1&on=0001-01-01",
    "year=9998&period=9998Q4",
    "from=0001-01-01&to=0001-01-01",
    "from=0001-01-01&to=9999-12-31",
    "from=1950-01-01&to=2099-12-31",
    "page=-1&sort=password&order=password&kind=person&gaps=x",
    "year=%C2%B2&page=%C2%B2&low=%C2%B2",
    "q=%27%22%3Cscript%3E&find=%27%22%3Cscript%3E",
    "bands=999,9999&tab=structure",
)


@pytest.mark.parametrize("page", PAGES)
def test_odd_values_in_an_address_do_no_harm(page: str, world: World, as_person):
    client = as_person(world.cast.administrator)
    client.raise_request_exception = False
    address = reverse(page, args=[world.cast.office.code])
    answers = {odd: client.get(f"{address}?{odd}") for odd in ODD}

    assert {odd: one.status_code for odd, one in answers.items() if one.status_code not in (200, 404)} == {}
    assert [odd for odd, one in answers.items() if '"<script>' in one.content.decode()] == []


def test_a_null_in_an_address_is_refused_before_the_database_sees_it(world: World, as_person):
    client = as_person(world.cast.administrator)
    assert client.get("/switch/?q=%00").status_code == 400
    assert client.get("/units/%00/").status_code == 400


def test_a_unit_whose_name_no_sheet_can_bear_is_exported_all_the_same(world: World, as_person):
    world.cast.office.name = "A/B [甲]*:\\?'"
    world.cast.office.save()
    answer = as_person(world.cast.secretary).get(reverse("directory.unit", args=["O"]), {"format": "xlsx"})
    assert answer.status_code == 200


def test_pages_about_people_are_kept_by_no_cache(world: World, as_person):
    answers = [as_person(world.cast.secretary).get(address) for address in ("/", "/people/O003/", "/units/O/slips/")]
    assert all({"private", "no-store"} <= set(answer["Cache-Control"].split(", ")) for answer in answers)


NAMES = "<b>x</b>\"'&"


def test_names_with_markup_are_shown_as_text_everywhere(world: World, as_person):
    cast = world.cast
    for row, field in ((cast.office, "name"), (cast.member, "name"), (world.asked, "name"), (world.session, "topic")):
        setattr(row, field, NAMES)
        row.save()
    client = as_person(cast.administrator)
    addresses = [reverse(page, args=["O"]) for page in PAGES]
    addresses += ["/", "/people/O003/", "/switch/", reverse("activities.activity", args=["HD1"])]
    addresses += [f"{reverse('rules.matrix', args=['O'])}?kind=person", reverse("rules.rulebook", args=["ZD1"])]
    cell = reverse("rules.standing", args=["O", world.asked.pk, cast.office.pk, YEAR])
    addresses += [cell, f"{cell}records/", reverse("reports.report", args=["O", world.report.pk])]
    pages = {address: client.get(address).content.decode() for address in addresses}

    assert [address for address, page in pages.items() if "<b>x</b>" in page or "\"'&" in page] == []
    assert all("&lt;b&gt;x&lt;/b&gt;" in page for page in pages.values())
