"""Every address × every account: what it answers, and that a refused form leaves everything as it was.

The table is compared with the list of addresses, so that a page cannot be forgotten.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve, reverse

from tests.activities.entering import last_weekday
from tests.architecture.test_views import patterns
from tests.web.addresses import TABLE
from tests.web.forms_of_org import forms_of_org
from tests.world import RIGHT, YEAR, World, as_upload
from xueer.activities.forms.initial import initial_of, stored_texts
from xueer.activities.minutes import parts_of
from xueer.activities.models import Activity
from xueer.audit.models import Event
from xueer.common.calendar import today
from xueer.common.stale import seen_of
from xueer.org.models import Person
from xueer.plans.models import PlanItem
from xueer.plans.queries import needs, proposals
from xueer.records.models import ActivityType

WHO = ("administrator", "superior", "head", "secretary", "member", "stranger", "nobody")
# The table is shared out, so that several processes work through it.
PARTS = 4
REFUSED = ("403", "404", "405", "in")


class Line(NamedTuple):
    """A line of the table."""

    method: str
    name: str
    of: str
    expected: dict[str, str]


def lines() -> Iterator[Line]:
    for text in TABLE.splitlines():
        if text.startswith(("GET", "POST")):
            method, name, of, *answers = text.split()
            yield Line(method, name, of, dict(zip(WHO, answers, strict=True)))


def test_the_table_names_every_address_and_no_other():
    assert {line.name for line in lines() if line.method == "GET"} == {pattern.name for pattern in patterns()}


def test_every_address_leads_to_its_own_page(world: World):
    """`units/<path:code>/figures/…` of one stage swallows `units/…/reports/1/figures/…` of another."""
    found = {line.name: resolve(address(line, world)).url_name for line in lines()}
    assert {name: other for name, other in found.items() if name != other} == {}


class Callers:
    """A client per account, signed in once: the session of a client that was used is not used again."""

    def __init__(self, world: World) -> None:
        self.sessions: dict[str, str] = {}
        for name, person in world.cast.accounts.items():
            client = Client()
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
            self.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, name: str) -> Client:
        client = Client()
        if name in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client


def address(line: Line, world: World) -> str:
    pattern = next(pattern for pattern in patterns() if pattern.name == line.name)
    codes = {
        "unit": "O",
        "colleague": world.colleague.code,
        "rulebook": "ZD1",
        "book": "ZD2",
        "activity": world.session.code,
        "coming": "HD3",
        "item": "TM1",
        "plan": "JH1",
        "autumn": "TM2",
        "paper": world.session.code,
        "report": "O",
        "day": "O",
        "left": "O005",
        "exemption": world.colleague.code,
        "post": world.colleague.code,
        "group": "Z1",
        "member": "Z1",
    }
    keys = {"report": world.report.pk, "trial": world.trial.pk, "refused": world.refused.pk, "paper": world.paper.pk}
    given = world.arguments | {"code": codes.get(line.of), "pk": (keys | world.places).get(line.of)}
    return reverse(line.name, kwargs={part: given[part] for part in pattern.pattern.converters})


def session(day: date) -> dict:
    """What a session is entered, planned and changed with."""
    kind = ActivityType.objects.get(name="集中学习")
    return {"topic": "第九讲", "day": day.isoformat(), "start": "09:00", "end": "10:30", "types": [str(kind.pk)]}


def seen_session(code: str) -> str:
    """The marks that the form about this session carries."""
    return seen_of(stored_texts(initial_of(Activity.objects.get(code=code), Person.objects.all())))


def form_of(line: Line, world: World) -> dict:
    """What is sent to a writing address: something that is done if the account may."""
    if line.name == "exchange.upload":
        return {"file": as_upload(RIGHT)}
    version = {"version": world.report.version}
    new = {"old": "correct horse 学而", "new": "another horse 时习", "again": "another horse 时习"}
    text = {"title": "总结", "addressee": "区委", "text": ["现将情况总结如下。"]}
    member, colleague = world.cast.member.pk, world.colleague.pk
    forms = {
        "activities.entry": session(last_weekday(2)) | {"count": "1", "head_count": "38"},
        "activities.plan_session": session(today() + timedelta(days=9)) | {"again": "1"},
        "activities.series": session(today() + timedelta(days=9))
        | {"every_weeks": "1", "until": (today() + timedelta(days=30)).isoformat(), "act": "days"},
        "activities.edit": session(today() + timedelta(days=3)) | {"reason": "改题目", "seen": seen_session("HD3")},
        "activities.announce": {"text": "请参加。"},
        "activities.step_out": {"unit": "D", "reason": "未参加"},
        "activities.leave": {"quick": "病假"},
        "activities.enter_leave": {"person": "O001", "reason": "出差"},
        "activities.decide_leave": {"act": "grant"},
        "activities.hand_in": {"way": "MATERIAL", "text": "学了三点。"},
        "activities.decide_make_up": {"act": "accept"},
        "activities.deliver_make_up": {"deliverers": "陆敏之"},
        "activities.roll": {"mark": f"{member}:LATE"},
        "activities.tap": {"key": "0123456789abcdef", "person": member, "status": "ABSENT"},
        "activities.names": {"add": world.colleague.code},
        "activities.minutes": {"content": "一篇", "seen": seen_of(parts_of(world.session.minutes_text))},
        "activities.add_file": {"kind": "MATERIAL", "files": SimpleUploadedFile("讲义.txt", "要点".encode())},
        "activities.heads": {"expected": "40", "came": "38"},
        "activities.cancel": {"reason": "停电"},
        "activities.reopen": {"reason": "签到有误"},
        "activities.correct": {f"status-{colleague}": "LATE", f"seen-{colleague}": "ABSENT ", "why": "签到有误"},
        "sign_in": {"code": "O001", "password": "wrong"},
        "change_password": new,
        "set_language": {"language": "en"},
        "reports.draft": {"name": "summary", "year": YEAR + 1},
        "reports.edit": version | text,
        "reports.change": version | {"value": "7", "reason": "核对后更正"},
    } | {f"reports.{act}": version for act in ("issue", "restore", "refresh", "drop")}
    if line.name.startswith("plans."):  # they are computed from the rules of the world, so not for each address
        return forms_of_plans(world).get(line.name, {})
    return (forms | forms_of_org() | forms_of_rules()).get(line.name, {})


def forms_of_plans(world: World) -> dict[str, dict]:
    """What is typed into the pages of plans: JH1 with TM2, which is unfinished."""
    autumn, office, year = PlanItem.objects.get(code="TM2"), world.cast.office, YEAR + 2
    types = {row.pk: row for row in ActivityType.objects.all()}
    asked = proposals(needs(office, year=year, on=today()), types=types, own={})
    line = {"topic": "秋季学习", "types": [row.pk for row in autumn.heading_set.types.all()]}
    why = {"reason": "讲师出差"}
    return {
        "plans.begin": {"year": year},
        "plans.proposal": {"year": year, "pick": asked[0].key},
        "plans.last_year": {"year": YEAR + 1, "pick": "TM1"},
        "plans.add": line,
        "plans.approve": {"on": today().isoformat(), "seen": "0"},
        "plans.send_back": {"words": "再排一次"},
        "plans.reopen": why,
        "plans.close": why | {f"fate-{autumn.pk}": "LEAVE"},
        "plans.edit": line | {"categories": "理论学习"},
        "plans.move": why | {"year": YEAR + 1, "month": 3},
        "plans.drop": why,
    }


def forms_of_rules() -> dict[str, dict]:
    """What is typed into the pages of rules: ZD2 with its clause, its rule on make-ups and what it once asked."""
    clause = {"number": "第一条", "chapter": "", "text": "学习应当持之以恒。"}
    types = ActivityType.objects.filter(name="集中学习")
    sentence = {"who": "UNIT:", "own_kind": "UNIT", "period": "QUARTER", "type": types[0].pk, "at_least": "1",
                "measure": "SESSIONS", "strength": "MUST", "role": "PARTICIPANT", "act": "save"}  # fmt: skip
    stored = {"name": "从前的学习", "code": "YQ9", "starts_on": "2000-01-01", "last": "2000-12-31", "how": "correct"}
    return {
        "rules.new_rulebook": {"code": "ZD9", "name": "新办法"},
        "rules.edit_head": {"name": "办公室学习办法", "number": "1号", "seen": seen_of({"number": ""})},
        "rules.edit_text": {"text": "第一条 持之以恒。\n第二条 学以致用。", "act": "save", "seen": seen_of(
            {"text": "第一条　学习应当持之以恒。", "preamble": "on"})},
        "rules.abolish": {"last": "2000-12-31"},
        "rules.publish": {"note": "删去半句"},
        "rules.new_clause": {"number": "第二条", "text": "学以致用。"},
        "rules.edit_clause": clause | {"text": "持之以恒。", "seen": seen_of(clause)},
        "rules.new_requirement": sentence,
        "rules.edit_requirement": sentence | stored,
        "rules.end_requirement": {"last": "2000-06-30"},
        "rules.make_up_rules": {"days": "20", "ways": "MATERIAL"},
        "rules.edit_make_up_rule": {"days": "30", "ways": "SESSION"},
        "rules.choose_presets": {"rulebook": "ZD2", "slug": "party-day"},
    }  # fmt: skip


def answer_of(response: HttpResponseBase) -> str:
    b"".join(response)  # a file is read to its end, as a browser does
    if response.status_code == 302 and response["Location"].startswith(f"{reverse('sign_in')}?next="):
        return "in"
    return str(response.status_code)


def asked(line: Line, client: Client, path: str, form: dict) -> str:
    """The answer to one request, after which everything is as it was before."""
    with transaction.atomic():
        answer = answer_of(send(line, client, path, form))
        transaction.set_rollback(True)
    return answer


def send(line: Line, client: Client, path: str, form: dict) -> HttpResponseBase:
    for value in form.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return getattr(client, line.method.lower())(path, form)


class Written:
    """Listens to the statements of a block: `anything` is true once one could have changed a row. That a session was
    used is no news. Comparing every row of every table takes long; without such a statement it can find nothing."""

    READS = re.compile(r"\s*(\(*SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA)\b", re.I)
    SESSIONS = re.compile(r'\s*(UPDATE|INSERT INTO|DELETE FROM) "django_session"', re.I)

    def __init__(self) -> None:
        self.anything = False

    def __call__(self, execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        if not (self.READS.match(sql) or self.SESSIONS.match(sql)):
            self.anything = True
        return execute(sql, params, many, context)


def everything(*, without: tuple[type, ...] = (Session,)) -> dict[str, list]:
    """Every row of every table; that a session was used is no news."""
    models = (model for model in apps.get_models(include_auto_created=True) if model not in without)
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in models}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_every_account_as_the_table_says(world: World, part: int):
    callers, wrong = Callers(world), []
    for line in list(lines())[part::PARTS]:
        path, form = address(line, world), form_of(line, world) if line.method == "POST" else {}
        for name, expected in line.expected.items():
            got = asked(line, callers.client(name), path, form)
            if got != expected:
                wrong.append(f"{line.method} {line.name} as {name}: {got}, not {expected}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.slow
def test_a_refused_form_writes_nothing(world: World):
    callers, wrong = Callers(world), []
    before = everything()
    for line in lines():
        if line.method == "POST":
            path, form, written = address(line, world), form_of(line, world), Written()
            with connection.execute_wrapper(written):
                for name, expected in line.expected.items():
                    if expected in REFUSED:
                        send(line, callers.client(name), path, form)
            if written.anything and everything() != before:
                wrong.append(line.name)
    assert wrong == [], "\n".join(wrong)
    assert everything() == before


@pytest.mark.slow
def test_an_address_without_a_form_in_the_table_takes_none(world: World):
    """A new writing address is noticed: what the administrator sends to a page that only reads changes nothing."""
    client, wrong = Callers(world).client("administrator"), []
    writing = {line.name for line in lines() if line.method == "POST"}
    before = everything(without=(Session, Event))
    for line in lines():
        if line.name not in writing:
            with connection.execute_wrapper(written := Written()):
                answer = answer_of(client.post(address(line, world)))
            changed = written.anything and everything(without=(Session, Event)) != before
            if changed or answer not in (line.expected["administrator"], "405"):
                wrong.append(f"{line.name}: {answer}")
    assert wrong == [], "\n".join(wrong)
    assert everything(without=(Session, Event)) == before
