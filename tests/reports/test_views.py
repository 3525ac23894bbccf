"""The pages of reports: who may open and write, what they show, what happens to an old form."""

from datetime import timedelta

import pytest

from tests.reports.conftest import AT
from xueer.activities.actions.correcting import correct_roll
from xueer.activities.models import Activity
from xueer.audit.models import Event
from xueer.reports.actions import drop_sentence, issue_report, save_report
from xueer.reports.models import Report

WRITERS = ("administrator", "superior", "secretary")
WRITTEN = ("draft", "change_figure", "drop_sentence", "refresh_figure", "restore_figure", "save")
ISSUERS = ("administrator", "superior", "head")


@pytest.fixture
def home(report) -> str:
    return f"/units/O/reports/{report.pk}/"


def number(report, metric):
    return report.figures.get(metric=metric, item="").number


def ready(report, by):
    """Without the sentence that lacks its data."""
    drop_sentence(report, number(report, "lectures"), version=report.version, by=by, at=AT)
    report.refresh_from_db()


def test_reading(report, home, cast, as_person):
    for name, person in cast.accounts.items():
        expected = 404 if name in ("member", "stranger") else 200
        chip = number(report, "sessions")
        for path in ("/units/O/reports/", home, f"{home}?figure={chip}"):
            assert as_person(person).get(path).status_code == expected, (name, path)
        panel = as_person(person).get(f"{home}chips/{chip}/", headers={"HX-Request": "true"})
        assert panel.status_code == expected


def test_a_report_is_found_only_under_its_unit(report, cast, as_person):
    assert as_person(cast.superior).get(f"/units/X/reports/{report.pk}/").status_code == 404


def acts(report, home):
    chip = number(report, "sessions")
    version = {"version": report.version}
    return {
        "/units/O/reports/draft/": {"name": "summary", "year": "2024"},
        f"{home}edit/": version | {"title": "标题", "text": ["甲。"]},
        f"{home}chips/{chip}/change/": version | {"value": "5", "reason": "因"},
        f"{home}chips/{chip}/restore/": version,
        f"{home}chips/{chip}/refresh/": version,
        f"{home}chips/{chip}/drop/": version,
    }


@pytest.mark.parametrize("name", ["head", "member", "stranger"])
def test_who_may_not_write_gets_404_from_every_act(report, home, cast, as_person, name):
    client = as_person(cast.accounts[name])
    for path, data in acts(report, home).items():
        assert client.post(path, data).status_code == 404, path
    report.refresh_from_db()
    assert report.version == 1 and Report.objects.count() == 1


@pytest.mark.parametrize("name", WRITERS)
def test_who_may_write_writes(report, home, cast, as_person, name):
    client = as_person(cast.accounts[name])
    for path, data in acts(report, home).items():
        report.refresh_from_db()
        data = data | ({"version": report.version} if "version" in data else {})
        assert client.post(path, data).status_code == 302, path
    verbs = Event.objects.filter(verb__startswith="reports.").values_list("verb", flat=True)
    assert set(verbs) == {f"reports.{act}" for act in WRITTEN}
    assert Event.objects.latest("pk").actor_id == cast.accounts[name].pk


@pytest.mark.parametrize("name", ["secretary", "member", "stranger"])
def test_who_may_not_issue_gets_404(report, home, cast, as_person, name):
    ready(report, cast.secretary)
    assert as_person(cast.accounts[name]).post(f"{home}issue/", {"version": 2}).status_code == 404
    report.refresh_from_db()
    assert report.is_draft


@pytest.mark.parametrize("name", ISSUERS)
def test_who_may_issue_issues(report, home, cast, as_person, name):
    ready(report, cast.secretary)
    assert as_person(cast.accounts[name]).post(f"{home}issue/", {"version": 2}).status_code == 302
    report.refresh_from_db()
    assert not report.is_draft and report.issued_by_id == cast.accounts[name].pk


def test_acts_are_no_links(report, home, cast, as_person):
    client = as_person(cast.administrator)
    for path in [*acts(report, home), f"{home}issue/"]:
        if not path.endswith("edit/"):
            assert client.get(path).status_code == 405, path


def test_issuing_with_an_empty_figure_says_what_is_missing(report, home, cast, as_person):
    answer = as_person(cast.head).post(f"{home}issue/", {"version": 1})
    assert answer.status_code == 422
    assert "没有数据：本单位人员主讲" in answer.content.decode()


def test_the_page_shows_chips_source_and_checks(report, home, cast, as_person):
    client = as_person(cast.secretary)
    path = f"{home}chips/{number(report, 'made_up')}/change/"
    client.post(path, {"version": 1, "value": "9", "reason": "纸质登记"})
    page = client.get(home).content.decode()
    assert 'class="x-chip is-here is-miss"' in page, "the first thing to look at is chosen"
    assert "纸质登记" in page and "恢复 1" in page and "删去这句" in page
    assert "第 2 稿" in page
    page = client.get(f"{home}?figure={number(report, 'leave')}").content.decode()
    assert "请假" in page and "全部 1 行" in page
    assert f"?figure={number(report, 'sessions')}" in page


