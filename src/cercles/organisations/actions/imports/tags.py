"""Tags and goals of imported organisations: written only when they differ from what is there."""

from collections.abc import Sequence

from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.models import Goal, Organisation


def write_new_tags(made: Sequence[tuple[int, Draft]]) -> None:
    """Those of pages just made: one write for each relation that the file speaks of."""
    relations = {relation for _pk, draft in made for relation in draft.tags}
    for relation in sorted(relations):
        through = getattr(Organisation, relation).through
        through.objects.bulk_create(
            through(organisation_id=pk, term_id=term)
            for pk, draft in made
            for term in sorted(draft.tags.get(relation, ()))
        )
    Goal.objects.bulk_create(goal for pk, draft in made for goal in _goals(pk, draft))


def differing_tags(row: Organisation, draft: Draft) -> list[str]:
    """The relations of which the file says other tags or goals than the page. Reads what ``Known`` has prefetched."""
    differ = [name for name, wanted in _tags(row, draft) if {term.pk for term in getattr(row, name).all()} != wanted]
    if _says_goals(row, draft) and tuple(goal.term_id for goal in row.goals.all()) != draft.goals:
        differ.append("goals")
    return differ


def write_tags(row: Organisation, draft: Draft) -> None:
    for relation, wanted in _tags(row, draft):
        getattr(row, relation).set(wanted)
    if _says_goals(row, draft):
        row.goals.all().delete()
        Goal.objects.bulk_create(_goals(row.pk, draft))


def _goals(pk: int, draft: Draft) -> list[Goal]:
    return [Goal(organisation_id=pk, term_id=term, rank=rank) for rank, term in enumerate(draft.goals or (), start=1)]


def _tags(row: Organisation, draft: Draft) -> list[tuple[str, frozenset[int]]]:
    """What the file says, except what people chose on the site."""
    kept = row.written_by_people()
    return [(relation, wanted) for relation, wanted in draft.tags.items() if relation not in kept]


def _says_goals(row: Organisation, draft: Draft) -> bool:
    return draft.goals is not None and "goals" not in row.written_by_people()
