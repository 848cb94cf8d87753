"""How long rows are kept and what happens to them then. A room says so by the slot ``retention.rules``; the room ``people`` runs it.

What a rule tells (``what``, ``since``, ``why``) is read by whoever administers; what it does is ``due`` and ``purge``, and both the trial
and the purge read the same ``due``, so that what is announced is what goes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import CharField, EmailField, Model, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cercles.core import slots

YEAR = timedelta(days=365)


class Fate(TextChoices):
    ERASED = "erased", _("Effacé")
    UNNAMED = "unnamed", _("Gardé sans nom ni adresse")


class Ground(TextChoices):
    """Why the law lets an instance hold it (article 6 of the GDPR)."""

    CONTRACT = "contract", _("Exécution du contrat : les conditions d’utilisation")
    CONSENT = "consent", _("Consentement")
    INTEREST = "interest", _("Intérêt légitime")
    OBLIGATION = "obligation", _("Obligation légale")


@dataclass(frozen=True)
class Warned:
    """Letters written before: ``due(now)`` are the people to write to now, ``write(rows, now)`` writes and gives how many left."""

    due: Callable[[datetime], QuerySet]
    write: Callable[[QuerySet, datetime], int]
    words: str | Promise


@dataclass(frozen=True)
class Rule:
    """Rows of one kind: how long they are kept, since when, and what is done then.

    ``due(now)`` gives the rows whose time is over; ``purge(rows, now)`` is given a slice of them, inside a transaction, and says how many
    went. What it leaves (something forbids it) is met again the next day.
    """

    code: str
    what: str | Promise
    kept: timedelta
    since: str | Promise
    fate: Fate
    why: str | Promise
    ground: Ground
    due: Callable[[datetime], QuerySet]
    purge: Callable[[QuerySet, datetime], int]
    slice: int = 200  # rows a transaction
    warned: Warned | None = None

    @property
    def life(self) -> str:
        """« 3 ans », « 90 jours »; empty when nothing is kept after ``since``."""
        years, days = divmod(self.kept.days, YEAR.days)
        if years and not days:
            return ngettext("%(count)d an", "%(count)d ans", years) % {"count": years}
        return ngettext("%(count)d jour", "%(count)d jours", self.kept.days) % {"count": self.kept.days} if days else ""

    @property
    def limit(self) -> str:
        """« Échanges retirés : 30 jours après leur retrait. »"""
        told = {"what": self.what, "life": self.life, "since": self.since}
        return (
            _said("%(what)s : %(life)s après %(since)s.") if self.life else _said("%(what)s : dès %(since)s.")
        ) % told


def rules() -> list[Rule]:
    """Of every room, in the order of rooms; a code stands once."""
    found = slots.collect("retention.rules")
    if len({rule.code for rule in found}) < len(found):
        raise ImproperlyConfigured("two retention rules bear the same code")
    return found


def delete(rows: QuerySet, now: datetime) -> int:
    """The usual ``purge``: how many rows of that kind went, whatever went with them."""
    return (
        rows.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
        .delete()[1]
        .get(rows.model._meta.label, 0)
    )


def unname(*columns: str) -> Callable[[QuerySet, datetime], int]:
    """A ``purge`` that keeps the rows and empties the columns that say who."""

    def purge(rows: QuerySet, now: datetime) -> int:
        kept = rows.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
        return kept.update(**dict.fromkeys(columns))

    return purge


# Why a table has no rule of its own.
WITH_ACCOUNT = _("part avec le compte de la personne")
READ_BY_OTHERS = _("lu par d’autres : reste, sans le nom de la personne une fois son compte effacé")


def because(reason: str | Promise, *labels: str) -> dict[str, str | Promise]:
    return dict.fromkeys(labels, reason)


@dataclass(frozen=True)
class Processing:
    """What is done with people's data, as the register of article 30 tells it. A room says so by the slot ``privacy.processings``.

    ``models``: the tables concerned, as ``circles.Membership``. ``kept``: how long, beside what ``rules`` (codes of retention rules) say.
    ``reasons``: of each table that no rule empties, why; the house has a test for it.
    """

    code: str
    title: str | Promise
    purpose: str | Promise
    ground: Ground
    whose: str | Promise
    data: str | Promise
    recipients: str | Promise
    models: tuple[str, ...]
    kept: str | Promise
    rules: tuple[str, ...] = ()
    reasons: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def kept_because(self) -> list[tuple[str | Promise, list[str]]]:
        """Each reason, with its tables."""
        told: dict[str, tuple[str | Promise, list[str]]] = {}
        for label, reason in self.reasons.items():
            told.setdefault(str(reason), (reason, []))[1].append(label)
        return list(told.values())


def processings() -> list[Processing]:
    """The register, in the order of rooms."""
    return slots.collect("privacy.processings")


_ADDRESS_NAMES = {"email", "sender", "address", "to", "phone"}


def personal_columns(model: type[Model]) -> list[str]:
    """The columns of a table that name or reach a person: a key to an account, an address, a telephone number."""
    columns = model._meta.concrete_fields
    return [
        field.name
        for field in columns
        if isinstance(field, EmailField)
        or (isinstance(field, CharField) and field.name in _ADDRESS_NAMES)
        or (field.remote_field and field.remote_field.model._meta.label == settings.AUTH_USER_MODEL)
    ]
