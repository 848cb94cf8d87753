"""What is to be done after a meeting, and the one question asked the morning after."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.meetings.actions.locks import locked, require_announced, step
from cercles.meetings.actions.running import tell
from cercles.meetings.enums import ANSWERED_WITHIN, FOLLOW_UP_MOVES, LATER, LATER_WITHIN, FollowUpState
from cercles.meetings.models import FollowUp, Meeting, Takeaway
from cercles.meetings.rules import can_answer_after
from cercles.organisations.models import Organisation


@transaction.atomic
def add_follow_up(
    *,
    meeting: Meeting,
    by: Any,
    what: str,
    person: Any = None,
    organisation: Organisation | None = None,
    due: date | None = None,
) -> FollowUp:
    """Somebody, or an organisation, said it would do something."""
    meeting = locked(meeting)
    require_announced(meeting)
    what = " ".join(what.split())
    if not what:
        raise RuleBroken("nothing_written", _("Écrivez ce qui est à faire."), field="what")
    if person is None and organisation is None:
        raise RuleBroken("nobody", _("Dites qui s’en charge : une personne ou une organisation."), field="person")
    follow_up = FollowUp.objects.create(
        meeting=meeting, what=what[:300], person=person, organisation=organisation, due=due, created_at=clock.now()
    )
    tell("meetings.follow_up_added", meeting, by=by)
    return follow_up


@transaction.atomic
def answer_follow_up(*, follow_up: FollowUp, by: Any, answer: str, reason: str = "") -> FollowUp:
    """``finish``, ``go_on`` or ``drop``; giving up says why. The last answer counts; the same one twice is one."""
    follow_up = FollowUp.objects.select_for_update().select_related("meeting__circle").get(pk=follow_up.pk)
    reason = reason.strip()
    if answer == "drop" and not reason:
        text = _("Dites en une phrase pourquoi : ce qui n’a pas marché apprend aussi.")
        raise RuleBroken("reason_missing", text, field="reason")
    state = step(FOLLOW_UP_MOVES, follow_up.state, answer)
    if state is None:
        if follow_up.state == {"finish": FollowUpState.DONE, "drop": FollowUpState.DROPPED}.get(answer):
            return follow_up
        state = step(FOLLOW_UP_MOVES, FollowUpState.OPEN, answer)
    if state is None:
        raise RuleBroken("answer_unknown", _("Choisissez une des trois réponses."), field="answer")
    follow_up.state, follow_up.reason, follow_up.news_at = state, reason, clock.now()
    follow_up.save(update_fields=["state", "reason", "news_at"])
    chatham = follow_up.meeting.is_chatham
    record(
        f"meetings.follow_up_{answer}", follow_up, by=None if chatham else by, audience=follow_up.meeting.own_audience,
        reason=reason,
    )  # fmt: skip
    return follow_up


@transaction.atomic
def answer_after(
    *, meeting: Meeting, person: Any, text: str, will_try: bool = False, may_share: bool = False
) -> Takeaway:
    """One answer a person and a meeting, which she may rewrite for sixty days."""
    meeting = locked(meeting)
    text = text.strip()
    if not text:
        raise RuleBroken("nothing_written", _("Écrivez une phrase : elle suffit."), field="text")
    if clock.now() > meeting.ends_at + ANSWERED_WITHIN:
        raise RuleBroken("too_late", _("Le temps de répondre est passé. Dites-le au cercle de vive voix !"))
    if not can_answer_after(person, meeting):
        raise RuleBroken("was_not_there", _("Cette question est posée aux personnes qui étaient là."))
    answer, _made = Takeaway.objects.update_or_create(
        meeting=meeting, person=person,
        defaults={"text": text, "will_try": will_try, "may_share": may_share, "answered_at": clock.now()},
    )  # fmt: skip
    return answer


@transaction.atomic
def answer_later(*, meeting: Meeting, person: Any, outcome: str) -> Takeaway:
    """Ninety days after: what became of what she said she would try. She may rewrite it for sixty days."""
    outcome = outcome.strip()
    if not outcome:
        raise RuleBroken("nothing_written", _("Écrivez une phrase : elle suffit."), field="outcome")
    answer = Takeaway.objects.select_for_update().filter(meeting=meeting, person=person).first()
    if answer is None:
        raise RuleBroken("not_answered", _("Cette question est posée à qui avait répondu après la rencontre."))
    if not meeting.ends_at + LATER <= clock.now() <= meeting.ends_at + LATER_WITHIN:
        raise RuleBroken("too_late", _("Le temps de répondre est passé. Dites-le au cercle de vive voix !"))
    answer.outcome, answer.outcome_at = outcome, clock.now()
    answer.save(update_fields=["outcome", "outcome_at"])
    return answer
