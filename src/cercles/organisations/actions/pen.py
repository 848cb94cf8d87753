"""One at a time: whoever writes the rows of a file, or says that two pages are one."""

from django.db import connection

_PEN = 0x696D706F7274  # « import »: the lock that whoever writes rows holds until the end of its transaction


def take_the_pen() -> None:
    """Two registers at once would each miss the pages that the other is making, and whoever unites two pages could wait for the row
    that an import holds while it waits for the other: whoever writes is waited for. On SQLite the transaction holds the only pen."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PEN])
