"""The text of a rulebook written in pages: split, compared, saved, published; what is refused."""

import pytest

from tests.cast import Cast
from tests.factories import make_requirement, make_rulebook
from xueer.audit.models import Event
from xueer.rules.articles import PREAMBLE, Article, split, with_preamble, written
from xueer.rules.comparing import compare, words_changed
from xueer.rules.models import Clause, Edition, Rulebook

PASTED = """
青禾区学习制度
青发〔2025〕1号

第一章　总则
第一条　为使学习有章可循，制定本制度。
第二条 学习应当联系实际，
    不走过场。
第二章 集中学习
第一节 中心组
第三条：中心组每季度至少学习一次。
第三条之一 临时学习不受前条限制。
"""


def test_a_pasted_regulation_falls_into_chapters_and_clauses():
    document = split(PASTED)

    assert document.before == ["青禾区学习制度", "青发〔2025〕1号"]
    assert document.articles == [
        Article("第一条", "第一章 总则", "为使学习有章可循，制定本制度。"),
        Article("第二条", "第一章 总则", "学习应当联系实际，\n不走过场。"),
        Article("第三条", "第二章 集中学习 第一节 中心组", "中心组每季度至少学习一次。"),
        Article("第三条之一", "第二章 集中学习 第一节 中心组", "临时学习不受前条限制。"),
    ]


@pytest.mark.parametrize(
    "text, numbers",
    [("一、甲\n二、乙\n其他", ["一", "二"]), ("1. 甲\n2．乙", ["1", "2"]), ("第１条 甲", ["第1条"]), ("没有编号", [])],
)
def test_other_numberings(text: str, numbers: list[str]):
    assert [one.number for one in split(text).articles] == numbers


def test_what_is_written_out_is_split_the_same_again():
    articles = [*with_preamble(split(PASTED)), Article("附则", "", "自发布之日起施行。")]

    again = split(written(articles))

    assert (again.articles[0].number, again.before) == (PREAMBLE, [])
    assert [(one.number, one.text) for one in again.articles] == [(one.number, one.text) for one in articles]


def test_changed_words_are_marked_and_clauses_followed_by_their_text():
    old = [
        Article("第一条", "", "每季度学习一次。"),
        Article("第二条", "", "缺席的应当补学。"),
        Article("第三条", "", "甲乙丙丁。"),
    ]
    new = [
        Article("第一条", "", "每季度学习两次。"),
        Article("第二条", "", "新的一条。"),
        Article("第三条", "", "缺席的应当补学。"),
    ]

    kinds = [(one.kind, one.new and one.new.number, one.old and one.old.number) for one in compare(old, new)]

    assert kinds == [
        ("reworded", "第一条", "第一条"),
        ("added", "第二条", None),
        ("renumbered", "第三条", "第二条"),
        ("dropped", None, "第三条"),
    ]
    assert [tuple(piece) for piece in words_changed(old[0].text, new[0].text)] == [
        ("kept", "每季度学习"),
        ("dropped", "一"),
        ("added", "两"),
        ("kept", "次。"),
    ]


def post(client, path, form, status=302):
    answer = client.post(path, form)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer


def seen(client, path):
    """The mark of what the form showed."""
    return client.get(path).context["seen"]


def test_a_rulebook_is_begun_pasted_looked_at_and_saved(cast: Cast, as_person):
    client = as_person(cast.secretary)
    answer = client.get("/units/O/rules/new/")
    assert answer.context["form"].initial["code"] == "O-ZD-01"
    post(client, "/units/O/rules/new/", {"name": " 办公室学习制度 ", "code": "Ｂ１", "number": "青办〔2025〕2号"})
    book = Rulebook.objects.get(code="B1")
    assert (book.name, book.unit) == ("办公室学习制度", cast.office)

    path = "/rulebooks/B1/text/"
    form = {"seen": seen(client, path), "text": PASTED, "preamble": "on"}
    looked = post(client, path, form | {"act": "look"}, 200)
    assert (looked.context["count"], book.clauses.count()) == (5, 0)
    post(client, path, form | {"act": "save"})

    assert list(book.clauses.values_list("number", "position")) == [
        (PREAMBLE, 1), ("第一条", 2), ("第二条", 3), ("第三条", 4), ("第三条之一", 5),
    ]  # fmt: skip
    assert Event.objects.filter(verb="rules.clause.add").count() == 5


