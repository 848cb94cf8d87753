"""The fixed cast: the same seven people tell every story of access (docs/roles.md says who they are)."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser

from cercles.circles.enums import CircleRole
from cercles.circles.models import CharterAcceptance, CharterVersion, Circle, Membership
from cercles.core import clock
from cercles.core.audience import NETWORK, PUBLIC
from cercles.core.text import search_key
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
        role: User(
            email=f"{role}@example.org", name=name, search_key=search_key(name), password=make_password(None),
            is_administrator=role == "administrator",
        )
        for role, name in names.items()
    }  # fmt: skip
    for person in people.values():
        person.audience = person.page_audience
    User.objects.bulk_create(people.values())
    organisation = Organisation.objects.create(name="Val-Fibre", search_key="val fibre", audience=PUBLIC)
    Affiliation.objects.bulk_create(
        Affiliation(person=people[person], organisation=organisation, role=role)
        for person, role in (("representative", AffiliationRole.REPRESENTATIVE), ("member", AffiliationRole.STAFF))
    )
    circle = Circle.objects.create(
        slug="cercle-des-pairs", name="Cercle des pairs", search_key="cercle des pairs", purpose="Apprendre.",
        visibility="network", audience=NETWORK, stage="active",
    )  # fmt: skip
    charter = CharterVersion.objects.create(circle=circle, number=1, text="Ce qui est dit ici reste ici.")
    now = clock.now()
    Membership.objects.bulk_create((
        Membership(circle=circle, person=people["member"], organisation=organisation),
        Membership(circle=circle, person=people["facilitator"], role=CircleRole.FACILITATOR),
        Membership(circle=circle, person=people["former"], since=now - timedelta(days=90), until=now),
    ))  # fmt: skip
    # They accepted the charter: nothing waits for anybody in this circle.
    CharterAcceptance.objects.bulk_create(
        CharterAcceptance(version=charter, person=people[person], organisation=stands_for)
        for person, stands_for in (("member", None), ("facilitator", None), ("representative", organisation))
    )
    return Cast(stranger=AnonymousUser(), circle=circle, organisation=organisation, **people)
