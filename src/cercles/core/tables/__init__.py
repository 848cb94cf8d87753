"""Tables in and out: one writer and one reader for every list of the house.

What is written reads back the same, cell for cell; ``tests/core/test_tables.py`` tries it with any text.
"""

from cercles.core.tables.cells import neutral, original
from cercles.core.tables.flavours import Flavour
from cercles.core.tables.reader import FileRefused, Row, Table, read_table
from cercles.core.tables.uploads import text_of
from cercles.core.tables.workbooks import as_csv
from cercles.core.tables.writer import write_table

__all__ = [
    "FileRefused",
    "Flavour",
    "Row",
    "Table",
    "as_csv",
    "neutral",
    "original",
    "read_table",
    "text_of",
    "write_table",
]