def test_an_article_put_in_between_takes_the_requirements_along(cast: Cast, as_person):
    book = make_rulebook(cast.office, "B1")
    Clause.objects.create(rulebook=book, number="第二条", text="缺席的应当在一个月内补学。", position=2)
    asked = make_requirement(cast.office, rulebook=book)
    asked.clauses.set([book.clauses.get(number="第二条")])
    client, path = as_person(cast.secretary), "/rulebooks/B1/text/"
    text = "第一条 学习应当持之以恒。\n第二条 学前列出问题清单。\n第三条 缺席的应当在一个月内补学。"

    post(client, path, {"seen": seen(client, path), "text": text, "act": "save"})

    assert asked.clauses.get().number == "第三条"
    assert [one.number for one in book.clauses.order_by("position")] == ["第一条", "第二条", "第三条"]


def test_a_clause_on_which_a_requirement_hangs_stays(cast: Cast, as_person):
    book = make_rulebook(cast.office, "B1")
    clause = book.clauses.get()
    make_requirement(cast.office, rulebook=book).clauses.set([clause])
    client, path = as_person(cast.secretary), "/rulebooks/B1/text/"

    answer = post(
        client, path, {"seen": seen(client, path), "text": "第九条 完全不同的话题与文字。", "act": "save"}, 422
    )
    assert "第一条" in str(answer.context["form"].errors["text"])
    client.post(f"/rulebooks/B1/clauses/{clause.pk}/", {"act": "drop"})
    assert list(book.clauses.all()) == [clause]


def test_two_tabs_lose_neither_text(cast: Cast, as_person):
    book = make_rulebook(cast.office, "B1")
    clause = book.clauses.get()
    path = f"/rulebooks/B1/clauses/{clause.pk}/"
    client = as_person(cast.secretary)
    first = second = seen(client, path)

    form = {"number": "第一条", "chapter": "", "text": "先保存的。"}
    post(client, path, form | {"seen": first})
    answer = post(client, path, form | {"text": "后保存的。", "seen": second}, 409)
    page = answer.content.decode()
    assert "先保存的。" in page and "后保存的。" in page
    assert Clause.objects.get().text == "先保存的。"

    post(client, path, form | {"text": "后保存的。", "seen": answer.context["seen"]})
    assert Clause.objects.get().text == "后保存的。"


@pytest.mark.parametrize("number", ["第一、二条", "第一条;第二条", "第一条，", "", "长" * 51])
def test_a_number_the_workbook_could_not_name_is_refused_in_words(cast: Cast, as_person, number: str):
    make_rulebook(cast.office, "B1")
    answer = as_person(cast.secretary).post("/rulebooks/B1/clauses/new/", {"number": number, "text": "正文"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])


def test_a_number_twice_is_refused(cast: Cast, as_person):
    make_rulebook(cast.office, "B1")
    client, path = as_person(cast.secretary), "/rulebooks/B1/text/"
    text = "第一条 甲。\n第一条 乙。"
    answer = post(client, path, {"seen": seen(client, path), "text": text, "act": "save"}, 422)
    assert "第一条" in str(answer.context["form"].errors["text"])
    post(client, "/rulebooks/B1/clauses/new/", {"number": "第一条", "text": "正文"}, 422)


def test_publishing_keeps_the_text_and_differences_are_shown(cast: Cast, as_person):
    book = make_rulebook(cast.office, "B1", name="学习制度")
    client = as_person(cast.secretary)
    post(client, "/rulebooks/B1/publish/", {"note": "首次发布"})
    post(client, "/rulebooks/B1/publish/", {}, 422)
    clause = book.clauses.get()
    path = f"/rulebooks/B1/clauses/{clause.pk}/"
    form = {"number": "第一条", "text": "学习应当持之以恒、联系实际。", "seen": seen(client, path)}
    post(client, path, form)
    assert "修订中" in client.get("/rulebooks/B1/").content.decode()
    post(client, "/rulebooks/B1/publish/", {"note": "补充一句"})

    first, second = Edition.objects.order_by("number")
    assert (first.number, first.published_by, first.content["clauses"][0]["text"]) == (
        1,
        cast.secretary,
        "学习应当持之以恒。",
    )
    assert (second.number, second.note) == (2, "补充一句")
    member = as_person(cast.member)
    assert "学习应当持之以恒。" in member.get("/rulebooks/B1/editions/1/").content.decode()
    page = member.get("/rulebooks/B1/editions/2/changes/").content.decode()
    assert "<ins>、联系实际</ins>" in page
    assert "没有" not in member.get("/rulebooks/B1/editions/").content.decode().split("<main")[1]
    assert member.get("/rulebooks/B1/editions/3/").status_code == 404


