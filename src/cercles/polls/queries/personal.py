"""One's own answers, for the copy of one's data."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.polls.models import Ballot, Objection


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    rows = Ballot.objects.filter(Q(person=person) | Q(cast_by=person)).select_related("poll__circle", "organisation")
    raised = Objection.objects.filter(person=person).select_related("poll__circle")
    return {
        _("Réponses aux sondages"): [
            {
                _("cercle"): row.poll.circle.name, _("sondage"): row.poll.title, _("le"): row.at.isoformat(),
                _("pour"): row.organisation.name if row.organisation else "", _("réponse"): _answer(row),
                _("précision"): row.reason,
            }
            for row in rows.prefetch_related("options", "if_needed").order_by("at")
        ],
        _("Objections"): [
            {
                _("cercle"): row.poll.circle.name, _("sondage"): row.poll.title, _("le"): row.at.isoformat(),
                _("objection"): row.text, _("devenue"): row.get_state_display(), _("ce qui a été répondu"): row.response,
            }
            for row in raised.order_by("at")
        ],
    }  # fmt: skip


def _answer(row: Ballot) -> str:
    return _("un bulletin secret, que rien ne relie à vous") if row.poll.is_secret else answer_of(row)


def answer_of(ballot: Ballot) -> str:
    """In words: « le mardi, le jeudi ; si besoin : le lundi »."""
    if ballot.answer:
        return str(ballot.get_answer_display())
    chosen = ", ".join(option.label for option in ballot.options.all())
    maybe = ", ".join(option.label for option in ballot.if_needed.all())
    return " ; ".join(filter(None, (chosen, _("si besoin : %(dates)s") % {"dates": maybe} if maybe else "")))
