"""Plans as the workbook has them, what they say in the ledger, and what activities tell them. References are codes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xueer.audit.actions import note_put
from xueer.common.bulk import Put, Row, put_rows, update_rows
from xueer.org.queries import group_ids, unit_ids
from xueer.plans.choices import DRAFT_WORD, PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.plans.records_of import PlanFacts, records_of
from xueer.records.actions import make_category_sets, make_heading_sets, write_source
from xueer.records.choices import SourceKind
from xueer.records.drafts import RecordDraft
from xueer.records.queries import heading_set_ids
from xueer.records.shipped import STUDY_PLAN

CHUNK = 400


def put_plans(rows: Sequence[Row], *, by: Any, at: datetime) -> tuple[Put, Put]:
    """Adds or changes plan items, and the plans they name, in one row each; returns what it did to both.

    A plan of which every item is a draft is a draft; any other is in force and stands in the ledger. A closed plan
    stays closed, a submitted one submitted while all its items are drafts.
    """
    plans = {row["plan"]: {"code": row["plan"], "unit": row["unit"], "year": row["year"]} for row in rows}
    put = put_rows(Plan, key=("code",), rows=list(plans.values()), refers={"unit": unit_ids()})
    items = _put_items(rows, put)
    _settle_states(put)
    note_put(put, verb="plans.plan", by=by, at=at)
    note_put(items, verb="plans.item", by=by, at=at)
    record_plans(put.touched, by=by, at=at)
    return put, items


def _put_items(rows: Sequence[Row], plans: Put) -> Put:
    headings = make_heading_sets(row["heading_set"] for row in rows)
    refers: dict[str, Mapping[Any, int]] = {
        "plan": dict(Plan.objects.order_by().values_list("code", "pk")),
        "heading_set": headings,
    }
    if rows and "group" in rows[0]:
        refers["group"] = group_ids()
    if rows and "category_set" in rows[0]:
        refers["category_set"] = make_category_sets(row["category_set"] for row in rows)
    own = [{name: value for name, value in row.items() if name not in ("unit", "year")} for row in rows]
    put = put_rows(PlanItem, key=("code",), rows=own, refers=refers)
    for changes in put.changed.values():
        if old := changes.get("plan"):  # the plan that the item has left may be a draft from now on
            plans.ids.setdefault((old[0],), refers["plan"][old[0]])
    return put


def _settle_states(put: Put) -> None:
    """A closed plan stays closed; any other is a draft, submitted or not, exactly while all its items are."""
    ids = list(put.ids.values())
    binding = set()
    for start in range(0, len(ids), CHUNK):
        items = PlanItem.objects.filter(plan_id__in=ids[start : start + CHUNK]).exclude(state=DRAFT_WORD)
        binding |= set(items.values_list("plan_id", flat=True))
    states = dict(Plan.objects.order_by().values_list("pk", "state"))
    moved = []
    for key, pk in put.ids.items():
        state = PlanState.IN_FORCE if pk in binding else PlanState.DRAFT
        kept = (PlanState.CLOSED, state) if pk in binding else (PlanState.CLOSED, PlanState.SUBMITTED, state)
        if states[pk] not in kept:
            moved.append((state.value, pk))
            put.change(key, "state", states[pk], state.value)
    update_rows(Plan._meta.db_table, ["state"], moved)


def record_plans(ids: Collection[int], *, by: Any, at: datetime) -> None:
    """Brings the ledger into line with these plans."""
    wanted = set(ids)
    if wanted:
        make_heading_sets([(STUDY_PLAN,)])
        drafts = {pk: rows for pk, rows in records_of_all() if pk in wanted}
        write_source(kind=SourceKind.PLAN.value, drafts=drafts, by=by, at=at, reason=DRAFT_WORD)


def records_of_all() -> Iterator[tuple[int, list[RecordDraft]]]:
    """(plan id, its records) of every plan: what `records.actions.rebuild` compares the ledger with."""
    heading = heading_set_ids().get((STUDY_PLAN,), 0)
    for pk, state, year, unit in Plan.objects.order_by("pk").values_list("pk", "state", "year", "unit_id"):
        yield pk, records_of(PlanFacts(state, year, unit, heading))


def fulfil_items(days: Mapping[int, date | None]) -> None:
    """Tells plan items on which day an activity served them; None: no longer."""
    ids = list(days)
    moved: list[tuple[Any, int]] = []
    for start in range(0, len(ids), CHUNK):
        items = PlanItem.objects.filter(pk__in=ids[start : start + CHUNK])
        moved += [(days[pk], pk) for pk, old in items.values_list("pk", "fulfilled_on") if old != days[pk]]
    update_rows(PlanItem._meta.db_table, ["fulfilled_on"], moved)
