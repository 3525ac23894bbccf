"""The pages of 组织: the tree of units, and beside it one unit with its people, structure, groups and changes."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission, requires
from xueer.access.scope import require, unit_for
from xueer.audit.downloads import download_list
from xueer.common.calendar import now, today
from xueer.common.phones import mask_phone
from xueer.common.pinyin import key_pattern
from xueer.common.schooling import schooling_key
from xueer.directory import tables
from xueer.directory.forms import PEOPLE_ORDERS, UNIT_ORDERS, PeopleFilter, bounds_of, day_of
from xueer.directory.tree import Tree
from xueer.org.models import Group, GroupMember, Membership, Unit
from xueer.org.queries import aged, main_members, moves, post_changes, structure, within

PER_PAGE = 50
A_YEAR = timedelta(days=365)
MANY_UNDATED = 50


@requires(Permission.UNIT_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """The tree from its top; a search lists the units that match."""
    tree = _tree(request, day_of(request.GET.get("on", ""), today()))
    if not tree.roots:
        return render(request, "directory/none.html", {"may_found": request.reach.everywhere(Permission.UNIT_EDIT)})  # type: ignore[attr-defined]
    return _page(request, tree, tree.roots[0])


@requires(Permission.UNIT_VIEW)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit beside the tree."""
    shown = unit_for(request, Permission.UNIT_VIEW, code)
    return _page(request, _tree(request, day_of(request.GET.get("on", ""), today())), shown)


def _tree(request: HttpRequest, on: date) -> Tree:
    visible = request.reach.visible_units().order_by()  # type: ignore[attr-defined]
    return Tree(visible, on=on, order=request.GET.get("order", ""), closed=bool(request.GET.get("closed")))


def _page(request: HttpRequest, tree: Tree, shown: Unit) -> HttpResponse:
    """The tab that the address names; structure and ages are for those who may see other people's files."""
    reach = request.reach  # type: ignore[attr-defined]
    on = day_of(request.GET.get("on", ""), today())
    files = reach.covers(Permission.PERSON_VIEW, shown.pk)
    tabs = {"people": _people, "structure": _structure, "groups": _groups, "changes": _changes}
    tab = request.GET.get("tab") if request.GET.get("tab") in tabs else "people"
    if tab == "structure":
        require(request, Permission.PERSON_VIEW, at=shown)
    part = tabs[str(tab)](request, shown, on)
    if isinstance(part, HttpResponse):
        return part
    words = request.GET.get("find", "").strip()
    context = {
        "unit": shown,
        "on": on,
        "given_on": request.GET.get("on", ""),
        "is_today": on == today(),
        "tab": tab,
        "files": files,
        "tree": tree,
        "nodes": tree.matching(words) if words else tree.opened_at(shown),
        "find": words,
        "orders": UNIT_ORDERS,
        "order": request.GET.get("order") or "position",
        "keep": _keep(request, str(tab)),
        "counts": _counts(shown, on, tree),
        "may_export": reach.covers(Permission.WORKBOOK_EXPORT, shown.pk),
        "may_import": reach.covers(Permission.WORKBOOK_IMPORT, shown.pk),
        "may_reset": reach.covers(Permission.PASSWORD_RESET, shown.pk),
        "may_edit": reach.covers(Permission.UNIT_EDIT, shown.pk),
        "may_grant": reach.covers(Permission.ROLE_GRANT, shown.pk),
    }
    return render(request, "directory/unit.html", context | part)


def _keep(request: HttpRequest, tab: str) -> str:
    """What a link to another unit carries along: tab, day and order of the tree."""
    kept = {name: request.GET[name] for name in ("on", "order", "closed") if request.GET.get(name)}
    if tab != "people":
        kept["tab"] = tab
    return f"?{urlencode(kept)}" if kept else ""


def _counts(shown: Unit, on: date, tree: Tree) -> dict[str, int]:
    below = within(shown, on=on).aggregate(n=Count("unit_id", filter=Q(depth__gt=0)))["n"]
    return {
        "people": tree.people.get(shown.pk, 0),
        "groups": tree.groups.get(shown.pk, 0),
        "below": below,
    }


# ---- the tabs ----


