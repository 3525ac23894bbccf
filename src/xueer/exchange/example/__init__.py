"""The example district: 101 organisations, 1,693 members, a past year and this one, all invented.

Everything is made from seeded generators and the given day alone, so the same day gives the same cells. The rows
follow the sheets of the workbook and are loaded through the ordinary import; nothing here knows the database.
"""

from xueer.exchange.example.district import accounts, district, write_district

__all__ = ["accounts", "district", "write_district"]
