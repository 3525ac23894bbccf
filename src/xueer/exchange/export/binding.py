"""Which requirements bind somebody or something inside a unit, on any day there ever was."""

from collections.abc import Collection

from django.db.models import QuerySet

from xueer.org.models import Group, Person, Unit
from xueer.rules.binding import Binder
from xueer.rules.conditions import Condition, parse
from xueer.rules.intervals import meet
from xueer.rules.models import Requirement
from xueer.rules.roster import Roster, roster


def binding_requirements(unit: Unit, people: QuerySet[Person], groups: Collection[int]) -> set[int]:
    """Ids of the requirements that bind a subject while it is inside the unit.

    Judged by what the export carries: of people's groups only those inside. So the same set comes out of the home
    that the file is imported into.
    """
    binder = Binder(_carried(roster(people=people), groups))
    found = set()
    for requirement in Requirement.objects.all():
        bound = binder.bound(
            kind=requirement.subject_kind,
            owner=requirement.unit_id,
            condition=parse(requirement.condition, requirement.subject_kind),
            excused=Condition(),
            in_force=(requirement.starts_on.toordinal(), requirement.ends_on.toordinal()),
            study_exemptions=False,
        )
        if any(meet(one.days, binder.inside(unit.pk, one.subject)) for one in bound.values()):
            found.add(requirement.pk)
    return found


def _carried(everything: Roster, groups: Collection[int]) -> Roster:
    codes = set(Group.objects.filter(pk__in=list(groups)).values_list("code", flat=True))
    everything.people = {
        pk: person._replace(groups=tuple(one for one in person.groups if one.columns["小组编码"] in codes))
        for pk, person in everything.people.items()
    }
    return everything
