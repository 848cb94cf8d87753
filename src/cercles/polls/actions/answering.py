"""Answer, and change one's answer until the end."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.polls.actions.locks import locked, required
from cercles.polls.actions.secret import drop_in
from cercles.polls.emails import objection_raised
from cercles.polls.enums import Answer, ObjectionState
from cercles.polls.models import Ballot, Objection, Option, Poll
from cercles.polls.queries import STANDS, Voice, voice_of


@transaction.atomic
def answer_poll(
    *, poll: Poll, by: Any, options: Collection[Option] = (), answer: str = "", reason: str = "", receipt: str = "",
    if_needed: Collection[Option] = (),
) -> Ballot:  # fmt: skip
    """Her voice, or the one of the organisation she sits there for. Said twice, it is the same answer; said anew, it replaces.
    ``if_needed``: of dates, those she would manage; a date said twice suits her."""
    fresh = locked(poll)
    if clock.now() >= fresh.closes_at:
        raise RuleBroken("too_late", _("Le temps de répondre est passé : écrivez à qui a ouvert le sondage."))
    voice = voice_of(fresh, by)
    if voice is None:
        raise RuleBroken(
            "no_voice",
            _(
                "Ce sondage donne une voix par organisation, et vous êtes ici à titre personnel, ou avez quitté la vôtre."
            ),
        )
    wanted = _consent(answer, reason) if fresh.is_consent else ("", "")
    chosen, maybe = ([], []) if fresh.is_consent else _chosen(fresh, options, if_needed)
    ballot = _ballot(fresh, voice, by)
    if fresh.is_secret:
        if ballot.pk:
            raise RuleBroken("has_voted", _("Un bulletin est déjà dans l’urne pour cette voix : il ne se reprend pas."))
        drop_in(fresh, receipt, chosen, maybe)
        chosen, maybe = [], []
    objected = ballot.answer == Answer.OBJECTION
    ballot.answer, ballot.reason = wanted
    ballot.round, ballot.at, ballot.cast_by = fresh.round, clock.now(), by
    ballot.by_substitute, ballot.changes = not voice.is_holder(by), ballot.changes + 1
    ballot.save()
    ballot.options.set(chosen)
    ballot.if_needed.set(maybe)
    _objection(fresh, ballot, by, objected=objected)
    return ballot


def _consent(answer: str, reason: str) -> tuple[str, str]:
    if answer not in Answer.values:
        raise RuleBroken("answer_missing", _("Choisissez une des réponses."), field="answer")
    if answer == Answer.CONSENT:
        return answer, reason.strip()
    told = _("Dites votre réserve, ou le risque que vous voyez : c’est ce que le cercle lit et traite.")
    return answer, required(reason, told, "reason")


def _chosen(
    poll: Poll, options: Collection[Option], if_needed: Collection[Option]
) -> tuple[list[Option], list[Option]]:
    """Of this poll, one or several as it was opened; then, of dates alone, those that would do."""
    chosen = list(poll.options.filter(pk__in=[option.pk for option in options]))
    maybe = list(poll.options.filter(pk__in=[option.pk for option in if_needed if option not in chosen]))
    maybe = maybe if poll.is_date else []
    if not chosen and not maybe:
        raise RuleBroken("options_missing", _("Choisissez une des réponses."), field="options")
    if len(chosen) > 1 and not poll.takes_many:
        raise RuleBroken("options_many", _("Une seule réponse est demandée."), field="options")
    return chosen, maybe


def _ballot(poll: Poll, voice: Voice, by: Any) -> Ballot:
    """The row of the voice. A substitute does not replace what the holder said."""
    found = list(Ballot.objects.filter(voice.said, poll=poll).order_by(*STANDS))
    ballot = found[0] if found else Ballot(poll=poll, **voice.keys)
    if ballot.pk and not ballot.by_substitute and ballot.cast_by_id != by.pk and not voice.is_holder(by):
        told = _("%(name)s porte la voix de %(organisation)s et a déjà répondu : sa réponse reste.")
        raise RuleBroken("holder_answered", told % {"name": voice.holder_name, "organisation": voice.label})
    if not poll.is_secret:  # of organisations merged since they answered
        drop_ballots(found[1:])
    ballot.organisation_id = voice.organisation_id
    return ballot


def drop_ballots(ballots: Iterable[Ballot]) -> None:
    """A voice that is no more says nothing: what it objected is lifted."""
    for ballot in ballots:
        ballot.objections.filter(state=ObjectionState.RAISED).update(
            state=ObjectionState.WITHDRAWN, decided_at=clock.now()
        )
        ballot.delete()


def _objection(poll: Poll, ballot: Ballot, by: Any, *, objected: bool) -> None:
    """A voice has at most one objection to treat: said anew it changes its words, and an answer that consents lifts it."""
    raised = ballot.objections.filter(state=ObjectionState.RAISED).first()
    if ballot.answer != Answer.OBJECTION:
        if raised is not None:
            raised.state, raised.decided_at, raised.decided_by = ObjectionState.WITHDRAWN, clock.now(), by
            raised.save(update_fields=["state", "decided_at", "decided_by"])
        return
    if raised is None:
        if _is_treated(ballot, objected):
            return
        raised = Objection.objects.create(poll=poll, ballot=ballot, person=by, text=ballot.reason, round=poll.round)
        objection_raised(raised)
    elif (raised.text, raised.round) != (ballot.reason, poll.round):
        raised.text, raised.round = ballot.reason, poll.round
        raised.save(update_fields=["text", "round"])


def _is_treated(ballot: Ballot, objected: bool) -> bool:
    """The circle answered these very words about this very text. One that she lifted by consenting, she may say again."""
    last = ballot.objections.order_by("at", "pk").last()
    if last is None or (last.text, last.round) != (ballot.reason, ballot.round):
        return False
    return objected or last.state != ObjectionState.WITHDRAWN
