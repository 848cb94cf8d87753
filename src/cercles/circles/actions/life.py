"""What a circle says of itself, the stage it is in, and its end."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked, locked_open, said
from cercles.circles.actions.opening import audience_for
from cercles.circles.actions.requests import decline_request
from cercles.circles.emails import life as letters
from cercles.circles.enums import STAGE_MOVES, HandoverState, InvitationState, RequestState, Stage
from cercles.circles.models import (
    Circle,
    CircleTheme,
    FinalReview,
    Handover,
    Invitation,
    JoinLink,
    JoinRequest,
    PositionStatement,
    StageNote,
)
from cercles.circles.queries import current_members
from cercles.core import clock, slots
from cercles.core.enums import WIDTH, is_wider
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal import actions as journal
from cercles.references.models import Term
from cercles.search import actions as search


@transaction.atomic
def update_circle(
    *, circle: Circle, by: Any, name: str, purpose: str, visibility: str,
    audience_text: str = "", join_question: str = "", since: date | None = None,
) -> Circle:  # fmt: skip
    """The address stays the one it was opened with. What members said never shows wider than the circle itself."""
    fresh = locked_open(circle)
    before = fresh.visibility
    fresh.name, fresh.search_key, fresh.purpose = name, search_key(name, audience_text, purpose)[:500], purpose
    fresh.audience_text, fresh.join_question, fresh.since = audience_text, join_question, since
    fresh.visibility, fresh.audience = visibility, audience_for(fresh, visibility)
    fresh.changed_at = clock.now()
    fresh.save()
    if is_wider(before, visibility):
        wider = [value for value in WIDTH if is_wider(value, visibility)]
        PositionStatement.objects.filter(circle=fresh, visibility__in=wider).update(
            visibility=visibility, audience=fresh.audience
        )
        for narrow in slots.providers("circle.narrowed"):
            narrow(fresh, wider)
    journal.record("circles.changed", fresh, by=by, before=before, after=visibility)
    search.touch(fresh)
    return fresh


@transaction.atomic
def add_theme(*, circle: Circle, by: Any, label: str, term: Term | None = None) -> CircleTheme:
    """Another line of the grid; one that was dropped comes back with what was said of it."""
    fresh = locked_open(circle)
    label = " ".join(label.split())[:120] or (term.label[:120] if term else "")
    if not label:
        raise RuleBroken("theme_missing", _("Nommez le thème avec les mots du cercle."), field="label")
    known = list(CircleTheme.objects.filter(circle=fresh).select_related("term"))
    theme = next((one for one in known if search_key(one.label) == search_key(label)), None)
    if theme is None:
        theme = CircleTheme.objects.create(circle=fresh, label=label, term=term, position=len(known))
    elif theme.retired_at is None:
        raise RuleBroken("theme_known", _("Ce thème est déjà dans la grille."), field="label")
    CircleTheme.objects.filter(pk=theme.pk).update(retired_at=None)
    if theme.term:
        fresh.themes.add(theme.term)
    search.touch(fresh)
    journal.record("circles.theme_added", fresh, by=by, audience=fresh.members_audience, label=label)
    return theme


@transaction.atomic
def retire_theme(*, theme: CircleTheme, by: Any) -> CircleTheme:
    """The line leaves the grid; what was said of it is kept."""
    fresh = locked_open(theme.circle)
    CircleTheme.objects.filter(pk=theme.pk, retired_at__isnull=True).update(retired_at=clock.now())
    if theme.term:
        fresh.themes.remove(theme.term)
    search.touch(fresh)
    journal.record("circles.theme_retired", fresh, by=by, audience=fresh.members_audience, label=theme.label)
    return theme


def _enter_stage(circle: Circle, verb: str, stage: str, note: str, by: Any) -> StageNote:
    if stage not in STAGE_MOVES[Stage(circle.stage)].get(verb, ()):
        raise RuleBroken("stage_refused", _("Le cercle ne passe pas à cette étape ainsi."), field="stage")
    note = said(note, _("Dites en une phrase ce qui le montre : cette note restera, datée."))
    circle.stage, circle.changed_at = stage, clock.now()
    circle.save(update_fields=["stage", "changed_at"])
    row = StageNote.objects.create(circle=circle, stage=stage, note=note, by=by, at=clock.now())
    journal.record(f"circles.stage_{verb}", circle, by=by, audience=circle.members_audience, reason=note, stage=stage)
    search.touch(circle)
    return row


@transaction.atomic
def set_stage(*, circle: Circle, by: Any, stage: str, note: str) -> StageNote:
    """People say where the circle is, with a dated note; saying the same stage again is a note too."""
    return _enter_stage(locked_open(circle), "set", stage, note, by)


@transaction.atomic
def close_circle(*, circle: Circle, by: Any, note: str, review: str = "") -> StageNote:
    """A normal end: all stays readable, what was waiting is answered, and the circle says what it leaves."""
    fresh = locked_open(circle)
    now = clock.now()
    for request in JoinRequest.objects.filter(circle=fresh, state=RequestState.ASKED):
        decline_request(request=request, by=by, reason=_("Le cercle se termine."))
    Invitation.objects.filter(circle=fresh, state=InvitationState.SENT).update(
        state=InvitationState.CANCELLED, answered_at=now
    )
    Handover.objects.filter(circle=fresh, state=HandoverState.PROPOSED).update(
        state=HandoverState.CANCELLED, answered_at=now
    )
    JoinLink.objects.filter(circle=fresh, revoked_at__isnull=True).update(revoked_at=now)
    row = _enter_stage(fresh, "close", Stage.CLOSED, note, by)
    if review.strip():
        FinalReview.objects.create(circle=fresh, text=review.strip(), by=by, at=now)
    for end in slots.providers("circle.closed"):
        end(fresh, by)
    journal.enqueue("circles.closing_letters", key=f"circle-closing-letters-{row.pk}", note=row.pk)
    return row


def write_closing_letters(note: int) -> None:
    """The worker's part: each member is told, once however often it runs, unless the circle opened again meanwhile."""
    row = StageNote.objects.select_related("circle").get(pk=note)
    if row.circle.is_closed:
        for membership in current_members(row.circle).exclude(person=row.by):
            letters.closed(row, membership)


@transaction.atomic
def reopen_circle(*, circle: Circle, by: Any, stage: str, note: str) -> StageNote:
    return _enter_stage(locked(circle), "reopen", stage, note, by)
