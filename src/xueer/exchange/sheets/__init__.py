"""The sheets of the workbook: one file each, its columns as data. Import and export both follow from them."""

from xueer.exchange.sheets.columns import Column, Sheet
from xueer.exchange.sheets.registry import LATER_SHEETS, SHEETS, SHEETS_BY_NAME

__all__ = ["LATER_SHEETS", "SHEETS", "SHEETS_BY_NAME", "Column", "Sheet"]
