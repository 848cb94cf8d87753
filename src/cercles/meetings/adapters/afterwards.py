"""Two signed links: the one question after, and news of what was to be done. What is written comes back by letter."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.typography import when
from cercles.meetings import actions
from cercles.meetings.emails import after
from cercles.meetings.models import FollowUp, Meeting


def load_meeting(pk: int) -> Meeting | None:
    return Meeting.objects.select_related("circle").filter(pk=pk, announced_at__isnull=False).first()


def present_question(meeting: Meeting, person: Any) -> Mapping[str, Any]:
    return {
        "title": _("Qu’est-ce qui vous a été utile, et qu’allez-vous essayer ?"),
        "text": _("Après « %(title)s ». Une phrase suffit.") % {"title": meeting.title},
        "button": _("Envoyer ma réponse"),
    }


@transaction.atomic
def answer_question(meeting: Meeting, person: Any, *, text: str, will_try: bool, may_share: bool) -> str:
    answer = actions.answer_after(meeting=meeting, person=person, text=text, will_try=will_try, may_share=may_share)
    after.question_noted(answer)
    return _("Merci : votre réponse est gardée.")


def present_later(meeting: Meeting, person: Any) -> Mapping[str, Any]:
    said = meeting.takeaways.filter(person=person).values_list("text", flat=True).first()
    return {
        "title": _("Qu’est-ce que cela a donné ?"),
        "text": _("Trois mois après « %(title)s ». Une phrase suffit, même si rien n’a changé.")
        % {"title": meeting.title},
        "facts": [(_("Vous aviez répondu"), said)] if said else [],
        "button": _("Envoyer ma réponse"),
    }


@transaction.atomic
def answer_later(meeting: Meeting, person: Any, *, outcome: str) -> str:
    answer = actions.answer_later(meeting=meeting, person=person, outcome=outcome)
    after.later_noted(answer)
    return _("Merci : votre réponse est gardée.")


def load_follow_up(pk: int) -> FollowUp | None:
    return FollowUp.objects.select_related("meeting__circle", "person", "organisation").filter(pk=pk).first()


def present_follow_up(row: FollowUp, person: Any) -> Mapping[str, Any]:
    facts = [(_("Décidé à"), row.meeting.title), (_("Aujourd’hui"), row.get_state_display())]
    if row.due:
        facts.append((_("Pour le"), when(row.due)))
    return {"title": row.what, "text": _("Où en est-ce ?"), "facts": facts, "button": _("Envoyer les nouvelles")}


@transaction.atomic
def answer_follow_up(row: FollowUp, person: Any, *, answer: str, reason: str = "") -> str:
    done = actions.answer_follow_up(follow_up=row, by=person, answer=answer, reason=reason)
    after.follow_up_noted(done, person)
    return _("C’est noté, merci : la prochaine rencontre commencera avec ces nouvelles.")
