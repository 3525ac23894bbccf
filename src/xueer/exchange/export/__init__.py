"""The workbook of a unit: everything below it on any day, and what it takes for the file to stand on its own.

The rule in full, with its reasons: docs/decisions, "What an exported workbook holds".
"""
