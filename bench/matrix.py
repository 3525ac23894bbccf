"""The matrix of 100 units × 30 requirements as a page, against rendering the same 3,000 linked cells from memory."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

from django.db import connection, transaction
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.context import Context
from bench.measure import Row, Timing, in_turn
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.audit.kept import forget
from xueer.org.actions import derive_lineage
from xueer.org.models import Person, Unit
from xueer.records.actions import heading_set, write_source
from xueer.records.drafts import RecordDraft
from xueer.records.models import ActivityType
from xueer.rules.matrix import arranged
from xueer.rules.models import Requirement, Rulebook
from xueer.rules.queries import standings
from xueer.rules.tables import CLASSES, headings, lines, words_of_states

UNITS, REQUIREMENTS, SESSIONS = 100, 30, 20_000
YEAR, ON = 2025, date(2025, 11, 20)
ADDRESS = f"/units/D/matrix/?year={YEAR}&on={ON}"
MOST_BYTES = 300 * 1024
# Sources beyond those of the year that was built.
NUMBERS = count(1_000_000)

# The mock's cell as one would write it at first: one loop, five values, the word beside the sign.
CELLS = engines["django"].from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}"
    '<td class="x-c {{ cell.css }}"><a href="{{ cell.href }}"><b>{{ cell.actual }}</b><s>/{{ cell.threshold }}</s>'
    "<i>{{ cell.word }}</i></a></td>{% endfor %}</tr>{% endfor %}</table>"
)


def run(context: Context) -> list[Row]:
    sizes: list[str] = []

    def cost(scale: float) -> tuple[Timing, Timing]:
        context.empty()
        district = build(scale)
        client = superior_of(district)
        memory = from_memory(district)
        with override_settings(ALLOWED_HOSTS=["*"]):
            client.get(ADDRESS)
            sizes.append(weighed(client))
            return in_turn(lambda: client.get(ADDRESS), lambda: CELLS.render({"rows": memory}))

    ours, limit, growth = context.grown(cost)
    found = standings(Unit.objects.get(code="D"), year=YEAR, on=ON, people=Person.objects.none())
    memory = from_memory_of(found)
    laid_out, again = in_turn(lambda: lay_out(found), lambda: CELLS.render({"rows": memory}))
    second, beside = looked_at_again(memory)
    followed, in_turn_with = looked_at_again(memory, after=lambda: close_one_more(Unit.objects.get(code="U000")))
    size = f"{UNITS} × {REQUIREMENTS}, {SESSIONS:,} sessions"
    against = "3,000 linked cells from memory, same template engine"
    return [
        Row(
            what="the matrix laid out from its standings",
            size=size,
            ours=laid_out,
            against=against,
            limit=again,
            bar=2,
        ),
        Row(
            what="the matrix as a page, judging and queries included",
            size=size,
            ours=ours,
            against=against,
            limit=limit,
            exponent=growth,
            notes=sizes[-1:],
        ),
        Row(
            what="the same page again, nothing written since",
            size=size,
            ours=second,
            against=against,
            limit=beside,
            bar=2,
        ),
        Row(
            what="the same page again, a session closed since",
            size=size,
            ours=followed,
            against=against,
            limit=in_turn_with,
            bar=2,
        ),
    ]


def looked_at_again(memory: list, after: Callable[[], object] | None = None) -> list[Timing]:
    """The page when its standings are kept, each time `after` something was done, beside the cells from memory."""
    client = Client()
    client.force_login(Person.objects.get(code="S"), backend="xueer.access.backends.InService")
    forget()
    with override_settings(ALLOWED_HOSTS=["*"], STANDINGS_KEPT=120_000):
        client.get(ADDRESS)
        timings = in_turn(lambda: client.get(ADDRESS), lambda: CELLS.render({"rows": memory}), before=after)
    forget()
    return timings


def close_one_more(unit: Unit) -> None:
    """One more session of the unit in the ledger."""
    held = {"occurred_on": ON, "known_on": ON, "held_by_id": unit.pk, "role": "HOST", "outcome": "HELD", "minutes": 90}
    kind = ActivityType.objects.first()
    drafts = {next(NUMBERS): [RecordDraft(**held, heading_set_id=heading_set([kind]).pk)]}
    write_source(kind="ACTIVITY", drafts=drafts, by=None, at=timezone.now())


def weighed(client: Client) -> str:
    """Queries and bytes of the page; more than 300 KB is refused here."""
    with CaptureQueriesContext(connection) as queries:
        content = client.get(ADDRESS).content
    assert content.count(b'<td class="x-c') >= REQUIREMENTS, "the page is empty"
    assert len(content) <= MOST_BYTES, f"{len(content):,} bytes"
    return f"{len(queries)} queries, {len(content):,} bytes"


def lay_out(found: list) -> str:
    """From standings to the table's HTML, as the page does it."""
    made = arranged(found, "UNIT")
    rows = lines(made.rows, made.columns, end=f"{YEAR}/")
    headings(made.columns, made.rows)
    return "".join(line.cells for line in rows)


