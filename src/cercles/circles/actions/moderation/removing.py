"""Take away what somebody wrote, with a reason; give it back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.copies import renew_copies
from cercles.circles.actions.locks import locked, said
from cercles.circles.emails import moderation as letters
from cercles.circles.emails import reports as answers
from cercles.circles.enums import MeasureKind, ReportState
from cercles.circles.models import ContentReport, Measure
from cercles.circles.models.moderation import LONGEST_WORDS
from cercles.circles.queries.moderation import Written, kind_of
from cercles.core import clock
from cercles.core.audience import key
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal


@transaction.atomic
def remove(*, written: Written, by: Any, motive: str, words: str) -> Measure:
    """It leaves pages, search, mails to come, exports, and the copies of the circle that wait to be fetched; its place stays, with the
    motive. Its author gets a statement of reasons (DSA, article 17): what, why, on which ground, and how to contest. Whoever had
    reported it is told that it went, though it was taken away without a look at the reports."""
    words = said(words, _("Dites en quelques phrases pourquoi : la personne qui a écrit les recevra."), field="words")
    circle = locked(written.circle)
    kind = kind_of(written.kind)
    fresh = kind.found(written.pk)
    if fresh is None or fresh.is_gone:
        raise RuleBroken("already_gone", _("Cet écrit a déjà été retiré. Rien n’a changé."))
    kind.remove(written.pk, motive, by)
    journal.tell_again(circle.members_audience)
    renew_copies(circle)
    measure = Measure.objects.create(
        circle=circle, what=MeasureKind.REMOVED, kind=fresh.kind, object_id=fresh.pk, title=fresh.title[:200], text=fresh.text,
        person=fresh.author, motive=motive, words=words[:LONGEST_WORDS], by=by, at=clock.now(),
    )  # fmt: skip
    journal.record("circles.content_removed", circle, by=by, audience=key("person", by.pk), measure=measure.pk)
    letters.measure_taken(measure)
    answer_reports(fresh.kind, fresh.pk, by=by, state=ReportState.REMOVED, measure=measure)
    return measure


def answer_reports(
    kind: str, pk: int, *, by: Any, state: ReportState, answer: str = "", measure: Measure | None = None
) -> None:
    """Every report of that thing that waits, at once. Call it with the circle locked."""
    waiting = ContentReport.objects.filter(kind=kind, object_id=pk, state=ReportState.OPEN)
    for row in waiting.select_related("circle", "person"):
        row.state, row.decided_at, row.decided_by, row.answer, row.measure = state, clock.now(), by, answer, measure
        to, row.email = row.email, ""
        row.save(update_fields=["state", "decided_at", "decided_by", "answer", "measure", "email"])
        answers.report_answered(row, to)
