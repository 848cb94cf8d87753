"""Versions and drafts of the pages the law asks for."""

from datetime import date

from cercles.core import clock
from cercles.people.enums import LegalPage
from cercles.people.models import LegalDraft, LegalVersion


def published(
    page: str = LegalPage.TERMS, *, asks: bool = False, text: str = "Entre pairs.", on: date | None = None
) -> LegalVersion:
    """The next version of a page, in force today."""
    number = LegalVersion.objects.filter(page=page).count() + 1
    return LegalVersion.objects.create(
        page=page, number=number, source=text, text=text, change_note="Plus clair." if number > 1 else "",
        asks_acceptance=asks, in_force_on=on or clock.today(),
    )  # fmt: skip


def drafted(page: str = LegalPage.NOTICE, text: str = "Qui nous sommes.", **fields: object) -> LegalDraft:
    return LegalDraft.objects.create(page=page, text=text, **fields)
