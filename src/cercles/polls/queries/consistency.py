"""Rows that contradict each other: none, unless somebody wrote in the database by hand or changed the instance's secret key."""

from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _

from cercles.polls.models import Ballot, Poll, Urn
from cercles.polls.models.urn import UrnBroken, unseal


def contradictions() -> list[str]:
    chosen = Ballot.options.through.objects.exclude(option__poll=F("ballot__poll"))
    told = _("Sondage %(ref)s : une réponse porte un choix d’un autre sondage.")
    found = [told % {"ref": ref} for ref in chosen.values_list("ballot__poll__ref", flat=True).distinct()[:20]]
    live = Poll.objects.filter(is_secret=True, state="open").select_related("urn").annotate(voted=Count("ballots"))
    kept = Urn.objects.filter(poll__state="cancelled").exclude(sealed=b"")
    full = _("Sondage %(ref)s : il est annulé, et son urne n’est pas vide.")
    found += [full % {"ref": ref} for ref in kept.values_list("poll__ref", flat=True)[:20]]
    return found + [sentence for poll in live if (sentence := _urn(poll))]


def _urn(poll: Any) -> str:
    """As many ballots as there are names on the sheet."""
    urn = getattr(poll, "urn", None)
    try:
        held = len(unseal(poll, bytes(urn.sealed))) if urn else 0
    except UrnBroken:
        return _("Sondage %(ref)s : son urne ne s’ouvre plus, la clé secrète a changé.") % {"ref": poll.ref}
    if held == poll.voted:
        return ""
    return _("Sondage %(ref)s : l’urne et la feuille de vote ne comptent pas la même chose.") % {"ref": poll.ref}
