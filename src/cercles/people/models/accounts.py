"""Accounts and what each person agreed to."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.core import audience, clock, slots
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced
from cercles.core.routes import address_of
from cercles.core.text import initials, search_key
from cercles.people.enums import PAGE_VISIBILITIES, AccountState
from cercles.people.enums import Consent as ConsentKind


class UserQuerySet(audience.AudienceQuerySet):
    def active(self) -> Self:
        """Those who came and may come back."""
        return self.filter(state=AccountState.ACTIVE, is_active=True)

    def visible_to(self, reader: Any) -> Self:
        """Herself, and active people who show their page to everybody with an account or to the circles they share."""
        if not reader.is_authenticated:
            return self.none()
        shown = Q(audience=audience.NETWORK)
        for peers in slots.providers("person.peers"):
            shown |= Q(visibility=Visibility.CIRCLE) & peers(reader)
        active = Q(state=AccountState.ACTIVE, is_active=True)
        return self.filter(Q(pk=reader.pk) | (active & shown)).exclude(state=AccountState.ERASED)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        """A person with no password: one signs in by a code sent to the address."""
        user = self.model(email=email.strip().lower(), name=name, search_key=search_key(name), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        user.audience = user.page_audience
        user.save(using=self._db, update_fields=["audience"])
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(Referenced, Audienced, AbstractBaseUser):
    """A person. ``is_administrator`` lets administer the platform; it never lets read what is not addressed to them."""

    email = models.EmailField(_("adresse électronique"), max_length=254, unique=True)
    name = models.CharField(_("prénom et nom"), max_length=120, blank=True)
    search_key = models.CharField(max_length=140, blank=True, db_index=True, editable=False)
    about = models.TextField(_("en quelques lignes"), blank=True, default="", max_length=2000)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True, default="")
    state = models.CharField(max_length=8, choices=AccountState.choices, default=AccountState.ACTIVE)
    # False when an administrator suspended the account, or it was erased: nobody signs in with it.
    is_active = models.BooleanField(default=True)
    suspended_reason = models.CharField(max_length=500, blank=True, default="", editable=False)
    # Written with the line of the consent log that says so.
    in_directory = models.BooleanField(default=False, editable=False)
    invited_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    is_administrator = models.BooleanField(default=False)
    is_fictional = models.BooleanField(default=False)
    link_counter = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    # When she said, once in, what she is called and whether she is listed: asked at each sign-in until then.
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Shown to every account by default: members recognise each other. The person narrows it to her circles.
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.NETWORK)
    # Who, among those who see the page, may write to her by the site. A circle's charter makes its members reachable by default.
    reached_by = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.CIRCLE)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["search_key", "id"]
        verbose_name = _("personne")
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=PAGE_VISIBILITIES), name="person_page_never_public"),
            models.CheckConstraint(condition=Q(reached_by__in=PAGE_VISIBILITIES), name="person_never_reached_by_all"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @staticmethod
    def named(name: str, email: str, state: str) -> str:
        """What a person is called, from the three columns that say it: a list of names needs no object for each."""
        return str(_("ancien membre")) if state == AccountState.ERASED else name or email.partition("@")[0]

    @property
    def display_name(self) -> str:
        return self.named(self.name, self.email, self.state)

    @property
    def url(self) -> str:
        """Her page; empty, so that a name stands without a link, when there is nobody to show."""
        if self.state != AccountState.ACTIVE:
            return ""
        return address_of("people:person", self.ref)

    @property
    def page_audience(self) -> str:
        """The string that goes with ``visibility``. Sharing a circle is not one string, so ``visible_to`` adds those readers."""
        shown = self.state == AccountState.ACTIVE and self.visibility == Visibility.NETWORK
        return audience.NETWORK if shown else audience.key("person", self.pk)

    @property
    def is_suspended(self) -> bool:
        return not self.is_active and self.state != AccountState.ERASED

    @property
    def initials(self) -> str:
        return initials(self.display_name)


class ConsentRecord(models.Model):
    """One line of the consent log: given or withdrawn, when, for which version of the text. Never edited."""

    person = models.ForeignKey(User, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    version = models.CharField(max_length=20)
    given = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def text_of(self) -> date:
        """The month whose text was agreed to."""
        return date.fromisoformat(f"{self.version}-01")


class UnusedNotice(models.Model):
    """A person whose account nobody uses was told, once then twice, the day it will be erased. Gone as soon as she gives a sign."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    first_at = models.DateTimeField(default=clock.now)
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_at__isnull=True) | Q(second_at__gt=models.F("first_at")),
                name="unused_notice_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.first_at:%Y-%m-%d}"


class Purged(models.Model):
    """How many rows a retention rule took on a day, counted in the transaction that took them. It names nobody."""

    rule = models.CharField(max_length=40)
    day = models.DateField()
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "day"], name="purged_once_a_day")]

    def __str__(self) -> str:
        return f"{self.rule} · {self.day} · {self.rows}"
