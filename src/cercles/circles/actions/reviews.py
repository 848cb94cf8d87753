"""The half-yearly review: written by several without losing a word, then published once and for all."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.life import set_stage
from cercles.circles.actions.locks import locked_open
from cercles.circles.emails.week import review_published
from cercles.circles.enums import ReviewState
from cercles.circles.models import Circle, HalfYearReview
from cercles.circles.queries import current_members
from cercles.circles.queries.reporting import written_last
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.journal.enums import Rhythm
from cercles.journal.queries import rhythms_of

TRAITS = ("engagement", "enterprise", "repertoire")
WRITTEN = ("text", "stage", "stage_note", *TRAITS, *(f"{trait}_said" for trait in TRAITS))


@transaction.atomic
def write_review(*, circle: Circle, by: Any, revision: int, since: date, until: date, **said: Any) -> HalfYearReview:
    """The draft of the circle. ``revision``: the one she wrote from; another's words meanwhile are never written over unseen."""
    fresh = locked_open(circle)
    known = written_last(fresh)
    if (known.revision if known else 0) != revision:
        raise RuleBroken("changed_meanwhile", _published() if known and known.is_published else _kept())
    row = known if known and not known.is_published else HalfYearReview(circle=fresh, since=since, until=until)
    for name in WRITTEN:
        setattr(row, name, said[name])
    row.revision, row.changed_at, row.changed_by = revision + 1, clock.now(), by
    row.save()
    return row


def _kept() -> str:
    return _(
        "Quelqu’un a enregistré ce bilan entre-temps. Votre texte est toujours là ; l’autre est à côté. "
        "Enregistrez pour garder le vôtre."
    )


def _published() -> str:
    return _(
        "Quelqu’un a publié le bilan entre-temps : il est à côté, et ne change plus. Votre texte est toujours là ; "
        "enregistrez-le si vous voulez qu’il commence le bilan suivant."
    )


@transaction.atomic
def publish_review(*, circle: Circle, by: Any, **said: Any) -> HalfYearReview:
    """To the members, dated, never to change: correcting is publishing the next one."""
    row = write_review(circle=circle, by=by, **said)
    if not row.text.strip():
        raise RuleBroken("text_missing", _("Le bilan est vide."), field="text")
    for trait in TRAITS:
        if getattr(row, trait) is None or not getattr(row, f"{trait}_said").strip():
            raise RuleBroken("trait_missing", _("Répondez par oui ou par non, avec une phrase."), field=f"{trait}_said")
    if row.stage and not row.stage_note.strip():
        raise RuleBroken("reason_missing", _("Dites en une phrase ce qui montre cette étape."), field="stage_note")
    row.state, row.published_at, row.published_by = ReviewState.PUBLISHED, clock.now(), by
    row.save()
    if row.stage:
        set_stage(circle=circle, by=by, stage=row.stage, note=row.stage_note)
    audience = circle.members_audience
    journal.record("circles.review_published", circle, by=by, audience=audience)
    journal.enqueue("circles.review_letters", key=f"circle-review-letters-{row.pk}", review=row.pk)
    return row


def write_review_letters(review: int) -> None:
    """The worker's part: each member, once however often it runs, save those who asked for no mail of the circle."""
    row = HalfYearReview.objects.select_related("circle").get(pk=review)
    rhythms = rhythms_of(row.circle.members_audience)
    for membership in current_members(row.circle).exclude(person=row.published_by):
        if rhythms.get(membership.person_id) != Rhythm.NEVER:
            review_published(row, membership.person)
