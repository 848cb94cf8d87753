"""Organisations and the people who belong to them."""

import factory

from cercles.core.audience import PUBLIC
from cercles.core.enums import Visibility
from cercles.core.text import search_key
from cercles.organisations.enums import AffiliationRole
from cercles.organisations.models import Affiliation, Claim, Organisation


class OrganisationFactory(factory.django.DjangoModelFactory):
    """``OrganisationFactory(representative=person)`` also makes somebody speak for it."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    search_key = factory.LazyAttribute(lambda made: search_key(made.name))
    visibility = Visibility.PUBLIC
    audience = PUBLIC

    @factory.post_generation
    def shown(self, create: bool, extracted: object, **kwargs: object) -> None:
        self.audience = self.audience_for(self.visibility)
        self.save(update_fields=["audience"])

    @factory.post_generation
    def representative(self, create: bool, person: object, **kwargs: object) -> None:
        if person is not None:
            AffiliationFactory(person=person, organisation=self, role=AffiliationRole.REPRESENTATIVE)


class AffiliationFactory(factory.django.DjangoModelFactory):
    """The caller gives the person: this room makes none."""

    class Meta:
        model = Affiliation

    organisation = factory.SubFactory(OrganisationFactory)
    role = AffiliationRole.STAFF


class ClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Claim

    organisation = factory.SubFactory(OrganisationFactory)
