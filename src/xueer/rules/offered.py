"""What the sentence of a requirement offers to choose from: kinds of units, groups and posts found in the data."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xueer.org.models import Group, GroupMember, Lineage, Membership, Person, Unit
from xueer.records.models import ActivityType, CategorySet
from xueer.rules.choices import SubjectKind
from xueer.rules.models import Requirement

# As many values of a field as can be looked through in a list; the rarer ones are typed as a condition.
MOST = 25
OWN = "__own__"

Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]


def whom(unit: Unit, *, on: date) -> Choices:
    """Subjects to choose: everybody, then by group, rank, post, kind of unit. The value is kind and condition."""
    below = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on).values("unit_id")
    person, group, units = (f"{kind.value}:" for kind in (SubjectKind.PERSON, SubjectKind.GROUP, SubjectKind.UNIT))
    posts = Membership.objects.filter(unit__in=below, starts_on__lte=on, ends_on__gt=on)
    people = Person.objects.filter(pk__in=posts.values("person"))
    groups = Group.objects.filter(unit__in=below)
    rows = Unit.objects.filter(pk__in=below)
    members = [
        *_of(person, "小组类型", _values(groups, "kind"), _("members of %(value)s")),
        *_of(person, "职级", _values(people, "rank"), "%(value)s"),
        *_of(person, "职务", _values(posts, "duty"), "%(value)s"),
        *_of(person, "政治面貌", _values(people, "political"), "%(value)s"),
        *_of(
            person, "组内角色", _values(GroupMember.objects.filter(group__in=groups), "role"), _("%(value)s of groups")
        ),
        *_of(person, "单位类型", _values(rows, "kind"), _("people of each %(value)s")),
    ]
    direct: Choice = (f"{person}本级=是", _("People of %(unit)s itself") % {"unit": unit.name})
    return [
        (person, _("All members of staff")),
        (_("Members of staff"), [direct, *members]),
        (_("Groups"), [(group, _("All groups")), *_of(group, "小组类型", _values(groups, "kind"), "%(value)s")]),
        (
            _("Units"),
            [
                (units, _("All units")),
                (f"{units}单位编码={unit.code}、本级=是", _("%(unit)s itself") % {"unit": unit.name}),
                (f"{units}单位编码={unit.code}", _("%(unit)s with all below it") % {"unit": unit.name}),
                *_of(units, "单位类型", _values(rows, "kind"), _("each %(value)s")),
                *_of(units, "层面", _values(rows, "stratum"), "%(value)s"),
            ],
        ),
        (OWN, _("by a condition of one's own …")),
    ]


def excused(unit: Unit, *, on: date) -> Choices:
    """Who may be let off: by post, rank, role in a group. The value is the condition."""
    below = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on).values("unit_id")
    posts = Membership.objects.filter(unit__in=below, starts_on__lte=on, ends_on__gt=on)
    people = Person.objects.filter(pk__in=posts.values("person"))
    return [
        ("", _("Nobody")),
        (_("By post"), _of("", "职务", _values(posts, "duty"), "%(value)s")),
        (_("By rank"), _of("", "职级", _values(people, "rank"), "%(value)s")),
        (_("By kind of unit"), _of("", "单位类型", _values(Unit.objects.filter(pk__in=below), "kind"), "%(value)s")),
        (OWN, _("by a condition of one's own …")),
    ]


def within(unit: Unit, *, on: date) -> list[Choice]:
    """Kinds of units by which a choice of subjects may be narrowed; the value is a condition."""
    below = Lineage.objects.filter(ancestor=unit, starts_on__lte=on, ends_on__gt=on).values("unit_id")
    kinds = _values(Unit.objects.filter(pk__in=below), "kind")
    return [("", pgettext("units", "any unit")), *_of("", "单位类型", kinds, "%(value)s")]


def _of(prefix: str, field: str, values: Iterable[str], words: str) -> list[Choice]:
    return [(f"{prefix}{field}={value}", words % {"value": value}) for value in values]


def _values(rows: QuerySet, field: str) -> list[str]:
    """The values of a field that occur, the most frequent ones, in the order of their frequency."""
    found = rows.exclude(**{field: ""}).order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    # A value that holds a sign of the grammar could not be said in a condition.
    return [value for value, _n in found[:MOST] if not set(value) & set("=＝|｜、;；,，")]


def headings() -> list[ActivityType]:
    """All activity types in their order."""
    return list(ActivityType.objects.order_by("position", "id"))


def categories() -> list[str]:
    """Content categories that have occurred."""
    return sorted({word for made in CategorySet.objects.all() for word in made.words})


def alternatives(unit: Unit, *, on: date, but: int = 0) -> QuerySet[Requirement]:
    """Requirements that may stand in for one of the unit: its own and those of the units above, in force or to come."""
    above = Lineage.objects.filter(unit=unit, starts_on__lte=on, ends_on__gt=on).values("ancestor_id")
    return Requirement.objects.filter(unit__in=above, ends_on__gt=on).exclude(pk=but).order_by("code")


def chosen_in(value: str, choices: Choices) -> str:
    """The offered value, or the one that says "a condition of one's own"."""
    flat = {one[0] for entry in choices for one in (entry[1] if isinstance(entry[1], list) else [entry])}
    return value if value in flat else OWN
