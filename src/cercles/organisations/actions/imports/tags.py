"""Tags and goals of imported organisations: written only when they differ from what is there."""

from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.models import Goal, Organisation


def tags_differ(row: Organisation, draft: Draft) -> bool:
    """Does the file say other tags or goals than the page? Reads what ``Known`` has prefetched."""
    if not row.pk or row.is_claimed:
        return False
    tags = any({term.pk for term in getattr(row, relation).all()} != wanted for relation, wanted in draft.tags.items())
    return tags or (draft.goals is not None and tuple(goal.term_id for goal in row.goals.all()) != draft.goals)


def write_tags(row: Organisation, draft: Draft) -> None:
    """Needs the row's id."""
    for relation, wanted in draft.tags.items():
        getattr(row, relation).set(wanted)
    if draft.goals is not None:
        row.goals.all().delete()
        Goal.objects.bulk_create(
            Goal(organisation=row, term_id=term, rank=rank) for rank, term in enumerate(draft.goals, start=1)
        )
