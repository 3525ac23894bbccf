"""Deriving the two tables that everything joins: who lay below whom, and who belonged where, on which days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from xueer.org.errors import CycleInTree, PostsOverlap
from xueer.org.models import Lineage, Membership, Person, Placement, Post, Unit
from xueer.org.timelines import Span, lineage_of, main_spans, parent_spans


def derive_lineage() -> int:
    """Brings `Lineage` into line with units and placements; writes only the difference and returns its size.

    Raises CycleInTree (with the codes in the cycle) when a unit would lie below itself on some day.
    """
    parents: dict[int, list[Span[int | None]]] = {}
    moves: dict[int, list[Span[int | None]]] = defaultdict(list)
    for unit, parent, start, end in Placement.objects.values_list("unit_id", "parent_id", "starts_on", "ends_on"):
        moves[unit].append(Span(start, end, parent))
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        parents[pk] = parent_spans(parent, moves.get(pk, []))
    wanted = set()
    for pk in parents:
        try:
            wanted |= {(pk, *row) for row in lineage_of(pk, parents)}
        except CycleInTree as cycle:
            codes = dict(Unit.objects.filter(pk__in=cycle.units).values_list("pk", "code"))
            raise CycleInTree([codes[unit] for unit in cycle.units]) from None
    return _replace(Lineage, ("unit_id", "ancestor_id", "depth", "starts_on", "ends_on"), wanted, None)


def derive_memberships(people: Iterable[int] | None = None) -> int:
    """Brings `Membership` of these people (None: everybody) into line with their own rows and posts.

    Raises PostsOverlap (with the 工号) when somebody has two main posts on one day.
    """
    rows = Person.objects.all() if people is None else Person.objects.filter(pk__in=list(people))
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.filter(person__in=rows):
        posts[post.person_id].append(post)
    wanted, ids = set(), []
    for pk, code, unit, duty, start, end in rows.values_list("pk", "code", "unit_id", "duty", "starts_on", "ends_on"):
        ids.append(pk)
        try:
            wanted |= _memberships(pk, unit, duty, start, end, posts[pk])
        except PostsOverlap:
            raise PostsOverlap(code) from None
    fields = ("person_id", "unit_id", "duty", "main", "starts_on", "ends_on")
    return _replace(Membership, fields, wanted, None if people is None else ids)


def _memberships(pk: int, unit: int | None, duty: str, start: date, end: date, posts: list[Post]) -> set[tuple]:
    main = [Span(post.starts_on, post.ends_on, (post.unit_id, post.duty)) for post in posts if post.main]
    spans = [(span, True) for span in main_spans((unit, duty), main)]
    spans += [(Span(post.starts_on, post.ends_on, (post.unit_id, post.duty)), False) for post in posts if not post.main]
    found = set()
    for span, is_main in spans:
        first, after = max(span.start, start), min(span.end, end)
        if first < after and span.value[0] is not None:
            found.add((pk, *span.value, is_main, first, after))
    return found


def _replace(model: Any, fields: tuple[str, ...], wanted: set[tuple], people: list[int] | None) -> int:
    """Deletes and inserts only what differs, so that an import that changes nothing writes nothing."""
    stored = model.objects.all() if people is None else model.objects.filter(person_id__in=people)
    there = {tuple(row): pk for pk, *row in stored.values_list("pk", *fields)}
    surplus = [pk for row, pk in there.items() if row not in wanted]
    missing = [row for row in wanted if row not in there]
    with transaction.atomic():
        for start in range(0, len(surplus), 500):
            model.objects.filter(pk__in=surplus[start : start + 500]).delete()
        missing.sort()
        model.objects.bulk_create([model(**dict(zip(fields, row, strict=True))) for row in missing], batch_size=1000)
    return len(surplus) + len(missing)
