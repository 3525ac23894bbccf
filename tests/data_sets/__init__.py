"""Data that regenerates the figures of a source document, as rows of the workbook's sheets."""
