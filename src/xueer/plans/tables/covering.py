"""The plan by requirement: what is asked over the rest of the year, and which periods lack."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xueer.plans.queries import Need
from xueer.plans.tables.year import NAMED
from xueer.rules.choices import Strength
from xueer.rules.models import Requirement


@dataclass(frozen=True)
class Cover:
    """One requirement over the rest of the year, of the unit, a group or a lecturer, with the periods that lack."""

    requirement: Requirement
    whom: str
    asked: int
    held: int
    planned: int
    missing: int
    lacking: list[str]

    @property
    def words(self) -> str:
        """第3季度、第4季度 没有排够; nothing where all is planned."""
        named = "、".join(self.lacking[: NAMED + 1])
        if len(self.lacking) > NAMED + 1:
            named = _("%(names)s and others, %(n)s periods in all") % {"names": named, "n": len(self.lacking)}
        if not self.lacking:
            return _("Covered")
        if self.held or self.planned:
            return _("%(periods)s: %(n)s more to plan") % {"periods": named, "n": self.missing}
        return _("%(periods)s: nothing planned") % {"periods": named}

    @property
    def kind(self) -> str:
        if not self.missing:
            return "ok"
        return "risk" if self.requirement.strength == Strength.SHOULD else "miss"


def covers(needs: Iterable[Need]) -> list[Cover]:
    """The needs, one line for each requirement and whom it asks."""
    grouped: dict[tuple[int, str], list[Need]] = {}
    for need in needs:
        grouped.setdefault((need.requirement.pk, need.whom), []).append(need)
    return [
        Cover(
            rows[0].requirement,
            rows[0].whom,
            sum(row.asked for row in rows),
            sum(row.held for row in rows),
            sum(row.planned for row in rows),
            sum(row.missing for row in rows),
            [row.window.words for row in rows if row.missing],
        )
        for rows in grouped.values()
    ]
