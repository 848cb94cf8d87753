"""Open a circle, or ask to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import said, step
from cercles.circles.actions.membership import add_member
from cercles.circles.emails import life
from cercles.circles.enums import REQUEST_MOVES, CircleRole, Stage
from cercles.circles.models import CharterVersion, Circle, CircleTheme, OpeningRequest, StageNote
from cercles.circles.queries import draft_charter
from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.text import search_key
from cercles.journal import actions as journal
from cercles.organisations.models import Organisation
from cercles.people.models import User
from cercles.references.models import Term
from cercles.search import actions as search

# Words of the addresses below /cercles/ that no circle may take.
RESERVED = frozenset(
    {"ouvrir", "entrer", "ouvertures", "demandes", "invitations", "relais", "bilans", "courriels"}
    | {"moderation", "signaler", "retirer", "signalements", "mesures", "visites"}
)


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


def _with_free_slug(**fields: Any) -> Circle:
    """Two who open a circle of the same name at once get two addresses."""
    try:
        with transaction.atomic():
            return Circle.objects.create(slug=free_slug(fields["name"]), **fields)
    except IntegrityError:
        return Circle.objects.create(slug=free_slug(fields["name"]), **fields)


def audience_for(circle: Circle, visibility: str) -> str:
    return circle.members_audience if visibility == Visibility.CIRCLE else visibility


def set_themes(circle: Circle, terms: Iterable[Term], labels: Iterable[str]) -> None:
    """The grid starts with the terms chosen and the circle's own words, in that order, each once whatever its capitals."""
    chosen = list(terms)
    circle.themes.set(chosen)
    lines: dict[str, tuple[str, Term | None]] = {search_key(term.label): (term.label[:120], term) for term in chosen}
    for label in labels:
        lines.setdefault(search_key(label), (" ".join(label.split())[:120], None))
    lines.pop("", None)
    CircleTheme.objects.bulk_create(
        CircleTheme(circle=circle, label=label, term=term, position=rank)
        for rank, (label, term) in enumerate(lines.values())
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
    circle = _with_free_slug(
        name=name, search_key=search_key(name, audience_text, purpose)[:500], purpose=purpose,
        audience_text=audience_text,
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
    journal.record("circles.opened", circle, by=by)
    search.touch(circle)
    return circle


@transaction.atomic
def ask_to_open(*, by: Any, name: str, themes: Iterable[Term] = (), **draft: Any) -> OpeningRequest:
    """Where the instance opens circles on request: what was typed is kept whole, and an administrator answers."""
    organisation = draft.pop("organisation", None)
    draft |= {"themes": [term.pk for term in themes], "organisation": organisation.pk if organisation else None}
    request = OpeningRequest.objects.create(person=by, name=name, draft=draft, asked_at=clock.now())
    journal.record("circles.opening_asked", request, by=by, audience=audience.key("person", by.pk))
    life.opening_asked(request, User.objects.filter(is_administrator=True, is_active=True))
    return request


def _taken(request: OpeningRequest, verb: str, by: Any) -> tuple[OpeningRequest, bool]:
    row = OpeningRequest.objects.select_for_update().get(pk=request.pk)
    moved = step(row, verb, REQUEST_MOVES)
    if moved:
        row.decided_at, row.decided_by = clock.now(), by
    return row, moved


@transaction.atomic
def accept_opening(*, request: OpeningRequest, by: Any) -> OpeningRequest:
    """The circle opens as it was written, with the one who asked as facilitator."""
    row, moved = _taken(request, "accept", by)
    if moved:
        draft = dict(row.draft)
        themes = Term.objects.filter(pk__in=draft.pop("themes", []))
        organisation = Organisation.objects.filter(pk=draft.pop("organisation", None)).first()
        row.circle = open_circle(by=row.person, name=row.name, themes=themes, organisation=organisation, **draft)
        row.save()
        life.opening_answered(row)
    return row


@transaction.atomic
def decline_opening(*, request: OpeningRequest, by: Any, reason: str) -> OpeningRequest:
    reason = said(reason, _("Dites pourquoi en une phrase : la personne la recevra."))
    row, moved = _taken(request, "decline", by)
    if moved:
        row.reason = reason
        row.save()
        life.opening_answered(row)
    return row
