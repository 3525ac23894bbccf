"""All sheets of the contract, in the order in which one needs the other; a workbook may have them in any order."""

from xueer.exchange.sheets.activities import ACTIVITIES
from xueer.exchange.sheets.clauses import CLAUSES
from xueer.exchange.sheets.columns import Sheet
from xueer.exchange.sheets.grants import GRANTS
from xueer.exchange.sheets.groups import GROUPS
from xueer.exchange.sheets.people import PEOPLE
from xueer.exchange.sheets.placements import PLACEMENTS
from xueer.exchange.sheets.plans import PLANS
from xueer.exchange.sheets.posts import POSTS
from xueer.exchange.sheets.requirements import REQUIREMENTS
from xueer.exchange.sheets.roll import ROLL
from xueer.exchange.sheets.rulebooks import RULEBOOKS
from xueer.exchange.sheets.types import TYPES
from xueer.exchange.sheets.units import UNITS

SHEETS: tuple[Sheet, ...] = (
    UNITS,
    PLACEMENTS,
    PEOPLE,
    POSTS,
    GROUPS,
    GRANTS,
    TYPES,
    RULEBOOKS,
    CLAUSES,
    REQUIREMENTS,
    PLANS,
    ACTIVITIES,
    ROLL,
)
SHEETS_BY_NAME: dict[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
# Sheets of the contract whose stages are not built yet: refused by name.
LATER_SHEETS: tuple[str, ...] = ("成果", "考试", "走访", "问题", "经费", "荣誉")
