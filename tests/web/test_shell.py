"""The shell: navigation, scope, language, large print, errors, the content policy."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.factories import make_person


def columns(response) -> list[str]:
    return [str(link.words) for link in response.context["shell"].columns]


def test_everybody_sees_only_the_columns_they_may_open(as_person, cast: Cast):
    member = columns(as_person(cast.member).get("/"))
    superior = columns(as_person(cast.superior).get("/"))
    assert [word for word in ("工作台", "制度", "活动", "组织") if word not in member] == []
    assert "报告" not in member
    assert set(member) <= set(superior)


def test_the_columns_lead_to_the_unit_of_the_page(as_person, cast: Cast):
    response = as_person(cast.superior).get("/units/X/")
    hrefs = {str(link.words): link.href for link in response.context["shell"].columns}
    assert hrefs["制度"] == "/units/X/rules/"
    assert response.context["shell"].unit == cast.other


def test_the_page_of_another_unit_is_not_the_scope_of_a_stranger(as_person, cast: Cast):
    response = as_person(cast.stranger).get("/units/O/")
    assert response.status_code == 404
    assert cast.office.name not in response.content.decode()


def test_switching_the_unit_keeps_the_page(as_person, cast: Cast):
    response = as_person(cast.superior).get(reverse("web.switch_unit"), {"to": "rules.matrix", "q": "水务"})
    assert [(unit.code, href) for unit, href in response.context["links"]] == [("X", "/units/X/matrix/")]
    odd = as_person(cast.superior).get(reverse("web.switch_unit"), {"to": "web.person"})
    assert [href for _, href in odd.context["links"]] == ["/units/D/", "/units/O/", "/units/X/"]
    assert [unit.code for unit, _ in as_person(cast.member).get("/switch/").context["links"]] == ["O"]


def test_large_print_is_a_choice_of_the_browser(client, db):
    address, html = reverse("web.large_print"), 'class="x-large"'
    assert client.get(address).status_code == 405
    assert client.post(address, {"next": "/help/"})["Location"] == "/help/"
    assert html in client.get("/help/").content.decode()
    client.post(address, {"next": "https://elsewhere.example/"})
    assert html not in client.get("/help/").content.decode()


def test_the_language_is_chinese_unless_asked_otherwise(client, db):
    assert 'lang="zh-CN"' in client.get("/help/").content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": "/help/"})
    text = client.get("/help/").content.decode()
    assert 'lang="en"' in text
    assert "Large print" in text


def test_an_address_that_is_none_answers_404_with_a_way_back(client, as_person, cast: Cast):
    for one in (client, as_person(cast.member)):
        response = one.get("/nothing/here/")
        assert response.status_code == 404
        assert "这里没有内容" in response.content.decode()


def test_a_fault_has_a_page_that_asks_for_nothing(rf):
    from xueer.web.views.failing import failed

    response = failed(rf.get("/"))
    assert response.status_code == 500
    assert "出了差错" in response.content.decode()


def test_a_form_without_its_token_is_refused_kindly(db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(reverse("sign_in"), {"code": "a", "password": "b"})
    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()


@pytest.mark.parametrize("path", ["/help/", "/sign-in/", "/nothing/"])
def test_every_answer_carries_the_content_policy(client, db, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy


def test_the_menu_of_a_phone_holds_all_columns_and_the_way_out(as_person, cast: Cast):
    text = as_person(cast.member).get(reverse("web.menu")).content.decode()
    assert "我的学习档案" in text
    assert text.count('action="/sign-out/"') == 2


def test_an_account_without_a_unit_is_told_no_units_name(as_person, cast: Cast):
    page = as_person(make_person("N001")).get("/").content.decode()
    assert cast.district.name not in page
    assert cast.district.name in as_person(cast.administrator).get("/").content.decode()
