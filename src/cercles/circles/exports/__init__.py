"""The members as a file, and its columns. ``core.addresses`` reads « nom » and « courriel » back from it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from cercles.circles.models import Circle, Membership
from cercles.circles.queries import current_members
from cercles.core.tables import write_table

_ADDRESS = "courriel"
# Heading → what it holds, in the order of the file.
_COLUMNS: dict[str, Callable[[Membership], Any]] = {
    "nom": lambda row: row.person.display_name,
    _ADDRESS: lambda row: row.person.email,
    "organisation": lambda row: row.organisation.name if row.organisation else "",
    "rôle": lambda row: row.get_role_display(),
    "depuis": lambda row: timezone.localdate(row.since),
    "pair pionnier depuis": lambda row: row.pioneer_since,
}


def members_file(circle: Circle, flavour: str, *, addresses: bool) -> Iterator[bytes]:
    """The list of the page, in one of the flavours of ``core.tables``; without ``addresses``, that column is not there at all."""
    columns = {name: value for name, value in _COLUMNS.items() if addresses or name != _ADDRESS}
    rows = ([value(row) for value in columns.values()] for row in current_members(circle))
    yield from write_table(list(columns), rows, flavour)
