"""Which codes can be referred to: those in the home, those of the workbook's good rows, those of its refused rows."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import QuerySet

from xueer.activities.models import Activity
from xueer.exchange.findings import Findings, Read
from xueer.org.models import Group, Person, Unit
from xueer.plans.models import PlanItem
from xueer.records.models import ActivityType
from xueer.rules.models import Requirement, Rulebook


def _values(rows: Callable[[], QuerySet], name: str) -> Callable[[], Iterable[str]]:
    return lambda: rows().order_by().values_list(name, flat=True)


# Sheet → the codes of its rows in the home.
IN_THE_HOME: dict[str, Callable[[], Iterable[str]]] = {
    "单位": _values(Unit.objects.all, "code"),
    "人员": _values(Person.objects.all, "code"),
    "小组": _values(Group.objects.all, "code"),
    "事项": _values(ActivityType.objects.all, "name"),
    "制度": _values(Rulebook.objects.all, "code"),
    "要求": _values(Requirement.objects.all, "code"),
    "计划": _values(PlanItem.objects.all, "code"),
    "活动": _values(Activity.objects.all, "code"),
}


class Known:
    """Codes by sheet. A row that lacks its key column may have had any code: nothing is said about references to it."""

    def __init__(self) -> None:
        self._home: dict[str, set[str]] = {}
        self._good: dict[str, set[str]] = {}
        self._refused: dict[str, set[str]] = {}
        self._keyless: set[str] = set()

    def home(self, sheet: str) -> set[str]:
        """The codes of a sheet's rows in the home, read once."""
        if sheet not in self._home:
            self._home[sheet] = set(IN_THE_HOME[sheet]())
        return self._home[sheet]

    def admit(self, read: Read) -> None:
        """Takes in the rows of a sheet; called again when further checks have refused some."""
        name, identity = read.sheet.name, read.sheet.identity
        good = {row.values[identity] for row in read.rows if not row.refused and identity in row.values}
        named = {row.values[identity] for row in read.rows if identity in row.values}
        self._good[name], self._refused[name] = good, named - good
        if read.keyless:
            self._keyless.add(name)

    def lacks(self, sheet: str, codes: Iterable[str]) -> set[str]:
        """Those of `codes` that no good row has."""
        return set(codes) - self.home(sheet) - self._good.get(sheet, set())

    def was_refused(self, sheet: str, code: str) -> bool:
        """Was the row with this code itself refused (or may it have been)?"""
        return sheet in self._keyless or code in self._refused.get(sheet, ())


class Context:
    """What all checks share: the findings, the codes, the sheets read so far by name, the moment of reading."""

    def __init__(self, findings: Findings, at: datetime) -> None:
        self.findings = findings
        self.at = at
        self.known = Known()
        self.reads: dict[str, Read] = {}