def from_memory(district: Unit) -> list[list[dict]]:
    return from_memory_of(standings(district, year=YEAR, on=ON, people=Person.objects.none()))


def from_memory_of(found: list) -> list[list[dict]]:
    made, words = arranged(found, "UNIT"), words_of_states()
    return [
        [
            {
                "css": CLASSES[cell.state],
                "href": f"{pk}/{row.pk}/{YEAR}/",
                "actual": cell.actual,
                "threshold": cell.threshold,
                "word": words[cell.state],
            }
            for pk, cell in row.cells.items()
        ]
        for row in made.rows
    ]


def superior_of(district: Unit) -> Client:
    person = Person.objects.create(code="S", name="上级", unit=district)
    Grant.objects.create(person=person, role=RoleName.SUPERIOR, unit=district)
    client = Client()
    client.force_login(person, backend="xueer.access.backends.InService")
    return client


def build(scale: float) -> Unit:
    """A district whose units are asked 30 things; units and sessions grow with the scale."""
    luck = random.Random(20250101)
    with transaction.atomic():
        district = Unit.objects.create(code="D", name="区", kind="党委", position=0)
        count = max(6, round(UNITS * scale))
        units = Unit.objects.bulk_create(
            Unit(code=f"U{n:03}", name=f"第{n}党支部", kind="党支部", parent=district, position=n) for n in range(count)
        )
        derive_lineage()
        write_sessions(luck, units, int(SESSIONS * scale))
        make_requirements(district)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return district


def write_sessions(luck: random.Random, units: list[Unit], count: int) -> None:
    sets = [heading_set([kind]).pk for kind in ActivityType.objects.all()[:15]]
    drafts: dict[int, list[RecordDraft]] = {}
    for number in range(1, count + 1):
        day = date(YEAR, 1, 1) + timedelta(days=luck.randrange(323))
        drafts[number] = [
            RecordDraft(
                occurred_on=day,
                known_on=day,
                held_by_id=luck.choice(units).pk,
                heading_set_id=luck.choice(sets),
                role="HOST",
                outcome="HELD",
                minutes=luck.choice((60, 90, 120)),
            )
        ]
    write_source(kind="ACTIVITY", drafts=drafts, by=None, at=timezone.now(), fresh=True)


def make_requirements(district: Unit) -> None:
    kinds = list(ActivityType.objects.all()[:15])
    books = [Rulebook.objects.create(code=f"B{n}", name=f"第{n}部制度", unit=district) for n in range(4)]
    asked = [(measure, period) for measure in ("SESSIONS", "DAYS", "HOURS") for period in ("MONTH", "QUARTER", "YEAR")]
    for number in range(REQUIREMENTS):
        measure, period = asked[number % len(asked)]
        requirement = Requirement.objects.create(
            code=f"Q{number:02}",
            name=f"第{number}项要求",
            rulebook=books[number % 4],
            unit=district,
            subject_kind="UNIT",
            condition="单位类型=党支部",
            measure=measure,
            period=period,
            at_least=2,
        )
        requirement.types.set(kinds[number % 5 : number % 5 + 8])