def test_people_behind_a_figure_are_for_who_may_see_them(report, home, cast, as_person):
    from xueer.access.models import Grant

    Grant.objects.create(person=cast.stranger, role="INSPECTOR", unit=cast.office)
    path = f"{home}?figure={number(report, 'members')}"
    assert "区喆堃" in as_person(cast.secretary).get(path).content.decode()
    page = as_person(cast.stranger).get(path)
    assert page.status_code == 200 and "区喆堃" not in page.content.decode()


def test_an_old_form_shows_both_versions_and_the_second_save_holds(report, home, cast, as_person):
    save_report(report, title="先保存的", addressee="", texts=["别人写的。"], version=1, by=cast.superior, at=AT)
    client = as_person(cast.secretary)
    mine = {"version": 1, "title": "我的", "addressee": "", "text": ["我写的。"]}
    answer = client.post(f"{home}edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409 and "别人写的。" in page and "我写的。" in page and "梁若川" in page
    assert client.post(f"{home}edit/", mine | {"version": 2}).status_code == 302
    report.refresh_from_db()
    assert report.title == "我的"
    assert Event.objects.filter(verb="reports.save").latest("pk").detail["before"] == ["别人写的。"]


def test_a_figure_changed_on_an_old_page_is_said_not_done(report, home, cast, as_person):
    client = as_person(cast.secretary)
    save_report(report, title="甲", addressee="", texts=["甲。"], version=1, by=cast.superior, at=AT)
    path = f"{home}chips/{number(report, 'sessions')}/change/"
    page = client.post(path, {"version": 1, "value": "5", "reason": "漏登记"}, follow=True).content.decode()
    assert "没有改动：5（漏登记）" in page


def test_the_edit_page_gives_back_what_was_refused(report, home, cast, as_person):
    data = {"version": 1, "title": "标题", "text": ["我写了很多。{{999}}"]}
    answer = as_person(cast.secretary).post(f"{home}edit/", data)
    assert answer.status_code == 422
    assert "我写了很多。" in answer.content.decode() and "{{999}}" in answer.content.decode()
    assert as_person(cast.secretary).post(f"{home}edit/", {"text": ["留着。"]}).status_code == 422


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html"])
def test_files_are_handed_out_with_a_line_in_the_trail(report, home, cast, as_person, suffix):
    client = as_person(cast.head)
    assert client.get(f"{home}file/?format={suffix}").status_code == 422
    ready(report, cast.secretary)
    answer = client.get(f"{home}file/?format={suffix}")
    assert answer.status_code == 200 and len(b"".join(answer.streaming_content)) > 500
    assert Event.objects.get(verb="reports.export").actor_id == cast.head.pk
    assert client.get(f"{home}file/?format=exe").status_code == 404
    assert as_person(cast.member).get(f"{home}file/").status_code == 404


def test_an_issued_report_offers_no_acts(report, home, cast, as_person):
    ready(report, cast.secretary)
    issue_report(report, version=2, by=cast.head, at=AT)
    page = as_person(cast.administrator).get(home).content.decode()
    assert "<form" not in page.split('<main id="main"')[1].split("<footer")[0]
    assert as_person(cast.administrator).get(f"{home}edit/").status_code == 302


def test_an_issued_report_says_which_figures_a_later_correction_moved(report, home, cast, as_person):
    ready(report, cast.secretary)
    issued = issue_report(report, version=2, by=cast.head, at=AT)
    client = as_person(cast.head)
    assert "签发后台账有变动" not in client.get(home).content.decode()
    session = Activity.objects.get(held_on="2025-05-09")
    correct_roll(
        session, [(cast.member.pk, "ATTENDED", "")], reason="漏签", by=cast.secretary, at=AT + timedelta(days=9)
    )
    page = client.get(home).content.decode()
    assert "签发后台账有变动" in page
    values = {(row.metric, row.item): row.value for row in issued.figures.all()}
    text = "".join(page.split("签发后台账有变动")[1].split("</section>")[0].split())
    assert f"写入时为{values['person_times', '']:.0f}" in text, text
    assert "<form" not in page.split('<main id="main"')[1].split("<footer")[0]
    assert (issued.figures.count(), issued.state) == (len(values), "ISSUED")


def test_the_list_searches_includes_those_below_and_goes_to_excel(report, cast, as_person):
    client = as_person(cast.superior)
    title = "区政府办公室关于2025年度学习情况的总结"
    assert title not in client.get("/units/D/reports/").content.decode()
    assert title in client.get("/units/D/reports/?below=1&q=2025").content.decode()
    assert "x-empty" in client.get("/units/O/reports/?q=2019").content.decode()
    assert client.get("/units/D/reports/?below=1&format=xlsx").headers["Content-Type"].endswith("sheet")


def test_the_page_speaks_english_too(report, home, cast, as_person):
    client = as_person(cast.secretary)
    client.cookies["django_language"] = "en"
    page = client.get(home).content.decode()
    assert "Checks before it is issued" in page and "Drop the sentence" in page
