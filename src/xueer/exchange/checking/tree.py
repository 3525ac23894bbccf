"""The tree of units on all days: no unit below itself, no unit with two superiors on one day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from xueer.common.calendar import BEGINNING, FOREVER
from xueer.common.text import gettext_noop
from xueer.exchange.checking.known import Context
from xueer.exchange.findings import Read, Row
from xueer.org.models import Placement, Unit
from xueer.records.models import ActivityType

CYCLE = gettext_noop("a superior that does not lie below: %(path)s")
TWO_SUPERIORS = gettext_noop("days on which no other row of this unit holds (%(other)s)")


@dataclass(slots=True)
class Edge:
    """A superior from … to (exclusive), and the row that says so; no row: it is stored."""

    start: date
    end: date
    parent: str
    read: Read | None = None
    row: Row | None = None


Tree = dict[str, list[Edge]]


def check_tree(context: Context) -> None:
    """Cycles and overlaps that a workbook brings with its sheets 单位 and 隶属, the home's rows counted in."""
    units, placements = context.reads.get("单位"), context.reads.get("隶属")
    if units is None and placements is None:
        return
    moves = _moves(placements, context)
    tree = {code: _filled(own, moves.get(code, [])) for code, own in _own(units).items()}
    _refuse_cycles(tree, context)


def check_types(types: Read, context: Context) -> None:
    """No activity type above itself."""
    if not types.has("parent"):
        return
    parents = dict(ActivityType.objects.values_list("name", "parent__name"))
    tree = {name: [Edge(BEGINNING, FOREVER, parent)] if parent else [] for name, parent in parents.items()}
    for row in types.rows:
        if "name" in row.values and "parent" in row.values:
            parent = row.values["parent"]
            tree[row.values["name"]] = [Edge(BEGINNING, FOREVER, parent, types, row)] if parent else []
    _refuse_cycles(tree, context)


def _own(units: Read | None) -> dict[str, Edge]:
    """Unit → today's superior, the workbook's word before the home's."""
    stored = Unit.objects.order_by().values_list("code", "parent__code")
    own = {code: Edge(BEGINNING, FOREVER, parent or "") for code, parent in stored}
    for row in units.rows if units else ():
        code = row.values.get("code")
        if code is None:
            continue
        if units.has("parent"):
            own[code] = Edge(BEGINNING, FOREVER, row.values.get("parent", ""), units, row)
        else:
            own.setdefault(code, Edge(BEGINNING, FOREVER, ""))
    return own


def _moves(placements: Read | None, context: Context) -> dict[str, list[Edge]]:
    """Unit → its dated superiors in order; refuses rows that overlap."""
    merged: dict[tuple[str, date], Edge] = {}
    stored = Placement.objects.order_by().values_list("unit__code", "parent__code", "starts_on", "ends_on")
    for unit, parent, start, end in stored:
        merged[unit, start] = Edge(start, end, parent or "")
    for row in placements.rows if placements else ():
        values = row.values
        if not {"unit", "starts_on"} <= values.keys() or (placements.has("ends_on") and "ends_on" not in values):
            continue
        at = (values["unit"], values["starts_on"])
        before = merged.get(at)
        end = values.get("ends_on", before.end if before else FOREVER)
        parent = values.get("parent", before.parent if before else "")
        if before is None or before.row is None:  # the same key twice has been refused already
            merged[at] = Edge(values["starts_on"], end, parent, placements, row)
    moves: dict[str, list[Edge]] = defaultdict(list)
    for (unit, _), edge in sorted(merged.items(), key=lambda item: item[0]):
        moves[unit].append(edge)
    for edges in moves.values():
        refuse_overlaps(edges, TWO_SUPERIORS, context)
    return moves


def refuse_overlaps(edges: list[Edge], msgid: str, context: Context) -> None:
    """Refuses rows whose days another row of the same subject (in order of start) holds already."""
    reached: Edge | None = None
    for edge in (edge for edge in edges if edge.start < edge.end):
        if reached is not None and edge.start < reached.end:
            wrong, other = (edge, reached) if edge.row is not None else (reached, edge)
            if wrong.row is not None and wrong.read is not None:
                context.findings.refuse(wrong.read, wrong.row, "starts_on", msgid, other=_days(other))
        if reached is None or edge.end > reached.end:
            reached = edge


def _days(edge: Edge) -> str:
    start = "…" if edge.start <= BEGINNING else edge.start.isoformat()
    end = "…" if edge.end >= FOREVER else date.fromordinal(edge.end.toordinal() - 1).isoformat()
    return f"{start}–{end}"


def _filled(own: Edge, moves: list[Edge]) -> list[Edge]:
    """Superiors on all days: the dated ones, today's on the days that none covers."""
    filled, reached = [], BEGINNING
    for move in moves:
        if move.start > reached:
            filled.append(Edge(reached, move.start, own.parent, own.read, own.row))
        filled.append(move)
        reached = max(reached, move.end)
    if reached < FOREVER:
        filled.append(Edge(reached, FOREVER, own.parent, own.read, own.row))
    return [edge for edge in filled if edge.parent]


def _refuse_cycles(tree: Tree, context: Context) -> None:
    """Walks up from every unit; every row of the workbook on a cycle is refused once, with the way round."""
    refused: set[int] = set()
    for unit in tree:
        stack: list[tuple[str, date, date, list[tuple[str, Edge | None]]]] = [(unit, BEGINNING, FOREVER, [])]
        while stack:
            current, start, end, path = stack.pop()
            for edge in tree.get(current, ()):
                first, after = max(start, edge.start), min(end, edge.end)
                if first >= after:
                    continue
                way = [*path, (current, edge)]
                names = [name for name, _ in way]
                if edge.parent not in names:
                    stack.append((edge.parent, first, after, way))
                elif edge.parent == unit:
                    _refuse_way(way, refused, context)


def _refuse_way(way: list[tuple[str, Edge | None]], refused: set[int], context: Context) -> None:
    path = " → ".join([*(name for name, _ in way), way[0][0]])
    for _, edge in way:
        if edge is not None and edge.row is not None and edge.read is not None and id(edge.row) not in refused:
            refused.add(id(edge.row))
            context.findings.refuse(edge.read, edge.row, "parent", CYCLE, path=path)
