"""The signed link of a letter: answer without signing in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.components import Panel
from cercles.polls import actions, emails
from cercles.polls.models import Poll
from cercles.polls.queries import ballot_of, voice_of


def load(pk: int) -> Poll | None:
    return Poll.objects.select_related("circle", "opened_by").filter(pk=pk).first()


def may(person: Any, poll: Poll) -> bool:
    """A member, now, who has a voice. Of a poll that closed since, she is told so."""
    return voice_of(poll, person) is not None


def present(poll: Poll, person: Any) -> Mapping[str, Any]:
    title, panels = poll.title, [Panel("polls/link_panel.html", {"poll": poll})] if poll.text else []
    if not poll.takes_answers:
        warning = _("Ce sondage est clos : sa page dit ce qui en est retenu.")
        if poll.is_cancelled:
            warning = _("Ce sondage est annulé : %(why)s") % {"why": poll.outcome}
        return {"title": title, "warning": warning, "facts": emails.facts_of(poll), "panels": panels, "over": True}
    if poll.is_secret and ballot_of(poll, voice_of(poll, person)):
        warning = _("Un bulletin est déjà dans l’urne pour cette voix : il ne se reprend pas.")
        return {"title": title, "warning": warning, "facts": emails.facts_of(poll), "panels": panels, "over": True}
    return {
        "title": title, "facts": emails.facts_of(poll), "panels": panels, "button": _("Envoyer ma réponse"),
        "warning": _already(poll, person),
    }  # fmt: skip


def _already(poll: Poll, person: Any) -> str:
    ballot = ballot_of(poll, voice_of(poll, person))
    if ballot is None:
        return ""
    if ballot.round != poll.round:
        return _("Vous aviez répondu à un texte qui a changé depuis : on vous demande de nouveau votre réponse.")
    return _("Une réponse est déjà notée : vous pouvez la changer.")


def perform(poll: Poll, person: Any, **clean: Any) -> str:
    ballot = actions.answer_poll(poll=poll, by=person, **clean)
    line = emails.said_by(ballot)
    emails.done(ballot, person, line)
    return line
