"""Workbooks in and out: `.xlsx`, a `.csv`, a folder or a zip of `.csv` (sheet = file stem).

Reading::

    with open_book(path, limits=Limits()) as book:    raises a BookError before anything large is unpacked
        book.sheet_names                              list[str], in their order
        for number, cells in book.rows(name):         number as Excel counts rows (from 1); blank rows are left out;
            ...                                       cells: list of values (see `common.cells`), index 0 = column A; "" = empty;
                                                      rows may be shorter than the head

Errors (`BookError`): TooLarge, ZipBomb, NotASpreadsheet, Encrypted, UnknownEncoding, CellTooLong. `error.msgid` is English, `error.params` its values:
say `gettext(error.msgid) % error.params`; `str(error)` is the English sentence.

Writing::

    write_book(path, [Sheet(name, columns=["工号", ...], rows=iterable of sequences, widths={"工号": 12})])
        `path` ends in .xlsx (one workbook) or .zip (a CSV per sheet), or is a folder for CSV files. Rows are streamed.
        str → text cell, never a formula, link or number; int, float, Decimal → number; bool → 是/否;
        date, datetime, time → Excel date, date and time, time; None or "" → no cell.
    mark_cells(source, out, [Mark(sheet, row, column, message)])
        a copy of `source` as .xlsx with wrong cells filled and commented; row counts from 1, column from 0;
        row or column may be None (the sheet as a whole, the row as a whole).
"""
