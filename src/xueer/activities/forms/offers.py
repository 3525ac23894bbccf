"""What the forms of a session offer to choose from: headings, categories, groups, units, posts, items of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from xueer.access.queries import Reach
from xueer.activities.choices import AudienceKind
from xueer.activities.models import Activity
from xueer.activities.queries.entry import last_of_each_kind, open_items
from xueer.activities.queries.joint import neighbours
from xueer.org.models import Group, Membership, Unit
from xueer.org.queries import within
from xueer.plans.models import PlanItem
from xueer.records.models import ActivityType
from xueer.records.shipped import STUDY_PLAN
from xueer.rules.models import Requirement

MOST_UNITS = 300
MOST_DUTIES = 60
MOST_PEOPLE = 400


class Option(NamedTuple):
    """A box to tick."""

    value: str
    words: str
    checked: bool


class Boxes(NamedTuple):
    """The boxes of a field: those offered at once and those folded away."""

    usual: list[Option]
    seldom: list[Option]


@dataclass
class Offers:
    """Everything a form about a session of `unit` offers on a day. `kept`: the session whose choices stay choosable."""

    unit: Unit
    reach: Reach
    on: date
    kept: Activity | None = None

    @cached_property
    def types(self) -> list[ActivityType]:
        """Every heading but that of plans, which is no session."""
        return list(ActivityType.objects.exclude(name=STUDY_PLAN))

    @cached_property
    def usual_types(self) -> set[int]:
        """Headings under which the unit held its latest sessions; without any, those that are groups of none."""
        used = {kind.pk for last in last_of_each_kind(self.unit) for kind in last.heading_set.types.all()}
        if self.kept:
            used |= {kind.pk for kind in self.kept.heading_set.types.all()}
        return used or {kind.pk for kind in self.types[:10]}

    @cached_property
    def categories(self) -> list[str]:
        """Words that the unit's latest sessions carry or that a requirement in force asks for."""
        sets = Activity.objects.filter(unit=self.unit, category_set__isnull=False).order_by("-held_on")
        words = [word for key in sets.values_list("category_set__key", flat=True)[:100] for word in key.split("、")]
        asked = Requirement.objects.filter(starts_on__lte=self.on, ends_on__gt=self.on).values_list(
            "categories", flat=True
        )
        return list(dict.fromkeys([*(word for row in asked for word in row or ()), *words]))[:40]

    @cached_property
    def units(self) -> list[Unit]:
        """Units that may be named as audience: those the caller may see, open on the day."""
        rows = self.reach.visible_units().filter(starts_on__lte=self.on, ends_on__gt=self.on)
        return list(rows.order_by("position", "code")[:MOST_UNITS])

    @cached_property
    def partners(self) -> list[Unit]:
        """Units that may hold the session with the host: its neighbours, those in sight, those that hold it already.

        A branch mostly sees itself alone, yet meets with the branch next door. Of a neighbour out of sight no more than
        the name is offered: neither its groups nor its people can be named; it is told and may step out.
        """
        joint = [row.unit for row in self.kept.joint_units.select_related("unit")] if self.kept else []
        found = {unit.pk: unit for unit in [*neighbours(self.unit, on=self.on)[:MOST_UNITS], *self.units, *joint]}
        return [unit for pk, unit in found.items() if pk != self.unit.pk]

    @cached_property
    def groups(self) -> list[Group]:
        """Groups of the units in sight, the host's first; the session's own group too."""
        rows = list(Group.objects.filter(unit__in=[unit.pk for unit in self.units]).select_related("unit"))
        own = self.kept.group if self.kept else None
        rows += [own] if own and own not in rows else []
        return sorted(rows, key=lambda group: (group.unit_id != self.unit.pk, group.unit.code, group.code))

    @cached_property
    def duties(self) -> list[str]:
        """Words of posts held in the unit or below on the day."""
        rows = Membership.objects.filter(
            unit__in=within(self.unit, on=self.on).values("unit_id"), starts_on__lte=self.on, ends_on__gt=self.on
        )
        return list(rows.exclude(duty="").order_by("duty").values_list("duty", flat=True).distinct()[:MOST_DUTIES])

    @cached_property
    def items(self) -> list[PlanItem]:
        """Open items of the unit's plans; the session's own item too."""
        found = list(open_items(self.unit, around=self.on.year))
        own = self.kept.plan_item if self.kept else None
        return [*found, own] if own and own not in found else found

    @cached_property
    def audience(self) -> list[tuple[str, str, bool]]:
        """(value, words, offered at once): the host's groups and the host itself; other groups, units and posts."""
        here = [group for group in self.groups if group.unit_id == self.unit.pk]
        others = [group for group in self.groups if group.unit_id != self.unit.pk]
        said = [(f"{AudienceKind.GROUP}:{group.pk}", group.name, True) for group in here]
        said.append(
            (f"{AudienceKind.UNIT}:{self.unit.pk}", _("Everybody of %(unit)s") % {"unit": self.unit.name}, True)
        )
        said += [(f"{AudienceKind.UNIT}:{unit.pk}", unit.name, False) for unit in self.units if unit != self.unit]
        said += [(f"{AudienceKind.GROUP}:{group.pk}", f"{group.unit.name} · {group.name}", False) for group in others]
        said += [(f"{AudienceKind.DUTY}:{duty}", duty, False) for duty in self.duties]
        known = {value for value, _words, _usual in said}
        return [*said, *(row for row in self._kept_audience() if row[0] not in known)]

    def _kept_audience(self) -> Iterable[tuple[str, str, bool]]:
        rows = self.kept.audience.select_related("group", "unit") if self.kept and self.kept.pk else ()
        for row in rows:
            if row.kind != AudienceKind.PERSON:
                yield audience_value(row), row.duty or str(row.group or row.unit), True

    @cached_property
    def people(self) -> list[str]:
        """Names in the unit and below, proposed while one types; none of a unit too large for it."""
        rows = Membership.objects.filter(
            unit__in=within(self.unit, on=self.on).values("unit_id"), starts_on__lte=self.on, ends_on__gt=self.on
        )
        names = rows.order_by("person__sort_key").values_list("person__name", flat=True)
        return list(dict.fromkeys(names[:MOST_PEOPLE]))

    @cached_property
    def forms(self) -> list[str]:
        """Words for the form of a session that the unit has used."""
        rows = Activity.objects.filter(unit=self.unit).exclude(form="").order_by("form")
        return list(rows.values_list("form", flat=True).distinct()[:20])

    @cached_property
    def places(self) -> list[str]:
        """Places where the unit has met."""
        rows = Activity.objects.filter(unit=self.unit).exclude(place="").order_by("place")
        return list(rows.values_list("place", flat=True).distinct()[:30])


def audience_value(row: object) -> str:
    """A row of an audience as the value of a box."""
    kind = row.kind  # type: ignore[attr-defined]
    return (
        f"{kind}:{row.group_id or row.unit_id or row.person_id}" if kind != AudienceKind.DUTY else f"{kind}:{row.duty}"
    )  # type: ignore[attr-defined]
