"""Another organisation says what it did with a practice."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import link, record
from cercles.organisations.models import Affiliation, Organisation
from cercles.practices import emails
from cercles.practices.enums import SHARED, ReuseOutcome, SheetState
from cercles.practices.models import PracticeSheet, Reuse
from cercles.practices.queries import representatives_of


@transaction.atomic
def declare_reuse(
    *,
    sheet: PracticeSheet,
    by: Any,
    organisation: Organisation,
    outcome: str,
    where: str = "",
    what_changed: str = "",
    result: str = "",
) -> Reuse:
    """Tried, adapted or gave up. Said again by the same organisation, it replaces what was said before."""
    sheet = PracticeSheet.objects.select_for_update().get(pk=sheet.pk)
    _refuse(sheet, by, organisation, outcome, result)
    facts = {
        "outcome": outcome, "where": where.strip(), "what_changed": what_changed.strip(), "result": result.strip(),
        "visibility": sheet.visibility, "audience": sheet.audience,
        "declared_by": by, "declared_at": clock.now(), "version": sheet.versions.count(),
    }  # fmt: skip
    known = Reuse.objects.filter(sheet=sheet, organisation=organisation).first()
    said = ("outcome", "where", "what_changed", "result", "audience")
    if known is not None and all(getattr(known, name) == facts[name] for name in said):
        return known
    reuse, created = Reuse.objects.update_or_create(sheet=sheet, organisation=organisation, defaults=facts)
    record("practices.reused" if created else "practices.reuse_changed", reuse, by=by)
    link(sheet, reuse, verb="reused", by=by)
    _tell(reuse, by)
    return reuse


def _refuse(sheet: PracticeSheet, by: Any, organisation: Organisation, outcome: str, result: str) -> None:
    if sheet.state not in SHARED or sheet.state == SheetState.ARCHIVED:
        raise RuleBroken("not_shared", _("Cette fiche n’est plus ouverte aux reprises."))
    if not Affiliation.objects.current().filter(person=by, organisation=organisation).exists():
        raise RuleBroken("not_yours", _("Choisissez une organisation dont vous faites partie."), field="organisation")
    if sheet.organisations.filter(pk=organisation.pk).exists():
        raise RuleBroken(
            "own_practice",
            _("C’est la pratique de votre organisation : modifiez plutôt la fiche."),
            field="organisation",
        )
    if outcome == ReuseOutcome.GAVE_UP and not result.strip():
        raise RuleBroken(
            "no_reason", _("Dites pourquoi vous avez renoncé : c’est précieux pour les suivants."), field="result"
        )


def _tell(reuse: Reuse, by: Any) -> None:
    """Those whose practice it is, the author, and the person in whose name it was said."""
    told = {
        person.pk: person
        for organisation in reuse.sheet.organisations.all()
        for person in representatives_of(organisation)
    }
    if reuse.sheet.author is not None:
        told[reuse.sheet.author.pk] = reuse.sheet.author
    told.pop(by.pk, None)
    for person in told.values():
        emails.tell_reused(reuse, person)
    emails.confirm_reuse(reuse, by)
