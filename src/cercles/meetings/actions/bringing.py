"""A question that nobody answered becomes a point of the agenda of a meeting."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.models import Thread
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.meetings.actions.locks import locked
from cercles.meetings.actions.running import tell
from cercles.meetings.enums import MeetingState
from cercles.meetings.models import Meeting
from cercles.search import actions as search

MINUTES = 15


@transaction.atomic
def bring_question(*, meeting: Meeting, thread: Thread, by: Any) -> Meeting:
    """Read by whoever sees the meeting, which therefore shows itself to its circle alone. Twice is once."""
    fresh = locked(meeting)
    if fresh.state not in (MeetingState.DRAFT, MeetingState.ANNOUNCED) or fresh.has_started:
        raise RuleBroken("not_to_come", _("Cette rencontre n’est plus à venir : choisissez-en une autre."))
    if fresh.visibility != Visibility.CIRCLE:
        told = _("Cette rencontre est ouverte au-delà du cercle : la question y serait lue de tous.")
        raise RuleBroken("shown_wider", told)
    link = journal.link(thread, fresh, verb="meets", by=by)
    if any(step.get("title") == thread.title for step in fresh.agenda):
        return fresh
    fresh.agenda = [*fresh.agenda, {"minutes": MINUTES, "title": thread.title, "speaker": ""}]
    fresh.changed_at = clock.now()
    fresh.save(update_fields=["agenda", "changed_at"])
    tell("meetings.question_brought", fresh, by=by, link=link.pk)
    search.touch(fresh)
    return fresh
