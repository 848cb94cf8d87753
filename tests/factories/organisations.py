"""Organisations and the people who belong to them."""

from pathlib import Path

import factory
from django.conf import settings

from cercles.core.audience import PUBLIC
from cercles.core.enums import Visibility
from cercles.core.text import search_key
from cercles.organisations.enums import AffiliationRole, Layout
from cercles.organisations.models import Affiliation, Claim, ImportRun, Organisation


class OrganisationFactory(factory.django.DjangoModelFactory):
    """``OrganisationFactory(representative=person)`` also makes somebody speak for it."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    # As `Organisation.write_search_key` does.
    search_key = factory.LazyAttribute(
        lambda made: search_key(made.name, getattr(made, "short_name", ""), getattr(made, "legal_name", ""))[:360]
    )
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


class ImportRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRun

    layout = Layout.SIAE
    file_name = "structures.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    size = 100


def store(run: ImportRun, content: str) -> None:
    """Put the file of ``run`` where the site keeps it."""
    path = Path(settings.MEDIA_ROOT) / run.stored_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
