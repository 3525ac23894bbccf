"""A slow, obvious second opinion on standings and figures.

Everything here is computed from plain sheet rows and from the sentences of the workbook contract alone: no framework,
no database, nothing of the product. Where the contract leaves room, `README.md` says which reading is taken.
Tests compare the product with this package on workbooks drawn by `strategies.py`.
"""
