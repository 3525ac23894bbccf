"""Many rows at once.

insert_rows(table, columns, rows)       COPY on PostgreSQL, executemany on SQLite
update_rows(table, columns, rows)       each row: the values, then the id
put_rows(model, key=..., rows=..., refers=...) -> Put
                                        adds what is new, updates what differs, leaves the rest alone
"""

from xueer.common.bulk.driver import insert_rows, update_rows
from xueer.common.bulk.putting import Key, Put, Row, put_rows

__all__ = ["Key", "Put", "Row", "insert_rows", "put_rows", "update_rows"]
