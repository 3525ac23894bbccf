"""What the form of a session folds away: groups of rarely typed fields, each saying what is proposed in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xueer.activities.forms.details import DetailsForm

GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("leading", _("Who leads and speaks"), ("chairs", "lecturers", "speakers")),
    ("content", _("Content, form and plan"), ("categories", "more_categories", "form", "plan_item")),
    ("others", _("Single people, group, partners, last day"), ("audience_people", "group", "joint", "end_day")),
)


@dataclass(frozen=True)
class Fold:
    """One group. `said`: what stands in its fields; `open`: something in it is wrong and must be seen."""

    slug: str
    words: str | Promise
    said: str
    open: bool

    @property
    def template(self) -> str:
        return f"activities/_fold_{self.slug}.html"


def folds(form: "DetailsForm") -> Iterator[Fold]:
    """The groups of the form as it stands, proposed or typed."""
    for slug, words, names in GROUPS:
        wrong = form.is_bound and not form.errors.keys().isdisjoint(names)
        yield Fold(slug, words, " · ".join(said for name in names if (said := _said(form, name))), wrong)


def _said(form: "DetailsForm", name: str) -> str:
    """主持 胡家谷: a field with what stands in it; nothing for an empty one."""
    value = form[name].value()
    lines = [str(one) for one in (value if isinstance(value, (list, tuple)) else [value]) if one]
    return f"{form[name].label} {form.words_of(name, chr(10).join(lines))}" if lines else ""
