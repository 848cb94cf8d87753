"""Accounts, what each person agreed to, and the pages the law asks for."""

from cercles.people.models.accounts import ConsentRecord, Purged, UnusedNotice, User, UserManager, UserQuerySet
from cercles.people.models.legal import LegalAcceptance, LegalDraft, LegalVersion

__all__ = [
    "ConsentRecord",
    "LegalAcceptance",
    "LegalDraft",
    "LegalVersion",
    "Purged",
    "UnusedNotice",
    "User",
    "UserManager",
    "UserQuerySet",
]
