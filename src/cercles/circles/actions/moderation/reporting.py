"""Say that something breaks a rule, and answer whoever said it.

The frame is the Digital Services Act: rules told to all (article 14, the charter), a notice and its answer (article 16), a statement of
reasons for whoever wrote (article 17), and a complaint that somebody else treats (article 20).
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked, said
from cercles.circles.actions.moderation.removing import answer_reports, remove
from cercles.circles.emails import reports as letters
from cercles.circles.emails.moderation import nobody_yet
from cercles.circles.enums import ReportState
from cercles.circles.models import ContentReport, Measure
from cercles.circles.models.moderation import LONGEST_WORDS
from cercles.circles.queries.moderation import Written, deciders, who_names, written_about
from cercles.core import clock
from cercles.core.errors import RuleBroken

MOST_FROM_VISITORS = 20  # of one thing, while they wait


@transaction.atomic
def report(*, written: Written, by: Any = None, motive: str, words: str = "", email: str = "") -> ContentReport:
    """Told to who decides, without the name of who reports. The same person reports the same thing once, while it waits. ``by`` nobody:
    a visitor, who may leave an address."""
    if written.is_gone:
        raise RuleBroken("already_gone", _("Cet écrit n’est plus là : il n’y a rien à signaler."))
    if by is not None and written.author_id == by.pk:
        raise RuleBroken("own", _("C’est vous qui l’avez écrit : vous pouvez le retirer vous-même."))
    circle = locked(written.circle)
    said_before = {"motive": motive, "words": words.strip()[:LONGEST_WORDS]}
    who = {"person": by} if by is not None else _visitor(written, email.strip().lower(), said_before)
    row, new = ContentReport.objects.get_or_create(
        kind=written.kind, object_id=written.pk, state=ReportState.OPEN, **who,
        defaults={"circle": circle, "author": written.author, "at": clock.now(), **said_before},
    )  # fmt: skip
    if new:
        if row.email:
            letters.report_received(row, written.url)
        ask_deciders(row)
    return row


def _visitor(written: Written, email: str, said: dict[str, str]) -> dict[str, Any]:
    """What is one report: an address, or the same words without one. Past ``MOST_FROM_VISITORS``, whoever decides has enough to read. Call
    it with the circle locked."""
    who = {"person": None, "email": email} if email else {"person": None, "email": "", **said}
    same = ContentReport.objects.filter(kind=written.kind, object_id=written.pk, state=ReportState.OPEN, person=None)
    if not same.filter(**who).exists() and same.count() >= MOST_FROM_VISITORS:
        raise RuleBroken(
            "too_many_reports",
            _(
                "Cette page a déjà été signalée plusieurs fois : une personne va la lire. Il n’y a rien d’autre à faire."
            ),
        )
    return who


def ask_deciders(report: ContentReport) -> None:
    """Whoever may answer it now and was not written to; when there is nobody, those who can name somebody."""
    people = deciders(report)
    if people:
        letters.reported(report, people)
    else:
        nobody_yet(report, who_names(report.circle))


def _still_waits(report: ContentReport) -> None:
    """Call it with the circle locked."""
    if not ContentReport.objects.filter(pk=report.pk, state=ReportState.OPEN).exists():
        raise RuleBroken("already_decided", _("Quelqu’un a déjà répondu à ce signalement. Rien n’a changé."))


@transaction.atomic
def keep_reported(*, report: ContentReport, by: Any, answer: str) -> ContentReport:
    """It stays where it is, or it is there no more; whoever reported reads why. Whoever wrote is told nothing."""
    answer = said(answer, _("Dites en une phrase pourquoi : la personne qui a signalé la recevra."), field="answer")
    locked(report.circle)
    _still_waits(report)
    written = written_about(report)
    state = ReportState.GONE if written is None or written.is_gone else ReportState.KEPT
    answer_reports(report.kind, report.object_id, by=by, state=state, answer=answer)
    return report


@transaction.atomic
def remove_reported(*, report: ContentReport, by: Any, motive: str, words: str) -> Measure:
    """It goes; whoever wrote gets the reason and may contest it; whoever reported is told that it went, and on what ground."""
    locked(report.circle)
    _still_waits(report)
    written = written_about(report)
    if written is None:
        raise RuleBroken("already_gone", _("Cet écrit n’est plus là : dites-le à qui l’a signalé."))
    return remove(written=written, by=by, motive=motive, words=words)
