"""Speaking for an organisation: asked by a person, confirmed by another, or at once by an address on its domain."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations import emails, queries, rules
from cercles.organisations.actions.affiliations import end_affiliation, link_person
from cercles.organisations.enums import CLAIM_MOVES, AffiliationRole, ClaimState, Reportable, ReportState
from cercles.organisations.models import Affiliation, Claim, Organisation, Report
from cercles.organisations.rules.domains import is_on_domain
from cercles.people.enums import AccountState


@transaction.atomic
def ask_to_represent(*, organisation: Organisation, by: Any, message: str = "") -> Claim:
    """Ask. Confirmed at once when the account's address, proven by its sign-in code, is on the organisation's own domain."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.canonical_id)
    if rules.is_representative(by, locked):
        raise RuleBroken("already_representative", _("Vous représentez déjà cette organisation."))
    known = Claim.objects.open().filter(organisation=locked, person=by).first()
    if known is not None:
        return known
    claim = Claim.objects.create(organisation=locked, person=by, message=message.strip(), asked_at=clock.now())
    record("organisations.claim_asked", claim, by=by, audience=f"person:{by.pk}")
    if proves_by_address(by, locked):
        return confirm_claim(claim=claim, by=by)
    _tell_deciders(claim)
    return claim


def proves_by_address(person: Any, organisation: Organisation) -> bool:
    """The site's address must have been written by somebody else: one does not vouch for oneself, nor by an error one points out.

    What has ended has nobody left to give addresses: an administrator looks.
    """
    if organisation.created_by_id == person.pk or person.state != AccountState.ACTIVE or organisation.has_ended:
        return False
    return is_on_domain(person.email, organisation.website) and not _was_pointed_out(organisation)


def _was_pointed_out(organisation: Organisation) -> bool:
    said = Report.objects.filter(column=Reportable.WEBSITE, state=ReportState.ACCEPTED, says=organisation.website)
    return said.filter(organisation__in=[organisation.pk, *organisation.aliases.values_list("pk", flat=True)]).exists()


@transaction.atomic
def confirm_claim(*, claim: Claim, by: Any) -> Claim:
    """The person represents the organisation from now on. Those who already did are told, and may contest."""
    moved = _move(claim, "confirm", by=by)
    if moved is None:
        return Claim.objects.get(pk=claim.pk)
    before = queries.representatives_of(
        moved.organisation
    )  # once it is locked: of two confirmed at once, one knows of the other
    link_person(
        person=moved.person, organisation=moved.organisation, by=by, role=AffiliationRole.REPRESENTATIVE,
        since=None,
    )  # fmt: skip
    record("organisations.represented", moved.organisation, by=by, person=moved.person_id)
    emails.claim_decided(moved)
    for person in before:
        if person.pk not in (moved.person_id, getattr(by, "pk", None)):
            emails.new_representative(moved, person)
    return moved


@transaction.atomic
def decline_claim(*, claim: Claim, by: Any, reason: str) -> Claim:
    """Say no, and why: the reason is in the mail."""
    moved = _move(claim, "decline", by=by, reason=_given(reason))
    if moved is not None:
        emails.claim_decided(moved)
    return moved or Claim.objects.get(pk=claim.pk)


@transaction.atomic
def contest_claim(*, claim: Claim, by: Any, reason: str) -> Claim:
    """A representative does not know this person: the role is suspended and an administrator looks again."""
    moved = _move(claim, "contest", by=by, reason=_given(reason))
    if moved is None:
        return Claim.objects.get(pk=claim.pk)
    rows = Affiliation.objects.representatives().within(moved.organisation).filter(person=moved.person)
    for row in rows:
        end_affiliation(affiliation=row, by=by)
    emails.claim_decided(moved)
    for person in queries.administrators():
        emails.claim_asked(moved, person, represents=False)
    return moved


@transaction.atomic
def withdraw_claim(*, claim: Claim, by: Any) -> Claim:
    """Who asked takes it back."""
    return _move(claim, "withdraw", by=by) or Claim.objects.get(pk=claim.pk)


def _move(claim: Claim, verb: str, *, by: Any, reason: str = "") -> Claim | None:
    """The claim in its next state, or None when it is there already: answering twice is the same answer."""
    Organisation.objects.select_for_update().get(pk=claim.organisation_id)
    locked = Claim.objects.select_related("organisation", "person").get(pk=claim.pk)
    after = CLAIM_MOVES.get(ClaimState(locked.state), {}).get(verb)
    if after is None:
        if any(moves.get(verb) == locked.state for moves in CLAIM_MOVES.values()):
            return None
        raise RuleBroken(
            "claim_over", _("Cette demande est close (%(state)s) : elle ne peut plus changer.")
            % {"state": locked.get_state_display().lower()},
        )  # fmt: skip
    locked.state, locked.reason, locked.decided_at, locked.decided_by = after, reason, clock.now(), by
    locked.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    audience = f"person:{locked.person_id}"
    record(f"organisations.claim_{after}", locked, by=by, reason=reason, audience=audience)
    return locked


def _given(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Donnez la raison en une phrase : elle sera transmise."), field="reason")
    return reason.strip()


def _tell_deciders(claim: Claim) -> None:
    representatives = queries.representatives_of(claim.organisation)
    for person in representatives:
        emails.claim_asked(claim, person, represents=True)
    known = {person.pk for person in representatives} | {claim.person_id}
    for person in queries.administrators():
        if person.pk not in known:
            emails.claim_asked(claim, person, represents=False)
