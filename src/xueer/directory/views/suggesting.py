"""People proposed while a name is typed, for every form that takes several of them in one field."""

from collections import Counter

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from xueer.access.permissions import Permission, requires
from xueer.access.queries import Reach
from xueer.common.calendar import today
from xueer.common.pinyin import key_pattern
from xueer.common.text import split_values
from xueer.org.models import Membership, Person

# So many people are proposed; more letters find the others.
MOST = 20
# A name is no longer; whatever else stands in the field is kept.
LONGEST = 100


@require_GET
@requires(Permission.UNIT_VIEW)
def suggest_people(request: HttpRequest) -> HttpResponse:
    """Options for a field of names: what is typed already, its last name completed. Only of units in the caller's
    sight; by part of the name, initials, or the beginning of the 工号. Without HTMX the page of units."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("directory.units")
    typed = split_values(request.GET.get(request.htmx.trigger_name or "", ""))  # type: ignore[attr-defined]
    found = list(_found(request.reach, typed[-1])) if typed else []  # type: ignore[attr-defined]
    alike = Counter(person.name for person in found)
    before = "".join(f"{word}、" for word in typed[:-1])
    rows = [(before + (person.name if alike[person.name] == 1 else person.code), person) for person in found]
    return render(request, "directory/_suggested.html", {"rows": rows})


def _found(reach: Reach, words: str) -> QuerySet[Person]:
    """In service in a unit in sight today, by name."""
    words = words[:LONGEST]
    here = Membership.objects.filter(starts_on__lte=today(), ends_on__gt=today(), unit__in=reach.visible_units())
    match = Q(name__icontains=words) | Q(code__istartswith=words)
    if pattern := key_pattern(words):
        match |= Q(sort_key__regex=pattern)
    rows = Person.objects.filter(match, pk__in=here.values("person_id")).select_related("unit")
    return rows.order_by("sort_key", "code")[:MOST]
