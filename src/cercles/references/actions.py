"""Writes of the vocabularies: what ships with the site is loaded, and loaded again at each upgrade, under the same codes."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from cercles.core import clock
from cercles.references.models import Term
from cercles.search.actions import touch, touch_everything

WRITTEN = ("label", "definition", "source", "parent_id", "position", "valid_from", "valid_to")


@transaction.atomic
def load_terms(rows: Iterable[dict[str, str]]) -> Counter:
    """Create, update, and close: a term that the list no longer names stays readable but may not be chosen any more.

    Rows come parents before children; some two hundred of them, well under a fifth of a second.
    """
    known = {(term.vocabulary, term.code): term for term in Term.objects.all()}
    labels = {term.pk: term.label for term in known.values()}
    counts = Counter(created=0, updated=0, unchanged=0, closed=0)
    renamed = False
    ids: dict[tuple[str, str], int] = {}
    for position, row in enumerate(rows):
        key = (row["vocabulary"], row["code"])
        term = known.pop(key, None) or Term(vocabulary=key[0], code=key[1])
        outcome = _write(term, _columns(row, position, ids))
        counts[outcome] += 1
        if outcome != "unchanged":
            touch(term)
        renamed |= term.pk in labels and labels[term.pk] != term.label
        ids[key] = term.pk
    ended = [term for term in known.values() if term.valid_to is None]
    for term in ended:
        term.valid_to = max(clock.today(), term.valid_from or clock.today())
    Term.objects.bulk_update(ended, ["valid_to"])
    counts["closed"] = len(ended)
    if renamed:
        touch_everything()
    return counts


def _columns(row: dict[str, str], position: int, ids: dict[tuple[str, str], int]) -> dict[str, object]:
    return {
        "label": row["label"], "definition": row["definition"], "source": row["source"], "position": position,
        "parent_id": ids[row["vocabulary"], row["parent"]] if row["parent"] else None,
        "valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"]),
    }  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(term: Term, columns: dict[str, object]) -> str:
    new = term.pk is None
    if not new and all(getattr(term, name) == columns[name] for name in WRITTEN):
        return "unchanged"
    for name, value in columns.items():
        setattr(term, name, value)
    term.save()
    return "created" if new else "updated"
