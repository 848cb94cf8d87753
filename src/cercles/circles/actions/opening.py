"""Open a circle."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cercles.circles.actions.membership import add_member
from cercles.circles.enums import CircleRole, Stage
from cercles.circles.models import CharterVersion, Circle, CircleTheme, StageNote
from cercles.circles.queries import draft_charter
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.text import search_key
from cercles.journal import actions as journal
from cercles.organisations.models import Organisation
from cercles.references.models import Term
from cercles.search import actions as search

# Words of the addresses below /cercles/ that no circle may take.
RESERVED = frozenset({"ouvrir", "entrer", "demandes", "invitations", "cercle"})


def free_slug(name: str) -> str:
    """An address made from the name, with a number when it is taken."""
    base = slugify(search_key(name).replace("&", " "))[:50].strip("-") or "cercle"
    taken = RESERVED | set(Circle.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def audience_for(circle: Circle, visibility: str) -> str:
    return circle.members_audience if visibility == Visibility.CIRCLE else visibility


def set_themes(circle: Circle, terms: Iterable[Term], labels: Iterable[str]) -> None:
    """The grid starts with the terms chosen and the circle's own words, in that order, each once."""
    chosen = list(terms)
    circle.themes.set(chosen)
    lines: dict[str, Term | None] = {term.label[:120]: term for term in chosen}
    for label in labels:
        lines.setdefault(" ".join(label.split())[:120], None)
    lines.pop("", None)
    CircleTheme.objects.bulk_create(
        CircleTheme(circle=circle, label=label, term=term, position=rank)
        for rank, (label, term) in enumerate(lines.items())
    )


@transaction.atomic
def open_circle(
    *,
    by: Any,
    name: str,
    purpose: str,
    audience_text: str = "",
    themes: Iterable[Term] = (),
    theme_labels: Iterable[str] = (),
    visibility: str = Visibility.NETWORK,
    join_question: str = "",
    charter: str = "",
    organisation: Organisation | None = None,
    since: date | None = None,
    stage: str = Stage.POTENTIAL,
    is_fictional: bool = False,
) -> Circle:
    """A circle with its charter, its grid, and ``by`` as facilitator, who accepts the charter by publishing it."""
    now = clock.now()
    circle = Circle.objects.create(
        slug=free_slug(name), name=name, search_key=search_key(name)[:140], purpose=purpose, audience_text=audience_text,
        visibility=visibility, join_question=join_question, since=since, stage=stage, is_fictional=is_fictional,
        created_at=now, changed_at=now,
    )  # fmt: skip
    Circle.objects.filter(pk=circle.pk).update(audience=audience_for(circle, visibility))
    circle.refresh_from_db()
    set_themes(circle, themes, theme_labels)
    StageNote.objects.create(circle=circle, stage=stage, note=_("Ouverture du cercle."), by=by, at=now)
    version = CharterVersion.objects.create(
        circle=circle, number=1, text=(charter or draft_charter()).strip(), published_at=now, published_by=by
    )
    add_member(circle=circle, person=by, by=by, organisation=organisation, role=CircleRole.FACILITATOR, version=version)
    journal.record("circle.opened", circle, by=by)
    search.touch(circle)
    return circle
