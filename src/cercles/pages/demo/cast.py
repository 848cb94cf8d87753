"""The people and organisations of the demonstration: none exists."""

from datetime import date
from typing import Any

from cercles.core.enums import Visibility
from cercles.organisations.actions import add_affiliation, ask_to_represent, confirm_claim, create_organisation
from cercles.organisations.enums import AffiliationRole, Source
from cercles.organisations.models import Organisation
from cercles.pages.demo.book import on, read
from cercles.people import actions
from cercles.people.enums import AccountState
from cercles.people.models import User
from cercles.people.queries import DemoPerson
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.territories.models import Territory

# The day the first of them came: before the article, so that they may open its circles on its date.
ARRIVAL = date(2019, 9, 20)
ADMINISTRATOR = "agathe"
_CODED = {
    "category": Vocabulary.CATEGORY, "themes": Vocabulary.THEME,
    "economic_models": Vocabulary.ECONOMIC_MODEL, "goals": Vocabulary.SDG,
}  # fmt: skip


def person(key: str) -> User:
    """Read again each time, so that nothing kept on the object hides what she became."""
    return User.objects.get(email=read("cast")["people"][key]["email"])


def organisation(key: str) -> Organisation:
    return Organisation.objects.get(source=Source.DEMO, source_key=key)


def load_cast() -> None:
    with on(ARRIVAL):
        for facts in read("cast")["people"].values():
            _arrive(facts)
        administrator = person(ADMINISTRATOR)
        for key, facts in read("cast")["organisations"].items():
            if not Organisation.objects.filter(source=Source.DEMO, source_key=key).exists():
                create_organisation(
                    by=administrator, source=Source.DEMO, source_key=key, is_fictional=True, **_told(facts)
                )
        for key, facts in read("cast")["people"].items():
            _belong(person(key), facts, administrator)


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of an organisation, codes replaced by what they name; a place that is not loaded is left unsaid."""
    terms = {name: {term.code: term for term in Term.objects.of(which)} for name, which in _CODED.items()}
    said = {**facts, "category": terms["category"].get(facts["category"])}
    for name in ("themes", "economic_models", "goals"):
        said[name] = [terms[name][code] for code in facts.get(name, ())]
    said["seat"] = Territory.objects.communes().filter(code=facts.get("seat")).first()
    return said


def _arrive(facts: dict[str, Any]) -> None:
    """Invited, come, settled; what she later changes in her account is hers."""
    someone = actions.invite_person(email=facts["email"], name=facts["name"], by=None, fictional=True)
    if someone.state != AccountState.INVITED:
        return
    someone = actions.enter(person=someone)
    someone = actions.settle_in(by=someone, name=facts["name"], directory=True)
    actions.update_profile(by=someone, name=facts["name"], about=facts["about"], visibility=Visibility.NETWORK)
    if facts.get("administrator"):
        actions.set_administrator(person=someone, by=someone, given=True)


def _belong(someone: User, facts: dict[str, Any], administrator: User) -> None:
    """She says where she works, or asks to represent it: her address proves it, else an administrator confirms."""
    if someone.affiliations.exists():
        return
    if "member_of" in facts:
        add_affiliation(
            person=someone, organisation=organisation(facts["member_of"]), by=someone, role=AffiliationRole.STAFF
        )
    if "represents" in facts:
        claim = ask_to_represent(organisation=organisation(facts["represents"]), by=someone, message=facts["about"])
        if claim.is_open:
            confirm_claim(claim=claim, by=administrator)


def offered() -> list[DemoPerson]:
    """Whom one may enter as, in the order of the story."""
    told = {facts["email"]: facts for facts in read("cast")["people"].values() if "role" in facts}
    known = User.objects.filter(email__in=told, is_fictional=True)
    by_email = {someone.email: someone for someone in known}
    return [
        DemoPerson(by_email[email], facts["role"], facts["try_this"])
        for email, facts in told.items()
        if email in by_email
    ]
