"""Who may see and change what of an organisation, in plain Python from the person and the object."""

from typing import Any

from cercles.core.enums import Visibility
from cercles.organisations.rules import kept
from cercles.people import rules as people_rules


def is_affiliated(person: Any, organisation: Any) -> bool:
    """She belongs to it, or to a duplicate merged into it."""
    return any(row.organisation.canonical_id == organisation.canonical_id for row in kept.current_affiliations(person))


def is_representative(person: Any, organisation: Any) -> bool:
    """She speaks for it."""
    return any(
        row.is_representative and row.organisation.canonical_id == organisation.canonical_id
        for row in kept.current_affiliations(person)
    )


def can_see_organisation(person: Any, organisation: Any) -> bool:
    if organisation.visibility == Visibility.PUBLIC:
        return True
    if organisation.visibility == Visibility.NETWORK:
        return person.is_authenticated
    return is_affiliated(person, organisation)


def can_edit_organisation(person: Any, organisation: Any) -> bool:
    """Its representatives; as long as nobody represents it, the person who added it."""
    if not person.is_authenticated or organisation.merged_into_id:
        return False
    if is_representative(person, organisation):
        return True
    return organisation.created_by_id == person.pk and not organisation.is_claimed


def can_set_visibility(person: Any, organisation: Any) -> bool:
    """Widening belongs to the owner: only a representative says who sees the page."""
    return is_representative(person, organisation) and not organisation.merged_into_id


def can_repair(person: Any, organisation: Any) -> bool:
    """Administrators mend identifiers and merge duplicates, of what they may see as anybody may."""
    return person.is_authenticated and person.is_administrator and can_see_organisation(person, organisation)


def can_take_back(person: Any, organisation: Any) -> bool:
    """To read what a register says instead of what a person wrote, and take it back: who keeps the page, and administrators."""
    return can_edit_organisation(person, organisation) or (
        not organisation.merged_into_id and can_repair(person, organisation)
    )


def can_ask_to_represent(person: Any, organisation: Any) -> bool:
    if not person.is_authenticated or organisation.merged_into_id:
        return False
    return can_see_organisation(person, organisation) and not is_representative(person, organisation)


def can_join(person: Any, organisation: Any) -> bool:
    """Any account may say that it belongs to an organisation it sees."""
    return person.is_authenticated and not organisation.merged_into_id and can_see_organisation(person, organisation)


def can_add_people(person: Any, organisation: Any) -> bool:
    """Representatives say who else belongs to it, and who represents it with them."""
    return is_representative(person, organisation) and not organisation.merged_into_id


def can_see_affiliation(person: Any, affiliation: Any) -> bool:
    """One's own; otherwise one must see both the person and the organisation."""
    if person.is_authenticated and affiliation.person_id == person.pk:
        return True
    return people_rules.can_see_person(person, affiliation.person) and can_see_organisation(
        person, affiliation.organisation
    )


def can_edit_affiliation(person: Any, affiliation: Any) -> bool:
    """The person herself, and those who represent the organisation."""
    if not person.is_authenticated:
        return False
    return affiliation.person_id == person.pk or is_representative(person, affiliation.organisation)


def can_see_claim(person: Any, claim: Any) -> bool:
    """Who asked, those who represent the organisation, and administrators, who decide."""
    if not person.is_authenticated:
        return False
    return claim.person_id == person.pk or person.is_administrator or is_representative(person, claim.organisation)


def can_decide_claim(person: Any, claim: Any) -> bool:
    """An administrator or somebody who represents the organisation already, if it goes on; never who asked."""
    if claim.organisation.has_ended and not (person.is_authenticated and person.is_administrator):
        return False
    return can_see_claim(person, claim) and claim.person_id != person.pk


def can_contest_claim(person: Any, claim: Any) -> bool:
    return is_representative(person, claim.organisation) and claim.person_id != person.pk


def can_import(person: Any) -> bool:
    """Files that create pages by the thousand are an administrator's act."""
    return person.is_authenticated and person.is_administrator


def can_settle_pair(person: Any, pair: Any) -> bool:
    """Administrators say whether two pages are one organisation, of pages that they may see as anybody may."""
    return can_repair(person, pair.first) and can_repair(person, pair.second)


def can_report(person: Any, organisation: Any) -> bool:
    """Anybody who sees the page, with an account or without."""
    return not organisation.merged_into_id and can_see_organisation(person, organisation)


def can_answer_report(person: Any, report: Any) -> bool:
    """Those who represent the organisation; administrators when nobody does."""
    if not person.is_authenticated:
        return False
    if is_representative(person, report.organisation):
        return True
    return person.is_administrator and not report.organisation.is_claimed
