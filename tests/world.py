"""A small world in which every address has an object: the cast's office with people, rules, a plan, activities, a
report and two imports – one that found nothing wrong, one that was refused and marked."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from tests.cast import Cast
from tests.factories import (
    AWAY,
    HERE,
    LATE,
    LEAVE,
    activity_type,
    hold,
    make_group,
    make_person,
    make_requirement,
    make_rulebook,
)
from tests.reference.write_xlsx import write
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.activities.actions.files import add_files
from xueer.activities.files.preparing import Ready
from xueer.activities.models import Activity, ActivityFile, Leave, MakeUp
from xueer.common.calendar import now, today
from xueer.exchange.actions.uploading import upload_workbook
from xueer.exchange.tasks import import_upload
from xueer.jobs.models import Job
from xueer.notices.models import Notice
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import ClosedDay, Exemption, GroupMember, Person, Placement, Post
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import category_set, heading_set
from xueer.reports.actions import draft_report
from xueer.reports.models import Report
from xueer.rules.models import Edition, MakeUpRule, Requirement

YEAR = today().year - 1
RIGHT = {"人员": [{"工号": "O009", "姓名": "查若谷", "单位编码": "O"}]}
WRONG = {"人员": [{"工号": "O010", "姓名": "解语花", "单位编码": "没有"}]}


@dataclass
class World:
    cast: Cast
    colleague: Person
    asked: Requirement
    session: Activity
    report: Report
    trial: Job
    refused: Job
    places: dict[str, int]
    paper: ActivityFile

    @property
    def arguments(self) -> dict[str, object]:
        """What stands in addresses, by the name of the part; `code` depends on whose address it is."""
        return {
            "requirement": self.asked.pk,
            "subject": self.cast.office.pk,
            "when": YEAR,
            "slug": "sessions",
            "number": self.report.figures.first().number,
            "place": 1,
            "day": "2000-02-01",
            "part": "missed",
            "person": self.colleague.pk,
            "key": self.colleague.feed_key,
            "clause": self.places["clause"],
            "rule": self.places["rule"],
            "edition": 1,
        }


@pytest.fixture
def world(cast: Cast, settings: object, tmp_path: Path) -> World:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    colleague = make_person(
        "O004",
        cast.office,
        name="曾静姝",
        born_on=date(1988, 5, 4),
        phone="13900000004",
        education="大学本科",
        feed_key="k" * 43,
    )
    asked = rules(cast)
    session = year(cast, colleague)
    report = draft_report("summary", cast.office, YEAR, by=cast.secretary, at=now())
    kept = places(cast, colleague) | waiting(cast, session) | own_rules(cast)
    trial, refused = imported(cast, RIGHT), imported(cast, WRONG)
    return World(cast, colleague, asked, session, report, trial, refused, kept, paper(cast, session))


def paper(cast: Cast, session: Activity) -> ActivityFile:
    """Material of last year's session, kept."""
    ready = Ready("讲义.txt", "txt", "text/plain; charset=utf-8", "要点".encode())
    add_files(session, [ready], kind="MATERIAL", by=cast.secretary, at=now())
    return session.files.get()


def waiting(cast: Cast, session: Activity) -> dict[str, int]:
    """The member asks for leave from the session to come and owes a make-up for the last; the head was told of one."""
    coming = Activity.objects.get(code="HD3")
    leave = Leave.objects.create(
        activity=coming, person=cast.member, reason="出差", asked_at=now(), asked_by=cast.member
    )
    ways, due_on = ["SESSION", "MATERIAL", "DELIVERY"], today() + timedelta(days=5)
    owed = MakeUp.objects.create(activity=session, person=cast.member, ways=ways, due_on=due_on, opened_at=now())
    told = Notice.objects.create(
        person=cast.head, kind="ANNOUNCED", params={"topic": "下周的学习", "day": str(coming.held_on)}, made_at=now()
    )
    return {"leave": leave.pk, "make-up": owed.pk, "notice": told.pk}


