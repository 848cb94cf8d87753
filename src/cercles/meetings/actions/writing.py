"""Minutes in versions, decisions."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.rules import is_facilitator
from cercles.core import clock
from cercles.core.enums import Visibility, is_wider
from cercles.core.errors import RuleBroken
from cercles.journal.actions import enqueue
from cercles.meetings.actions.locks import locked, require_announced
from cercles.meetings.actions.running import tell
from cercles.meetings.enums import MINUTES_VISIBILITIES
from cercles.meetings.models import Decision, Meeting, Minutes, MinutesVersion
from cercles.meetings.queries import draft_minutes
from cercles.search import actions as search


def _minutes_of(meeting: Meeting) -> Minutes:
    """The minutes, made if there were none; call it with the meeting locked."""
    minutes, _made = Minutes.objects.get_or_create(
        meeting=meeting, defaults={"audience": meeting.audience_for(Visibility.CIRCLE)}
    )
    minutes.meeting = meeting
    return minutes


@transaction.atomic
def write_minutes(*, meeting: Meeting, by: Any, text: str, seen: str | None = None) -> Minutes:
    """Keep the draft: only those who write it see it. ``seen``: the draft she wrote from (``Minutes.drafted``); another's words meanwhile
    are never written over unseen."""
    meeting = locked(meeting)
    require_announced(meeting)
    minutes = _minutes_of(meeting)
    if seen is not None and seen != minutes.drafted and minutes.draft != text.strip():
        raise RuleBroken(
            "changed_meanwhile",
            _(
                "Quelqu’un a enregistré ce compte rendu entre-temps. Votre texte est toujours là ; l’autre est à côté. "
                "Gardez ou publiez le vôtre, complété : il prendra sa place."
            ),
        )  # fmt: skip
    minutes.draft, minutes.drafted_at = text.strip(), clock.now()
    minutes.save(update_fields=["draft", "drafted_at"])
    return minutes


@transaction.atomic
def publish_minutes(
    *,
    meeting: Meeting,
    by: Any,
    text: str,
    what_changed: str = "",
    visibility: str = Visibility.CIRCLE,
    tell_again: bool = False,
    seen: str | None = None,
) -> MinutesVersion:
    """The next version, for good. Who facilitates may show it more widely; whoever reports may only keep it or narrow it.

    Those who asked for a seat are told by letter of the first version, and of a later one when ``tell_again``.
    """
    minutes = write_minutes(meeting=meeting, by=by, text=text, seen=seen)
    meeting = minutes.meeting
    _check_publication(minutes, by=by, what_changed=what_changed, visibility=visibility)
    minutes.published_number += 1
    minutes.visibility, minutes.audience = visibility, meeting.audience_for(visibility)
    minutes.save(update_fields=["published_number", "visibility", "audience"])
    version = MinutesVersion.objects.create(
        minutes=minutes, number=minutes.published_number, text=minutes.draft, published_at=clock.now(),
        what_changed=" ".join(what_changed.split())[:300], author=None if meeting.is_chatham else by,
    )  # fmt: skip
    tell("meetings.minutes_published", meeting, by=by, version=version.number)
    if version.number == 1 or tell_again:
        enqueue("meetings.tell_minutes", key=f"meetings.tell_minutes:{version.pk}", version=version.pk)
    search.touch(minutes)
    return version


def _check_publication(minutes: Minutes, *, by: Any, what_changed: str, visibility: str) -> None:
    if not minutes.meeting.has_started:
        raise RuleBroken("not_started", _("La rencontre n’a pas commencé : gardez ce texte en brouillon."))
    if not minutes.draft or minutes.draft.split() == draft_minutes(minutes.meeting).split():
        raise RuleBroken("nothing_written", _("Écrivez au moins une phrase avant de publier."), field="text")
    if minutes.is_published and not what_changed.strip():
        text = _("Dites en une phrase ce qui change depuis la version %(number)d.") % {
            "number": minutes.published_number
        }
        raise RuleBroken("what_changed_missing", text, field="what_changed")
    if visibility not in MINUTES_VISIBILITIES:
        raise RuleBroken("visibility_unknown", _("Choisissez qui lira ce compte rendu."), field="visibility")
    if is_wider(visibility, minutes.visibility) and not is_facilitator(by, minutes.meeting.circle):
        text = _("Montrer le compte rendu à plus de monde revient à qui anime le cercle.")
        raise RuleBroken("only_facilitators_widen", text, field="visibility")


@transaction.atomic
def add_decision(*, meeting: Meeting, by: Any, text: str, why: str = "") -> Decision:
    meeting = locked(meeting)
    require_announced(meeting)
    text = " ".join(text.split())
    if not text:
        raise RuleBroken("nothing_written", _("Écrivez ce qui est décidé."), field="text")
    decision = Decision.objects.create(meeting=meeting, text=text[:500], why=why.strip(), at=clock.now())
    tell("meetings.decided", meeting, by=by)
    return decision


@transaction.atomic
def remove_decision(*, decision: Decision, by: Any) -> None:
    """Written by mistake. That it was removed stays in the history."""
    meeting = locked(decision.meeting)
    decision.delete()
    tell("meetings.decision_removed", meeting, by=by)
