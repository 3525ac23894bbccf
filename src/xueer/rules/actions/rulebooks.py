"""Rulebooks written in pages: begun, their head changed, abolished; published as editions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from xueer.audit.actions import note
from xueer.common.calendar import FOREVER, day_after
from xueer.org.models import Unit
from xueer.rules.actions.noting import applied
from xueer.rules.editions import content_of, is_published
from xueer.rules.errors import RuleRefused
from xueer.rules.models import Edition, Requirement, Rulebook


@transaction.atomic
def add_rulebook(*, unit: Unit, values: Mapping[str, Any], by: Any, at: datetime) -> Rulebook:
    """Begins a rulebook of the unit. Raises RuleRefused when its code is taken."""
    if Rulebook.objects.filter(code=values["code"]).exists():
        raise RuleRefused(_("There is a rulebook with this code already."), field="code")
    made = Rulebook.objects.create(unit=unit, **values)
    note(verb="rules.rulebook.add", by=by, at=at, about=made)
    return made


@transaction.atomic
def change_rulebook(*, rulebook: Rulebook, values: Mapping[str, Any], by: Any, at: datetime) -> bool:
    """Changes the head of a rulebook; False when it is as it was."""
    if values.get("starts_on", rulebook.starts_on) >= rulebook.ends_on:
        raise RuleRefused(_("It would begin after it was abolished."), field="starts_on")
    changed = applied(rulebook, values)
    if changed:
        rulebook.save(update_fields=list(changed))
        note(verb="rules.rulebook.change", by=by, at=at, about=rulebook, detail=changed)
    return bool(changed)


@transaction.atomic
def abolish_rulebook(
    *, rulebook: Rulebook, last: date | None, with_requirements: bool, by: Any, at: datetime
) -> list[Requirement]:
    """The last day on which a rulebook holds; None: it holds again without end.

    With its requirements: those that would go on longer end on that day as well. Returns the requirements ended.
    """
    ends_on = day_after(last) if last else FOREVER
    if ends_on <= rulebook.starts_on:
        raise RuleRefused(_("A rulebook cannot end before it begins."), field="last")
    changed = applied(rulebook, {"ends_on": ends_on})
    rulebook.save(update_fields=["ends_on"])
    ended: list[Requirement] = []
    if last and with_requirements:
        ended = list(rulebook.requirements.filter(ends_on__gt=ends_on, starts_on__lt=ends_on).order_by("code"))
        for requirement in ended:
            detail = applied(requirement, {"ends_on": ends_on})
            requirement.save(update_fields=["ends_on"])
            note(verb="rules.requirement.end", by=by, at=at, about=requirement, detail=detail)
    if changed:
        verb = "rules.rulebook.abolish" if last else "rules.rulebook.revive"
        note(verb=verb, by=by, at=at, about=rulebook, detail=changed | {"requirements": [one.code for one in ended]})
    return ended


@transaction.atomic
def publish_edition(*, rulebook: Rulebook, words: str, by: Any, at: datetime) -> Edition:
    """Keeps the rulebook as it reads now as its next edition. Raises RuleRefused when there is nothing new."""
    # Two who publish at once wait for each other, so that numbers stay without gaps.
    Rulebook.objects.filter(pk=rulebook.pk).update(name=F("name"))
    rulebook.refresh_from_db()
    if not rulebook.clauses.exists():
        raise RuleRefused(_("There is no clause yet that could be published."))
    if is_published(rulebook):
        raise RuleRefused(_("Nothing has changed since the last edition."))
    last = rulebook.editions.aggregate(last=Max("number"))["last"] or 0
    made = Edition.objects.create(
        rulebook=rulebook,
        number=last + 1,
        published_at=at,
        published_by=by,
        note=words,
        content=content_of(rulebook),
    )
    detail = {"number": made.number, "note": words}
    note(verb="rules.edition.publish", by=by, at=at, about=rulebook, detail=detail)
    return made
