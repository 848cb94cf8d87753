"""The fixed cast: the same seven people tell every story of access (docs/roles.md says who they are)."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cercles.circles.enums import CircleRole
from cercles.circles.models import CharterAcceptance, CharterVersion, Circle, Membership
from cercles.core import clock
from cercles.core.audience import NETWORK, PUBLIC
from cercles.organisations.enums import AffiliationRole
from cercles.organisations.models import Affiliation, Organisation
from cercles.people.models import User

PERSONS = ("stranger", "account", "member", "facilitator", "representative", "administrator", "former")


@dataclass
class Cast:
    stranger: Any
    account: User
    member: User
    facilitator: User
    representative: User
    administrator: User
    former: User
    circle: Circle
    organisation: Organisation

    def person(self, name: str) -> Any:
        """The person read again from the database, so that nothing kept on the object hides a change."""
        known = getattr(self, name)
        return known if name == "stranger" else User.objects.get(pk=known.pk)


assert tuple(field.name for field in fields(Cast))[: len(PERSONS)] == PERSONS


def make_cast() -> Cast:
    names = {
        "account": "Aline Compte",
        "member": "Malo Membre",
        "facilitator": "Fanny Animatrice",
        "representative": "Rémi Représentant",
        "administrator": "Agnès Administratrice",
        "former": "Fatou Ancienne",
    }
    people = {
        role: User.objects.create_user(f"{role}@example.org", name, is_administrator=role == "administrator")
        for role, name in names.items()
    }
    organisation = Organisation.objects.create(name="Val-Fibre", search_key="val fibre", audience=PUBLIC)
    Affiliation.objects.create(
        person=people["representative"], organisation=organisation, role=AffiliationRole.REPRESENTATIVE
    )
    Affiliation.objects.create(person=people["member"], organisation=organisation, role=AffiliationRole.STAFF)
    circle = Circle.objects.create(
        slug="cercle-des-pairs", name="Cercle des pairs", search_key="cercle des pairs", purpose="Apprendre.",
        visibility="network", audience=NETWORK, stage="active",
    )  # fmt: skip
    charter = CharterVersion.objects.create(circle=circle, number=1, text="Ce qui est dit ici reste ici.")
    Membership.objects.create(circle=circle, person=people["member"], organisation=organisation)
    Membership.objects.create(circle=circle, person=people["facilitator"], role=CircleRole.FACILITATOR)
    now = clock.now()
    Membership.objects.create(circle=circle, person=people["former"], since=now - timedelta(days=90), until=now)
    # They accepted the charter: nothing waits for anybody in this circle.
    for person in (people["member"], people["facilitator"]):
        CharterAcceptance.objects.create(version=charter, person=person)
    CharterAcceptance.objects.create(version=charter, person=people["representative"], organisation=organisation)
    return Cast(stranger=AnonymousUser(), circle=circle, organisation=organisation, **people)
