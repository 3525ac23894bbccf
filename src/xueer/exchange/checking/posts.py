"""Posts: nobody has two main ones on one day."""

from collections import defaultdict
from datetime import date

from xueer.common.calendar import FOREVER
from xueer.common.text import gettext_noop
from xueer.exchange.checking.known import Context
from xueer.exchange.checking.tree import Edge, refuse_overlaps
from xueer.exchange.findings import Read
from xueer.org.models import Post

TWO_MAIN_POSTS = gettext_noop("days on which this person has no other main post (%(other)s)")


def check_posts(read: Read, context: Context) -> None:
    """Main posts of the workbook and of the home, merged by key, must not overlap."""
    people = {row.values["person"] for row in read.rows if "person" in row.values}
    merged: dict[tuple[str, str, date], tuple[bool, Edge]] = {}
    stored = Post.objects.order_by().values_list("person__code", "unit__code", "starts_on", "ends_on", "main")
    for person, unit, start, end, main in stored:
        if person in people:
            merged[person, unit, start] = (main, Edge(start, end, unit))
    optional = [name for name in ("ends_on", "main") if read.has(name)]
    for row in read.rows:
        values = row.values
        if not {"person", "unit", "starts_on", *optional} <= values.keys():
            continue
        at = (values["person"], values["unit"], values["starts_on"])
        main, before = merged.get(at, (True, None))
        if before is None or before.row is None:  # the same key twice has been refused already
            end = values.get("ends_on", before.end if before else FOREVER)
            merged[at] = (values.get("main", main), Edge(values["starts_on"], end, values["unit"], read, row))
    main_posts: dict[str, list[Edge]] = defaultdict(list)
    for (person, _, _), (main, edge) in merged.items():
        if main:
            main_posts[person].append(edge)
    for edges in main_posts.values():
        edges.sort(key=lambda edge: (edge.start, edge.row.number if edge.row else 0))
        refuse_overlaps(edges, TWO_MAIN_POSTS, context)
