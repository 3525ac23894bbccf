"""What now in a district, for a member, a secretary and a leader, against an empty signed-in page.

Standings are kept as in a running server. Each desk is looked at when nothing was written since, and when somebody
wrote something about a session elsewhere. Told beside it, without a bar: the look after something was written in the
unit, when the desk is read anew, and the look at which standings are judged anew.
"""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench.context import Context
from bench.measure import Row, Timing, in_turn, repeated
from bench.standings import build as build_district
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.activities.models import Activity, Audience, MakeUp, RollRow
from xueer.audit.actions import note
from xueer.audit.kept import forget
from xueer.common.calendar import local_day, now, today
from xueer.org.actions import derive_memberships
from xueer.org.models import Person, Unit
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set
from xueer.records.models import ActivityType

REQUESTS = 20
SESSIONS_A_UNIT = 40
BAR = 12
KEPT = 120_000
FIRST = "U000"
WHO = (("member", None), ("secretary", RoleName.SECRETARY), ("leader", RoleName.LEADER))


def run(context: Context) -> list[Row]:
    context.empty()
    build_district(context.scales[-1])
    rows: list[Row] = []
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"], STANDINGS_KEPT=KEPT):
        unit = daily_work()
        for who, role in WHO:
            rows += looked_at(who, signed_in(unit, who, role))
    forget()
    return rows


def looked_at(who: str, client: Client) -> list[Row]:
    forget()
    fetch(client, "/", 2)
    written_here()
    with CaptureQueriesContext(connection) as queries:
        content = client.get("/").content
        count = len(queries)
    assert b"x-li" in content, "nothing stands on the desk"
    again, limit = in_turn(lambda: fetch(client, "/"), lambda: fetch(client, "/bench/empty/"))
    elsewhere = repeated(lambda: fetch(client, "/", 1), runs=REQUESTS, before=written_elsewhere)
    here = repeated(lambda: fetch(client, "/", 1), runs=REQUESTS, before=written_here)
    first = repeated(lambda: fetch(client, "/", 1), before=forget)
    size = f"{Person.objects.count():,} people, {Unit.objects.count()} units, {Activity.objects.count():,} sessions"
    against = "empty signed-in page"
    once = Timing(tuple(seconds / REQUESTS for seconds in limit.seconds))
    return [
        Row(what=f"what now of a {who}, {REQUESTS} times", size=size, ours=again, against=against, limit=limit,
            bar=BAR),
        Row(what=f"what now of a {who}, written elsewhere", size=size, ours=elsewhere, against=against, limit=once,
            bar=BAR),
        Row(what=f"what now of a {who}, written in the unit", size=size, ours=here, against=against, limit=once,
            notes=[f"{count} queries, {len(content):,} bytes"]),
        Row(what=f"what now of a {who}, standings judged anew", size=size, ours=first, against=against, limit=once),
    ]  # fmt: skip


def written_here() -> None:
    """Somebody does something about a session of the unit: what is kept of its desks is read anew."""
    written(Activity.objects.filter(unit__code=FIRST)[0])


def written_elsewhere() -> None:
    """Somebody does something about a session of another unit: it is looked at whether that concerns the desk."""
    written(Activity.objects.exclude(unit__code=FIRST)[0])


def written(activity: Activity) -> None:
    note(verb="activities.activity.change", by=None, at=now(), about=activity)


def fetch(client: Client, address: str, times: int = REQUESTS) -> None:
    for _ in range(times):
        response = client.get(address)
        assert response.status_code == 200, response.status_code


def signed_in(unit: Unit, who: str, role: RoleName | None) -> Client:
    """One of the unit's people, with the role at the unit."""
    index = [name for name, _role in WHO].index(who)
    there = Person.objects.filter(unit=unit).order_by("code")[index : index + 1]
    person = there[0] if there else Person.objects.create(code=f"bench-{who}", name=who, unit=unit)
    derive_memberships([person.pk])
    if role:
        Grant.objects.create(person=person, role=role, unit=unit)
    client = Client()
    client.force_login(person, backend="xueer.access.backends.InService")
    return client


def daily_work() -> Unit:
    """A year of sessions with rolls and make-ups in every unit, some to come and some not closed; plans with items."""
    luck, on, at = random.Random(20250101), today(), now()
    headings = [heading_set([kind]) for kind in ActivityType.objects.all()[:10]]
    units = list(Unit.objects.exclude(code="D").order_by("code"))
    people: dict[int, list[int]] = {}
    for pk, unit in Person.objects.order_by("code").values_list("pk", "unit_id"):
        people.setdefault(unit, []).append(pk)
    made = []
    for unit in units:
        for number in range(SESSIONS_A_UNIT):
            starts = at + timedelta(days=60 - number * 9, hours=1)
            state = "PLANNED" if number < 8 else "HELD"
            made.append(Activity(code=f"{unit.code}-{number}", topic=f"第{number}讲", unit=unit, state=state,
                heading_set=luck.choice(headings), starts_at=starts, ends_at=starts + timedelta(hours=2),
                held_on=local_day(starts)))  # fmt: skip
    with transaction.atomic():
        Activity.objects.bulk_create(made, batch_size=500)
        Audience.objects.bulk_create([Audience(activity=one, kind="UNIT", unit=one.unit) for one in made], 500)
        rolls = [
            RollRow(activity=one, person_id=pk, home_unit_id=one.unit_id,
                    status=luck.choices(("ATTENDED", "LEAVE", "ABSENT"), (90, 6, 4))[0])
            for one in made if one.state == "HELD" for pk in people.get(one.unit_id, ())
        ]  # fmt: skip
        RollRow.objects.bulk_create(rolls, batch_size=1000)
        MakeUp.objects.bulk_create(
            [MakeUp(activity=row.activity, person_id=row.person_id, due_on=on + timedelta(days=20), opened_at=at)
             for row in rolls if row.status == "LEAVE" and row.activity.held_on > on - timedelta(days=30)],
            batch_size=500,
        )  # fmt: skip
        plans = Plan.objects.bulk_create(Plan(code=f"P{unit.code}", unit=unit, year=on.year) for unit in units)
        PlanItem.objects.bulk_create(
            PlanItem(plan=plan, code=f"{plan.code}-{month}", topic="学习", month=month, heading_set=headings[0])
            for plan in plans for month in range(1, 13)
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return units[0]
