"""All standings of a district, judging included, against the sum of one plain GROUP BY per requirement."""

import random
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.context import Context
from bench.measure import Row, Timing, in_turn
from xueer.org.actions import derive_lineage, derive_memberships
from xueer.org.models import Person, Unit
from xueer.records.actions import category_set, heading_set, write_source
from xueer.records.drafts import RecordDraft
from xueer.records.models import ActivityType
from xueer.rules.asked import asked
from xueer.rules.models import Requirement
from xueer.rules.queries import ready, standings

UNITS, PEOPLE, RECORDS, REQUIREMENTS = 101, 1_693, 350_000, 30
YEAR, ON = 2025, date(2025, 11, 20)
CATEGORIES = ("基础性", "应用性", "前瞻性", "实践性", "品味性")
# (subject, measure, period, at least): a mix as districts have it, people first because they cost most.
ASKED = [
    *(("PERSON", "SESSIONS", period, 2) for period in ("MONTH", "QUARTER", "HALF_YEAR", "YEAR")),
    *(("PERSON", "HOURS", period, 8) for period in ("MONTH", "QUARTER", "YEAR", "FIVE_YEARS")),
    *(("PERSON", "DAYS", period, 2) for period in ("QUARTER", "YEAR")),
    *(("PERSON", "ATTENDANCE_RATE", period, 80) for period in ("QUARTER", "YEAR")),
    *(("PERSON", "KINDS", period, 3) for period in ("HALF_YEAR", "YEAR")),
    *(
        ("UNIT", measure, period, 2)
        for measure in ("SESSIONS", "DAYS", "HOURS", "KINDS")
        for period in ("QUARTER", "YEAR")
    ),
    *(("UNIT", measure, "YEAR", 10) for measure in ("ATTENDANCE_RATE", "HOURS_PER_HEAD")),
    *(("UNIT", "SESSIONS", period, 1) for period in ("MONTH", "WEEK")),
    *(("UNIT", measure, "HALF_YEAR", 2) for measure in ("DAYS", "HOURS", "KINDS")),
    ("PERSON", "DAYS", "HALF_YEAR", 2),
]


def run(context: Context) -> list[Row]:
    def cost(scale: float) -> tuple[Timing, Timing]:
        context.empty()
        district = build(scale)
        plain = [statement(one) for one in asked(ready(Requirement.objects.all()))]
        judged, grouped = in_turn(lambda: standings(district, year=YEAR, on=ON), lambda: [fetch(*sql) for sql in plain])
        return judged, grouped

    ours, limit, growth = context.grown(cost)
    size = f"{PEOPLE:,} people, {UNITS} units, {REQUIREMENTS} requirements, {RECORDS:,} records"
    return [
        Row(
            what="all standings of a district",
            size=size,
            ours=ours,
            against="one plain GROUP BY per requirement",
            limit=limit,
            bar=2,
            exponent=growth,
        )
    ]


def build(scale: float) -> Unit:
    """A district of this size with a year of sessions. Same data every time."""
    luck = random.Random(20250101)
    with transaction.atomic():
        district = Unit.objects.create(code="D", name="区", kind="党委")
        units = Unit.objects.bulk_create(
            Unit(code=f"U{n:03}", name=f"单位{n}", kind="党支部", parent=district) for n in range(UNITS - 1)
        )
        derive_lineage()
        count = max(20, int(PEOPLE * scale))
        people = Person.objects.bulk_create(
            Person(code=f"P{n:05}", name=f"人{n}", unit=units[n % len(units)], password="!") for n in range(count)
        )
        derive_memberships()
        write_rolls(luck, units, people, int(RECORDS * scale))
        make_requirements(district)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return district


def write_rolls(luck: random.Random, units: list[Unit], people: list[Person], records: int) -> None:
    sets = [heading_set([kind]).pk for kind in ActivityType.objects.all()[:15]]
    categories = [category_set([word]).pk for word in CATEGORIES]
    home = {unit.pk: [person for person in people if person.unit_id == unit.pk] for unit in units}
    drafts: dict[int, list[RecordDraft]] = {}
    written = 0
    while written < records:
        unit = luck.choice(units)
        day = date(YEAR, 1, 1) + timedelta(days=luck.randrange(323))
        shared = {
            "occurred_on": day,
            "known_on": day,
            "held_by_id": unit.pk,
            "heading_set_id": luck.choice(sets),
            "category_set_id": luck.choice(categories),
            "minutes": luck.choice((60, 90, 120)),
        }
        rows = [RecordDraft(**shared, role="HOST", outcome="HELD")]
        for person in home[unit.pk]:
            outcome = luck.choices(("ATTENDED", "LATE", "LEAVE", "ABSENT"), (90, 3, 4, 3))[0]
            rows.append(
                RecordDraft(**shared, role="PARTICIPANT", outcome=outcome, person_id=person.pk, home_unit_id=unit.pk)
            )
        drafts[len(drafts) + 1] = rows
        written += len(rows)
    write_source(kind="ACTIVITY", drafts=drafts, by=None, at=timezone.now(), fresh=True)


def make_requirements(district: Unit) -> None:
    kinds = list(ActivityType.objects.all()[:15])
    for number, (subject, measure, period, at_least) in enumerate(ASKED[:REQUIREMENTS]):
        requirement = Requirement.objects.create(
            code=f"Q{number:02}",
            name=f"要求{number}",
            unit=district,
            subject_kind=subject,
            measure=measure,
            period=period,
            at_least=at_least,
        )
        requirement.types.set(kinds[number % 5 : number % 5 + 8])


def statement(one: object) -> tuple[str, list]:
    """The plain GROUP BY: the requirement's own filter, by subject and period, nothing judged."""
    requirement = one.requirement
    person = requirement.subject_kind == "PERSON"
    bucket = {"WEEK": "week_no", "MONTH": "month_no", "QUARTER": "month_no / 3", "HALF_YEAR": "month_no / 6"}
    subject = "person_id" if person or requirement.measure in ("ATTENDANCE_RATE", "HOURS_PER_HEAD") else "held_by_id"
    what = {
        "DAYS": "COUNT(DISTINCT occurred_on)",
        "HOURS": "SUM(minutes)",
        "HOURS_PER_HEAD": "SUM(minutes)",
        "KINDS": "COUNT(DISTINCT category_set_id)",
        "ATTENDANCE_RATE": "SUM(CASE WHEN outcome IN ('ATTENDED','LATE','MADE_UP','DELIVERED') THEN 1 ELSE 0 END)",
    }.get(requirement.measure, "COUNT(*)")
    rolls = subject == "person_id"
    taken = (
        "AND outcome IN ('ATTENDED','LATE','MADE_UP','DELIVERED') AND known_on <= %s"
        if (rolls and requirement.measure != "ATTENDANCE_RATE")
        else "AND known_on <= %s"
    )
    headings = ", ".join(["%s"] * len(one.headings))
    sql = (
        f"SELECT {subject}, {bucket.get(requirement.period, 'month_no / 12')}, {what}, COUNT(*) FROM records_record "
        f"WHERE voided_at IS NULL AND heading_set_id IN ({headings}) AND role = %s "
        f"AND occurred_on >= %s AND occurred_on <= %s {taken} "
        f"GROUP BY {subject}, {bucket.get(requirement.period, 'month_no / 12')}"
    )
    return sql, [*one.headings, "PARTICIPANT" if rolls else "HOST", date(YEAR, 1, 1), ON, ON]


def fetch(sql: str, params: list) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(value) if isinstance(value, date) else value for value in params])
        return cursor.fetchall()
