"""The pages the law asks for, version by version, and who accepted which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core import clock
from cercles.people.enums import LegalPage
from cercles.people.models.accounts import User


class LegalVersion(models.Model):
    """One published text of a page: numbered, never edited. The highest number whose day has come is the one in force."""

    page = models.CharField(max_length=24, choices=LegalPage.choices)
    number = models.PositiveSmallIntegerField()
    # As it was written, with its marks (``{durées}``); ``text`` is what they said on the day it was published.
    source = models.TextField(max_length=40_000)
    text = models.TextField(max_length=80_000)
    change_note = models.CharField(gettext_lazy("ce qui change"), max_length=300, blank=True, default="")
    asks_acceptance = models.BooleanField(default=False)
    in_force_on = models.DateField()
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["page", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="legal_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="legal_number_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(change_note=""), name="legal_change_said"),
            models.CheckConstraint(
                condition=Q(asks_acceptance=False) | Q(page=LegalPage.TERMS), name="legal_only_terms_are_accepted"
            ),
        ]

    def __str__(self) -> str:
        return _("%(page)s, version %(number)s") % {"page": self.get_page_display(), "number": self.number}

    @property
    def is_in_force(self) -> bool:
        """Its day has come; a later one may have replaced it."""
        return self.in_force_on <= clock.today()


class LegalDraft(models.Model):
    """What administrators are writing: at most one a page, gone once it is published. ``revision`` grows at each saving."""

    page = models.CharField(max_length=24, choices=LegalPage.choices, unique=True)
    text = models.TextField(max_length=40_000)
    change_note = models.CharField(max_length=300, blank=True, default="")
    asks_acceptance = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.get_page_display()


class LegalAcceptance(models.Model):
    """A person accepted this very version. Never edited."""

    version = models.ForeignKey(LegalVersion, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(User, models.CASCADE, related_name="legal_acceptances")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="legal_accepted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.version_id}"