def test_a_rulebook_is_abolished_with_its_requirements(cast: Cast, as_person):
    book = make_rulebook(cast.office, "B1")
    asked = make_requirement(cast.office, rulebook=book)
    client = as_person(cast.secretary)
    post(client, "/rulebooks/B1/abolish/", {"last": "2025-06-30", "with_requirements": "on"})

    book.refresh_from_db()
    asked.refresh_from_db()
    assert (book.ends_on.isoformat(), asked.ends_on.isoformat()) == ("2025-07-01", "2025-07-01")
    assert Event.objects.filter(verb="rules.rulebook.abolish").count() == 1
    book.starts_on = "2025-05-01"
    book.save()
    post(client, "/rulebooks/B1/abolish/", {"last": "2025-04-30"}, 422)


def test_the_head_is_changed_and_the_other_tabs_field_is_taken_over(cast: Cast, as_person):
    make_rulebook(cast.office, "B1", name="旧名", number="1号")
    client, path = as_person(cast.secretary), "/rulebooks/B1/head/"
    mark = seen(client, path)
    post(
        client,
        path,
        {"seen": mark, "name": "新名", "number": "1号", "level": "", "starts_on": "", "minutes_per_hour": ""},
    )
    post(
        client,
        path,
        {"seen": mark, "name": "旧名", "number": "2号", "level": "", "starts_on": "", "minutes_per_hour": "45"},
    )

    book = Rulebook.objects.get()
    assert (book.name, book.number, book.minutes_per_hour) == ("新名", "2号", 45)


def test_make_up_rules_are_written_in_pages(cast: Cast, as_person):
    book = make_rulebook(cast.office, "B1")
    client, path = as_person(cast.secretary), "/rulebooks/B1/make-ups/"
    clause = book.clauses.get()
    post(client, path, {"days": "30", "ways": ["SESSION", "DELIVERY"], "clause": clause.pk})
    rule = book.make_up_rules.get()
    assert (rule.days, rule.ways, rule.clause) == (30, ["SESSION", "DELIVERY"], clause)

    one = f"{path}{rule.pk}/"
    post(client, one, {"days": "20", "ways": ["MATERIAL"], "clause": "", "seen": seen(client, one)})
    rule.refresh_from_db()
    assert (rule.days, rule.ways, rule.clause) == (20, ["MATERIAL"], None)
    post(client, path, {"days": "0", "ways": []}, 422)
    post(client, one, {"act": "drop"})
    assert not book.make_up_rules.exists()


WRITING = ("head/", "text/", "abolish/", "publish/", "clauses/new/", "requirements/new/", "make-ups/")


@pytest.mark.parametrize("who", ["stranger", "member", "head"])
def test_who_may_not_write_rules_finds_no_such_page(cast: Cast, as_person, who: str):
    book = make_rulebook(cast.office, "B1")
    asked = make_requirement(cast.office, rulebook=book)
    client = as_person(cast.accounts[who])
    paths = [*(f"/rulebooks/B1/{one}" for one in WRITING), f"/rulebooks/B1/clauses/{book.clauses.get().pk}/"]
    paths += [
        "/units/O/rules/new/",
        "/units/O/rules/presets/",
        f"/requirements/{asked.pk}/",
        f"/requirements/{asked.pk}/end/",
    ]
    before = Event.objects.count()
    assert {client.get(path).status_code for path in paths} == {404}
    assert {client.post(path, {"act": "save", "name": "x"}).status_code for path in paths} == {404}
    assert Event.objects.count() == before


def test_texts_that_would_take_minutes_to_lay_beside_each_other_are_shown_whole():
    old, new = "的一" * 1000, "一 的" * 666
    assert words_changed(old, new) == [("dropped", old), ("added", new)]
    assert words_changed(old, old) == [("kept", old)]
    long = [Article(f"第{n}条", "", f"{n}" + "甲乙丙丁戊" * 400) for n in range(60)]
    other = [Article(f"第{n}条", "", "戊丙甲" * 600 + f"{n}") for n in range(100, 160)]
    assert {one.kind for one in compare(long, other)} == {"added", "dropped"}
    reworded = [Article("第0条", "", f"0{'甲乙丙丁戊' * 400}。"), *long[1:]]
    assert [one.kind for one in compare(long, reworded)] == ["reworded"] + ["same"] * 59
