"""Open a poll; close it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cercles.circles.actions import locked_open
from cercles.circles.models import Circle
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.polls.actions.dates import moments_of
from cercles.polls.actions.locks import locked, required
from cercles.polls.actions.secret import open_urn
from cercles.polls.enums import ObjectionState, PollKind, PollState, ShownWhen, Voters
from cercles.polls.models import Option, Poll
from cercles.polls.models.poll import LONGEST_LABEL
from cercles.polls.queries import voices_of
from cercles.search import actions as search

FEWEST, MOST, MOST_OPEN = 2, 20, 30
LONGEST = timedelta(days=366)


@transaction.atomic
def open_poll(
    *, circle: Circle, by: Any, title: str, closes_at: datetime, text: str = "", kind: str = PollKind.CHOICE,
    options: Sequence[str] = (), voters: str = Voters.PERSON, shown_when: str = ShownWhen.ALWAYS, takes_many: bool = False,
    is_secret: bool = False, origin: Any = None, zone: tzinfo | None = None,
) -> Poll:  # fmt: skip
    """Open at once: each voice is written to, with a link that answers. A proposal for consent always shows what is answered. Of dates,
    ``options`` are read on the clock of ``zone``; one says all that suit. ``origin``: a conversation, a meeting, else its circle."""
    fresh, now, consents = locked_open(circle), clock.now(), kind == PollKind.CONSENT
    _check_dates(closes_at, now)
    _check_number(fresh)
    moments = moments_of(options, zone or timezone.get_current_timezone()) if kind == PollKind.DATE else {}
    labels = [] if consents else _counted([*moments] if kind == PollKind.DATE else _labels(options))
    told = _("Écrivez la proposition : c’est à elle que le cercle consent.")
    poll = Poll.objects.create(
        circle=fresh, kind=kind, voters=voters, title=required(title, _("Posez la question en une phrase."), "title"),
        text=required(text, told, "text") if consents else text.strip(), opened_by=by, closes_at=closes_at,
        shown_when=_shown_when(shown_when, consents, is_secret), is_secret=is_secret,
        takes_many=(takes_many or bool(moments)) and not consents,
        visibility=Visibility.CIRCLE, audience=fresh.members_audience, created_at=now, changed_at=now,
        is_fictional=fresh.is_fictional,
    )  # fmt: skip
    Option.objects.bulk_create(
        Option(poll=poll, position=n, label=label, starts_at=moments.get(label)) for n, label in enumerate(labels, 1)
    )
    search.touch(poll)
    journal.record("polls.opened", poll, by=by)
    journal.link(origin or fresh, poll, verb="asked", by=by)
    journal.enqueue("polls.ask", key=f"poll-ask-{poll.pk}-1", poll=poll.pk, round=1)
    return poll


def _shown_when(wanted: str, consents: bool, is_secret: bool) -> str:
    """A count that moves while the sheet grows would tell who chose what; a proposal is talked over in the open."""
    if consents and is_secret:
        told = _("Un consentement n’est pas secret : une objection se traite avec qui l’a dite.")
        raise RuleBroken("consent_secret", told, field="is_secret")
    if is_secret:
        return ShownWhen.CLOSED
    return ShownWhen.ALWAYS if consents else wanted


def _check_dates(closes_at: datetime, now: datetime) -> None:
    if closes_at <= now:
        raise RuleBroken("closes_in_the_past", _("Choisissez un jour à venir."), field="closes_on")
    if closes_at > now + LONGEST:
        raise RuleBroken("closes_too_late", _("Un an au plus : au-delà, personne ne se souvient."), field="closes_on")


def _check_number(circle: Circle) -> None:
    if Poll.objects.filter(circle=circle, state=PollState.OPEN).count() >= MOST_OPEN:
        told = _("%(most)d sondages sont déjà ouverts dans ce cercle : fermez-en un d’abord.")
        raise RuleBroken("too_many_polls", told % {"most": MOST_OPEN})


def _labels(options: Sequence[str]) -> list[str]:
    """Each once, in the order given."""
    labels = list(dict.fromkeys(" ".join(option.split()) for option in options if option.strip()))
    if long := next((label for label in labels if len(label) > LONGEST_LABEL), None):
        told = _("Raccourcissez « %(label)s… » : %(most)d caractères au plus par réponse.")
        raise RuleBroken("option_too_long", told % {"label": long[:40], "most": LONGEST_LABEL}, field="options")
    return labels


def _counted(labels: list[str]) -> list[str]:
    if not FEWEST <= len(labels) <= MOST:
        told = _("Donnez de %(fewest)d à %(most)d réponses différentes, une par ligne.")
        raise RuleBroken("options_number", told % {"fewest": FEWEST, "most": MOST}, field="options")
    return labels


@transaction.atomic
def close_poll(*, poll: Poll, by: Any, outcome: str = "") -> Poll:
    """What was answered stands; a proposal is adopted if no objection is left to treat. Closing twice is closing once."""
    try:
        fresh = locked(poll)
    except RuleBroken as refusal:
        if refusal.code == "poll_closed":
            return Poll.objects.get(pk=poll.pk)
        raise
    return end(fresh, by=by, outcome=outcome.strip())


def end(fresh: Poll, *, by: Any, outcome: str = "") -> Poll:
    """With the row held."""
    now = clock.now()
    fresh.state, fresh.closed_at, fresh.closed_by, fresh.outcome = PollState.CLOSED, now, by, outcome
    fresh.voices, fresh.changed_at = len(voices_of(fresh)), now
    if fresh.is_consent:
        fresh.adopted = not fresh.objections.filter(state=ObjectionState.RAISED).exists()
    fresh.save(update_fields=["state", "closed_at", "closed_by", "outcome", "voices", "adopted", "changed_at"])
    if fresh.is_secret:
        open_urn(fresh)
    search.touch(fresh)
    journal.record("polls.closed", fresh, by=by)
    journal.enqueue("polls.tell_closed", key=f"poll-closed-{fresh.pk}", poll=fresh.pk)
    return fresh
