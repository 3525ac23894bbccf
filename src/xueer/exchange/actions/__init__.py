"""What the exchange does: one workbook into the home, in one transaction."""

from xueer.exchange.actions.importing import import_workbook
from xueer.exchange.actions.outcome import Change, Imported, SheetCount

__all__ = ["Change", "Imported", "SheetCount", "import_workbook"]
