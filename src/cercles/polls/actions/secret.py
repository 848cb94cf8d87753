"""A ballot falls in the urn; the urn is opened at the end."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.polls.enums import FEWEST_BALLOTS
from cercles.polls.models import Option, Poll, Urn
from cercles.polls.models.urn import Choice, UrnBroken, receipt_of, seal, unseal


def drop_in(poll: Poll, receipt: str, options: Iterable[Option], if_needed: Iterable[Option] = ()) -> None:
    """With the poll held. The ballot bears its receipt, and nothing of who gives it."""
    receipt = receipt_of(receipt)
    urn, _new = Urn.objects.get_or_create(poll=poll)
    ballots = _read(urn)
    if receipt in ballots:
        told = _("Ce reçu est déjà dans l’urne : rouvrez la page, elle en propose un autre.")
        raise RuleBroken("receipt_taken", told, field="receipt")
    choice = Choice([option.position for option in options], [option.position for option in if_needed])
    urn.sealed = seal(poll, ballots | {receipt: choice})
    urn.save(update_fields=["sealed"])


def _read(urn: Urn) -> dict[str, Choice]:
    try:
        return unseal(urn.poll, bytes(urn.sealed))
    except UrnBroken as broken:
        told = _("L’urne ne s’ouvre plus : la clé secrète de l’instance a changé. Dites-le à qui l’administre.")
        raise RuleBroken("urn_broken", told) from broken


def open_urn(poll: Poll) -> None:
    """Each receipt with its choice, in the order of receipts. Of too few ballots, or of an urn that does not open, nothing is kept."""
    urn, _new = Urn.objects.get_or_create(poll=poll)
    try:
        ballots = unseal(poll, bytes(urn.sealed))
    except UrnBroken:
        ballots = {}
    shown = len(ballots) >= FEWEST_BALLOTS
    urn.sealed = b""
    urn.opened = sorted((receipt, *choice) for receipt, choice in ballots.items()) if shown else []
    urn.save(update_fields=["sealed", "opened"])
