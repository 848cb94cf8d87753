"""Who gets a seat: the one algorithm of registration, without the database.

Whoever says « je participe » joins the end of the waiting list; then the list is read from its beginning, and each person is seated
as long as the room has a seat and her organisation has one left. A person whose organisation has used its seats lets the next one
pass and keeps her place. A person who comes for herself counts for no organisation. So, after every act: never more seated than
seats, never more of an organisation than its seats, and nobody waits while a seat that suits her is free.
"""

from collections import Counter
from collections.abc import Hashable, Iterable


def who_gets_a_seat(
    waiting: Iterable[tuple[int, Hashable | None]],
    seated: Iterable[Hashable | None],
    *,
    capacity: int | None,
    per_organisation: int | None,
) -> list[int]:
    """The ids of ``waiting`` (pairs of id and organisation, in order) that are seated now, given the organisations ``seated``."""
    taken = list(seated)
    left = None if capacity is None else capacity - len(taken)
    used = Counter(organisation for organisation in taken if organisation is not None)
    chosen: list[int] = []
    for pk, organisation in waiting:
        if left is not None and len(chosen) >= left:
            break
        if organisation is not None and per_organisation is not None and used[organisation] >= per_organisation:
            continue
        used[organisation] += 1
        chosen.append(pk)
    return chosen