def _people(request: HttpRequest, shown: Unit, on: date) -> dict[str, Any] | HttpResponse:
    """People whose main post is in the unit or below it."""
    files = request.reach.covers(Permission.PERSON_VIEW, shown.pk)  # type: ignore[attr-defined]
    filters = PeopleFilter(request.GET)
    given = filters.given if files else filters.given | {"low": None, "high": None, "no_date": False, "education": None}
    rows = main_members(shown, on=on, below=not given.get("own")).select_related("person", "unit")
    schoolings = rows.order_by().values_list("person__education", flat=True).distinct() if files else ()
    found = _ordered(_narrowed(rows, given, on), filters.order)
    if request.GET.get("format") == "xlsx":
        require(request, Permission.WORKBOOK_EXPORT, at=shown)
        return _people_list(request, shown, found)
    return {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "given": given,
        "narrowed": any(given.get(name) not in (None, "", False) for name in ("q", "low", "high", "no_date"))
        or given.get("education") is not None,
        "age_words": _age_words(given),
        "schoolings": sorted(set(schoolings), key=schooling_key),
        "people_orders": PEOPLE_ORDERS,
        "people_order": filters.order,
        "phones": request.reach.covers(Permission.PHONE_VIEW, shown.pk),  # type: ignore[attr-defined]
    }


def _narrowed(rows: QuerySet[Membership], given: dict[str, Any], on: date) -> QuerySet[Membership]:
    if given.get("q"):
        words = given["q"].strip()
        name = Q(person__name__icontains=words) | Q(person__code__icontains=words)
        if pattern := key_pattern(words):
            name |= Q(person__sort_key__regex=pattern)
        rows = rows.filter(name | Q(person__duty__icontains=words) | Q(duty__icontains=words))
    if given.get("education") is not None:
        rows = rows.filter(person__education=given["education"])
    if given.get("no_date"):
        return rows.filter(person__born_on=None)
    return aged(rows, on=on, low=given.get("low"), high=given.get("high"))


def _ordered(rows: QuerySet[Membership], order: str) -> QuerySet[Membership]:
    if order == "pinyin":
        return rows.order_by("person__sort_key", "person__code")
    if order == "code":
        return rows.order_by("person__code")
    return rows.order_by(F("unit__position").asc(nulls_last=True), "unit__code", "person__code")


def _age_words(given: dict[str, Any]) -> str:
    low, high = given.get("low"), given.get("high")
    if given.get("no_date"):
        return tables.band_words(None)
    return "" if low is None and high is None else tables.band_words(tables.Band(low, high))


def _people_list(request: HttpRequest, shown: Unit, rows: QuerySet[Membership]) -> HttpResponse:
    clear = request.reach.covers(Permission.PHONE_VIEW, shown.pk)  # type: ignore[attr-defined]
    lines = tables.people_rows(rows, str if clear else mask_phone)
    name = _("People of %(unit)s") % {"unit": shown.name}
    columns = tables.people_columns()
    return download_list(name=name, columns=columns, rows=lines, about=shown, by=request.user, at=now())


def _structure(request: HttpRequest, shown: Unit, on: date) -> dict[str, Any]:
    """Age by schooling as table and chart; who has no date of birth."""
    typed = request.GET.get("bands", "")
    bounds, usable = bounds_of(typed)
    found = structure(shown, on, bounds)
    undated = main_members(shown, on=on).filter(person__born_on=None).select_related("person", "unit")
    return {
        "structure": found,
        "table": tables.structure_table(found, on=request.GET.get("on", "")),
        "chart": tables.chart(found),
        "bands": "、".join(map(str, bounds)),
        "typed": typed,
        "usable": usable,
        "undated": undated.order_by("person__sort_key", "person__code")[:MANY_UNDATED],
    }


def _groups(request: HttpRequest, shown: Unit, on: date) -> dict[str, Any]:
    """Groups of the unit and below with their members of the day."""
    members = GroupMember.objects.filter(starts_on__lte=on, ends_on__gt=on).select_related("person")
    rows = Group.objects.filter(unit_id__in=within(shown, on=on).values("unit_id")).select_related("unit")
    rows = rows.prefetch_related(Prefetch("members", members, to_attr="present"))
    order = (F("unit__position").asc(nulls_last=True), "unit__code", "code")
    page = Paginator(rows.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": [(group, tables.led_by(group.present)) for group in page]}  # type: ignore[attr-defined]


def _changes(request: HttpRequest, shown: Unit, on: date) -> dict[str, Any]:
    """Who came and went and which units moved, in the year up to the day."""
    after = on - A_YEAR
    posts, moved = post_changes(shown, after=after, on=on), moves(shown, after=after, on=on)
    found = tables.changes(posts, moved, after=after, on=on)
    return {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "after": after}
