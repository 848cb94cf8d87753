"""A pair is settled by somebody, and stays settled."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations.enums import Fact, PairState
from cercles.organisations.models import DuplicatePair, Organisation


@transaction.atomic
def propose(*, one: Organisation, other: Organisation, by: Any, fact: str = Fact.PERSON) -> DuplicatePair:
    """Somebody, or a register, says that these look like one. A pair settled before comes back as it is."""
    if one.pk == other.pk:
        raise RuleBroken("same_page", _("Choisissez deux pages différentes."), field="other")
    first, second = sorted((one.pk, other.pk))
    pair, created = DuplicatePair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"facts": [str(fact)], "main": fact}
    )
    if created:
        record("organisations.pair_proposed", pair, by=by)
    return pair


@transaction.atomic
def put_off(*, pair: DuplicatePair, by: Any) -> DuplicatePair:
    """It comes after the others, and stays there."""
    return _move(pair, PairState.LATER, by=by, reason="")


@transaction.atomic
def tell_apart(*, pair: DuplicatePair, by: Any, reason: str) -> DuplicatePair:
    """These are two: remembered, so that they are not proposed again."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Dites en quelques mots pourquoi : la raison est gardée."), field="reason")
    return _move(pair, PairState.TWO, by=by, reason=reason.strip())


def _move(pair: DuplicatePair, state: str, *, by: Any, reason: str) -> DuplicatePair:
    locked = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if locked.state == PairState.MERGED:
        raise RuleBroken("already_merged", _("Ces deux pages sont réunies : séparez-les d’abord."))
    if locked.state != state:
        locked.state, locked.reason, locked.decided_at, locked.decided_by = state, reason, clock.now(), by
        locked.save(update_fields=["state", "reason", "decided_at", "decided_by"])
        record(f"organisations.pair_{state}", locked, by=by, reason=reason)
    return locked


def remember_two(*, one: Organisation, other: Organisation, reason: str, by: Any) -> None:
    """Somebody said it of a row and a page: the search does not ask again. What was settled of the pair is left."""
    first, second = sorted((one.pk, other.pk))
    known = DuplicatePair.objects.filter(first=first, second=second).first()
    if known is None or known.is_open:
        settle(one=one, other=other, state=PairState.TWO, reason=reason, by=by)


def settle(*, one: Organisation, other: Organisation, state: str, reason: str, by: Any) -> None:
    """What a merge or its undoing says of the pair, proposed or not: inside that act."""
    first, second = sorted((one.pk, other.pk))
    said = {"state": state, "reason": reason[:500], "decided_at": clock.now(), "decided_by": by}
    DuplicatePair.objects.update_or_create(
        first_id=first, second_id=second, defaults=said, create_defaults={**said, "facts": [str(Fact.PERSON)]}
    )
