"""Who belongs to an organisation: said by the person herself or by those who represent it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cercles.core import audience, clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations import rules
from cercles.organisations.enums import AffiliationRole
from cercles.organisations.models import Affiliation, Organisation
from cercles.organisations.rules.kept import forget


@transaction.atomic
def add_affiliation(
    *,
    person: Any,
    organisation: Organisation,
    by: Any,
    role: str = AffiliationRole.STAFF,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """Link ``person`` to ``organisation``. Saying it twice is saying it once.

    A representative is made by another representative, or by a confirmed claim; never by herself.
    """
    if role == AffiliationRole.REPRESENTATIVE:
        _refuse_self_made_representative(organisation, by)
    return link_person(
        person=person, organisation=organisation, by=by, role=role, title=title, since=since, until=until
    )


@transaction.atomic
def link_person(
    *,
    person: Any,
    organisation: Organisation,
    by: Any,
    role: str,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """What every way of belonging writes, once the right to is settled."""
    _check_dates(since, until)
    canonical = Organisation.objects.select_for_update().get(pk=organisation.canonical_id)
    known = Affiliation.objects.within(canonical).filter(person=person, role=role, until__isnull=True).first()
    if known is not None:
        return known
    row = Affiliation.objects.create(
        person=person, organisation=canonical, role=role, title=title.strip(), since=since, until=until
    )
    forget(person)
    record("organisations.joined", canonical, by=by, audience=_inside(canonical), person=person.pk, role=role)
    return row


@transaction.atomic
def edit_affiliation(
    *,
    affiliation: Affiliation,
    by: Any,
    role: str,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """Say better what the link is. Becoming a representative this way follows the rule of ``add_affiliation``."""
    _check_dates(since, until)
    locked = _locked(affiliation)
    if role == AffiliationRole.REPRESENTATIVE and (not locked.is_representative or _reopens(locked, until)):
        _refuse_self_made_representative(locked.organisation, by)
    locked.role, locked.title, locked.since, locked.until = role, title.strip(), since, until
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise RuleBroken(
            "affiliation_known", _("Ce rôle est déjà enregistré pour cette organisation."), field="role"
        ) from error
    forget(locked.person)
    organisation = locked.organisation
    record(
        "organisations.link_edited",
        organisation,
        by=by,
        audience=_inside(organisation),
        person=locked.person_id,
        role=role,
    )
    return locked


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: Any) -> Affiliation:
    """From now on the link gives no right. The row stays: it was true."""
    locked = _locked(affiliation)
    if not locked.is_current:
        return locked
    today = clock.today()
    locked.since = min(locked.since, today) if locked.since else None
    locked.until = today
    locked.save(update_fields=["since", "until"])
    forget(locked.person)
    organisation = locked.organisation
    record(
        "organisations.left",
        organisation,
        by=by,
        audience=_inside(organisation),
        person=locked.person_id,
        role=locked.role,
    )
    return locked


def _inside(organisation: Organisation) -> str:
    """Who came and who left is for the people of the organisation."""
    return audience.key("organisation", organisation.pk)


def _locked(affiliation: Affiliation) -> Affiliation:
    Organisation.objects.select_for_update().get(pk=affiliation.organisation_id)
    return Affiliation.objects.select_related("organisation", "person").get(pk=affiliation.pk)


def _reopens(affiliation: Affiliation, until: date | None) -> bool:
    """The link had ended and would give rights again."""
    return not affiliation.is_current and (until is None or until > clock.today())


def _refuse_self_made_representative(organisation: Organisation, by: Any) -> None:
    if by is None or not rules.is_representative(by, organisation):
        raise RuleBroken(
            "representative_by_claim",
            _("Représenter une organisation se demande sur sa page : « Je représente cette organisation »."),
            field="role",
        )


def _check_dates(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise RuleBroken(
            "dates_in_order", _("La date de fin précède la date de début : corrigez l’une des deux."), field="until"
        )