def places(cast: Cast, colleague: Person) -> dict[str, int]:
    """What happened long ago and can be put right: a move, posts, a role, a day off; one day that came in late."""
    start, end = date(2000, 1, 1), date(2000, 2, 1)
    Placement.objects.create(unit=cast.office, parent=cast.other, starts_on=start, ends_on=end)
    derive_lineage()
    Post.objects.create(person=colleague, unit=cast.other, starts_on=start, ends_on=end)
    span = {"starts_on": date(2001, 1, 1), "ends_on": date(2001, 2, 1)}
    side = Post.objects.create(person=colleague, unit=cast.other, main=False, duty="顾问", **span)
    derive_memberships([colleague.pk])
    make_person("O005", cast.office, name="车退思", ends_on=end)
    late = date(YEAR, 2, 7)
    exempt = Exemption.objects.create(person=colleague, starts_on=late, ends_on=late + timedelta(days=1), basis="公假")
    role = Grant.objects.create(person=colleague, role=RoleName.MEMBER, unit=cast.office)
    off = ClosedDay.objects.create(unit=cast.office, day=date(YEAR, 5, 4), name="青年节")
    member = GroupMember.objects.get(group__code="Z1", person=cast.head)
    return {"post": side.pk, "exemption": exempt.pk, "role": role.pk, "day": off.pk, "member": member.pk}


def rules(cast: Cast) -> Requirement:
    """A rulebook of the district: one session per quarter of each unit, four lectures a year of each person."""
    book = make_rulebook(cast.district, "ZD1", name="学习制度", number="青发〔2025〕1号")
    asked = make_requirement(cast.district, code="YQ1", name="集中学习", rulebook=book)
    asked.clauses.set(book.clauses.all())
    lectures = {"subject_kind": "PERSON", "period": "YEAR", "at_least": 4}
    make_requirement(cast.district, code="YQ2", name="听党课", rulebook=book, types=("党课",), **lectures)
    make_requirement(cast.district, code="YQ3", name="专题研讨", strength="SHOULD", types=("专题研讨",))
    return asked


def own_rules(cast: Cast) -> dict[str, int]:
    """A rulebook of the office that was published and then revised, with a rule on make-ups; what it asked is over."""
    book = make_rulebook(cast.office, "ZD2", name="办公室学习办法")
    clause = book.clauses.get()
    old = {"name": book.name, "clauses": [{"number": "第一条", "chapter": "", "text": "学习应当持之以恒，不走过场。"}]}
    Edition.objects.create(rulebook=book, number=1, published_at=now(), published_by=cast.secretary, content=old)
    span = {"starts_on": date(2000, 1, 1), "ends_on": date(2001, 1, 1)}
    asked = make_requirement(cast.office, code="YQ9", name="从前的学习", rulebook=book, **span)
    rule = MakeUpRule.objects.create(rulebook=book, days=30, ways=["SESSION"])
    return {"clause": clause.pk, "rule": rule.pk, "own": asked.pk}


def year(cast: Cast, colleague: Person) -> Activity:
    """Last year's activities, one of them planned, and one that is to come."""
    group = make_group("Z1", cast.office, [cast.head, cast.secretary])
    session = hold(
        cast.office,
        f"{YEAR}-02-07 14:30",
        code="HD1",
        topic="春季第一讲",
        roll={cast.head: HERE, cast.secretary: LATE, cast.member: LEAVE, colleague: AWAY},
        categories=("理论学习",),
        place="三楼会议室",
        minutes_text="学习了春季的文件。",
        plan_item=planned(cast),
    )
    PlanItem.objects.filter(code="TM1").update(fulfilled_on=F("due_on"))
    hold(cast.office, f"{YEAR}-05-09 14:30", code="HD2", topic="夏季党课", types=("集中学习", "党课"), group=group,
         parts=(("LECTURER", cast.head),), roll={cast.head: HERE, cast.member: HERE})  # fmt: skip
    soon = (now() + timedelta(days=3)).strftime("%Y-%m-%d")
    hold(cast.office, f"{soon} 09:00", code="HD3", topic="下周的学习", state="PLANNED", joint=(cast.district,),
         roll={cast.head: HERE, cast.member: HERE})  # fmt: skip
    return session


def planned(cast: Cast) -> PlanItem:
    plan = Plan.objects.create(code="JH1", unit=cast.office, year=YEAR)
    given = {"heading_set": heading_set([activity_type("集中学习")]), "category_set": category_set(("理论学习",))}
    PlanItem.objects.create(plan=plan, code="TM2", topic="秋季学习", month=9, **given)
    return PlanItem.objects.create(
        plan=plan, code="TM1", topic="春季学习", month=2, due_on=date(YEAR, 2, 7), lecturer="单一舟", **given
    )


def imported(cast: Cast, workbook: dict[str, list[dict]]) -> Job:
    """The trial of an upload by the secretary, done."""
    job = upload_workbook(file=as_upload(workbook), work=import_upload, by=cast.secretary, at=now())
    import_upload.call(job.pk)
    return Job.objects.get(pk=job.pk)


def as_upload(workbook: dict[str, list[dict]]) -> SimpleUploadedFile:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given.xlsx"
        write(workbook, path)
        return SimpleUploadedFile("名册.xlsx", path.read_bytes())
