"""Taps on a roll against an empty signed-in page; closing a session of two thousand against a bulk insert of its rows.

Taps go through the whole program as a browser sends them, token and session included; the page is fetched the same way.
"""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from bench.context import Context
from bench.measure import Row, Timing, in_turn
from bench.pages import REQUESTS, fetch
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.activities.actions.closing import close_activity
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity, MakeUp, RollRow
from xueer.common.bulk import insert_rows
from xueer.common.calendar import local_day
from xueer.notices.models import Notice
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import Person, Unit
from xueer.records.actions import heading_set
from xueer.records.models import ActivityType, Record

PEOPLE, AWAY_EVERY = 2_000, 25
ON_BOARD = 40
TOKEN = "t" * 32


def run(context: Context) -> list[Row]:
    return [taps(context), closing(context)]


def taps(context: Context) -> Row:
    """A board of forty, each tap by a device that knows the marks before it."""
    context.empty()
    session = build(ON_BOARD)
    person = Person.objects.first()
    Grant.objects.create(person=person, role=RoleName.SECRETARY, unit=session.unit)
    client = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": TOKEN})
    client.force_login(person, backend="xueer.access.backends.InService")  # type: ignore[arg-type]
    client.cookies["csrftoken"] = TOKEN
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        tapping = Tapping(client, session)
        tapping.tap()
        fetch(client, "/bench/empty/")
        ours, limit = in_turn(tapping.tap, lambda: fetch(client, "/bench/empty/"), runs=9)
    return Row(
        what=f"taps on a roll of {ON_BOARD}, {REQUESTS} one after another",
        size=f"{REQUESTS / ours.median:.0f}/s",
        ours=ours,
        against=f"empty signed-in page, {REQUESTS} times",
        limit=limit,
        bar=2.5,
        notes=["2.5 × the time of the page is 40 % of its requests per second"],
    )


class Tapping:
    """A device that goes round the board and marks each name in turn."""

    def __init__(self, client: Client, session: Activity) -> None:
        self.client, self.address = client, f"/activities/{session.code}/roll/tap/"
        self.people = list(session.roll.values_list("person_id", flat=True))
        self.sent = self.version = 0

    def tap(self) -> None:
        for _ in range(REQUESTS):
            person = self.people[self.sent % len(self.people)]
            status = RollStatus.values[(self.sent // len(self.people)) % 4]
            form = {"key": uuid.uuid4().hex, "person": person, "status": status, "since": self.version}
            response = self.client.post(self.address, form)
            assert response.status_code == 200, response.status_code
            self.version = response.json()["version"]
            self.sent += 1


def closing(context: Context) -> Row:
    def cost(scale: float) -> tuple[Timing, Timing]:
        context.empty()
        session = build(round(PEOPLE * scale))
        rows = written_by_closing(session)

        def insert() -> None:
            with transaction.atomic():
                for table, columns, values in rows:
                    insert_rows(table, columns, values)
                transaction.set_rollback(True)

        ours, limit = in_turn(lambda: closed(session), insert)
        return ours, limit

    ours, limit, growth = context.grown(cost)
    return Row(
        what="closing a session",
        size=f"{PEOPLE:,} people on its roll, 1 in {AWAY_EVERY} away",
        ours=ours,
        against="a bulk insert of the rows it writes",
        limit=limit,
        bar=4,
        exponent=growth,
    )


def closed(session: Activity) -> None:
    """Closes it and takes that back, so that it can be closed again."""
    with transaction.atomic():
        assert close_activity(Activity(pk=session.pk), by=None, at=session.ends_at)
        transaction.set_rollback(True)


def written_by_closing(session: Activity) -> list[tuple[str, list[str], list[tuple]]]:
    """(table, columns, rows) of everything that closing adds in bulk: records, make-ups, notices."""
    found = []
    with transaction.atomic():
        close_activity(Activity(pk=session.pk), by=None, at=session.ends_at)
        for model in (Record, MakeUp, Notice):
            columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
            names = ", ".join(f'"{column}"' for column in columns)
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')
                found.append((model._meta.db_table, columns, [_plain(row) for row in cursor.fetchall()]))
        transaction.set_rollback(True)
    return found


def _plain(row: tuple) -> tuple:
    """As the driver takes it: PostgreSQL's driver gives JSON back as lists and dictionaries."""
    return tuple(
        connection.ops.adapt_json_value(value, None) if isinstance(value, list | dict) else value for value in row
    )


def build(people: int) -> Activity:
    """A session under way with so many on its roll, of a unit of its own."""
    unit = Unit.objects.create(code="U", name="单位", kind="党委")
    derive_lineage()
    crowd = Person.objects.bulk_create(
        [Person(code=f"P{number:05}", name=f"人{number}", unit=unit) for number in range(people)], batch_size=500
    )
    derive_memberships([person.pk for person in crowd])
    starts_at = timezone.now() - timedelta(hours=3)
    session = Activity.objects.create(
        code="A1",
        topic="学习",
        heading_set=heading_set([ActivityType.objects.first()]),
        unit=unit,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        held_on=local_day(starts_at),
        state=ActivityState.RUNNING,
        minutes_text="学习了文件。",
    )
    RollRow.objects.bulk_create(
        [
            RollRow(
                activity=session,
                person=person,
                home_unit=unit,
                status=RollStatus.ABSENT if number % AWAY_EVERY == 0 else RollStatus.ATTENDED,
            )
            for number, person in enumerate(crowd)
        ],
        batch_size=500,
    )
    return session
