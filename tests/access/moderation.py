"""Scenes of moderation, around the cast's circle, which has one person to facilitate it."""

from datetime import timedelta
from typing import Any

from cercles.circles import rules
from cercles.circles.models import ContentReport, Measure, SupportVisit
from cercles.core import clock
from tests.access import RULES, STAGES, URL_KWARGS, stage
from tests.cast import Cast

RULES["content_report"] = (ContentReport, rules.can_see_report, rules.can_decide_report)
RULES["visit"] = (SupportVisit, rules.can_see_visit, rules.can_read_by_visit)
RULES["measure"] = (Measure, rules.can_see_measure, rules.can_review_measure)


def _message(cast: Cast, author: str) -> Any:
    return STAGES["thread"](cast, "circle", {"member": "open"}.get(author, f"of_{author}")).messages.get()


@stage("content_report")
def content_report(cast: Cast, visibility: str, state: str) -> Any:
    """The member reports what the former member wrote; in ``of_facilitator``, the facilitator; in ``of_nobody``, somebody whose account was
    erased; in ``by_visitor``, a stranger reports it. ``late``: eight days ago."""
    message = _message(cast, "facilitator" if state == "of_facilitator" else "former")
    if state == "circle_closed":
        cast.circle.stage = "closed"
        cast.circle.save()
    row = ContentReport(
        circle=cast.circle, kind="circles.message", object_id=message.pk, author=message.author, person=cast.member,
        motive="hurtful", words="Cela me vise.",
    )  # fmt: skip
    if state == "by_visitor":
        row.person, row.email = None, "v@exemple.fr"
    if state == "of_nobody":
        row.author = None
    if state == "late":
        row.at = clock.now() - timedelta(days=8)
    if state.startswith("kept"):
        row.state, row.decided_at, row.answer = "kept", clock.now(), "Le ton est vif, sans plus."
        row.decided_by = cast.administrator if state == "kept_by_administrator" else cast.facilitator
    row.save()
    return row


_ELSEWHERE = ("appealed_by_facilitator", "appealed_elsewhere", "appealed_late", "lifted_elsewhere")


@stage("measure")
def measure(cast: Cast, visibility: str, state: str) -> Any:
    """What the member wrote was taken away by the facilitator. ``appealed_elsewhere``, ``appealed_late``, ``lifted_elsewhere``: by one who
    has left since; in ``appealed_by_facilitator``, she took away what the facilitator wrote."""
    of_facilitator = state == "appealed_by_facilitator"
    message = _message(cast, "facilitator" if of_facilitator else "member")
    row = Measure(
        circle=cast.circle, what="removed", kind="circles.message", object_id=message.pk, title="Qui a mutualisé un poste ?",
        text=message.text, person=message.author, motive="hurtful", words="Une insulte.", state=state.partition("_")[0],
        by=cast.account if state in _ELSEWHERE else cast.facilitator,
    )  # fmt: skip
    if state == "old":
        row.state, row.at = "standing", clock.now() - timedelta(days=184)
    if row.state in ("appealed", "confirmed", "lifted"):
        row.appeal, row.appealed_at = "Je citais.", clock.now() - timedelta(days=8 if state == "appealed_late" else 1)
    if row.state in ("confirmed", "lifted"):
        row.review, row.reviewed_at, row.reviewed_by = "C’était une citation.", clock.now(), cast.account
    message.withdrawn_at, message.removed_for = clock.now(), "hurtful"
    message.save()
    row.save()
    return row


@stage("visit")
def visit(cast: Cast, visibility: str, state: str) -> Any:
    """The administrator reads the circle; in ``no_longer_administers``, somebody who administered."""
    began = clock.now() - timedelta(hours=2 if state == "over" else 0)
    by = cast.account if state == "no_longer_administers" else cast.administrator
    return SupportVisit.objects.create(
        circle=cast.circle, by=by, reason="Un échange ne s’ouvre plus.", at=began, until=began + timedelta(hours=1)
    )


def _visit(cast: Cast) -> dict[str, Any]:
    return {"ref": visit(cast, "-", "open").ref}


def _written(cast: Cast) -> dict[str, Any]:
    """What the member wrote."""
    return {"kind": "message", "ref": _message(cast, "member").ref}


URL_KWARGS["circles:report_write"] = URL_KWARGS["circles:content_remove"] = _written
URL_KWARGS["circles:moderation"] = lambda cast: {"slug": cast.circle.slug}
for name in ("report", "report_keep"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: {"ref": content_report(cast, "-", "open").ref}
for name in ("measure", "measure_appeal", "measure_lift"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: {"ref": measure(cast, "-", "standing").ref}
URL_KWARGS["circles:measure_review"] = lambda cast: {"ref": measure(cast, "-", "appealed_elsewhere").ref}
URL_KWARGS["circles:visit"] = URL_KWARGS["circles:visit_end"] = _visit
URL_KWARGS["circles:visit_thread"] = lambda cast: (
    _visit(cast) | {"thread_ref": STAGES["thread"](cast, "circle", "open").ref}
)
URL_KWARGS["circles:visits_of"] = lambda cast: {"slug": cast.circle.slug}
