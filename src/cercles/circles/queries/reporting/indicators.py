"""Indicators of a circle: what this room knows, then what those above add. None is of a person."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cercles.circles.enums import FACILITATING
from cercles.circles.models import Circle, Membership, Message, PositionStatement
from cercles.circles.queries.reporting.parts import Indicator, few, few_of, year_before
from cercles.circles.queries.week.prepared import SILENT_AFTER, signs
from cercles.core import slots
from cercles.core.prepared import prepared
from cercles.core.typography import when


def indicators_of(circle: Circle, day: date) -> list[Indicator]:
    """Every room's, as of a day."""
    found: list[Indicator] = slots.collect("circle.indicators", circle, day)
    return found


def midnight(day: date) -> datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


@prepared
def _present(circle: Circle) -> QuerySet[Membership, Any]:
    """``(person, organisation, when she entered, role)`` of each member."""
    found = Membership.objects.current().filter(circle=circle).order_by("pk")
    return found.values_list("person", "organisation", "since", "role")


@prepared
def _entered(circle: Circle, since: datetime, until: datetime) -> QuerySet[Membership, int]:
    found = Membership.objects.filter(circle=circle, since__gte=since, since__lt=until)
    return found.order_by().values_list("person", flat=True).distinct()


def circle_indicators(circle: Circle, day: date) -> list[Indicator]:
    year, now = midnight(year_before(day)), midnight(day)
    members = _present(circle)
    entered = set(_entered(circle, year, now))
    over = _("du %(since)s au %(until)s") % {"since": when(year_before(day)), "until": when(day)}
    return [
        Indicator(
            "members", _("Membres"), str(len(members)), _("Personnes membres du cercle ce jour-là, animation comprise."),
            _("au %(day)s") % {"day": when(day)}, _("liste des membres"), number=len(members),
        ),
        Indicator(
            "newcomers", _("Nouveaux membres"), few(len(entered), max(len(members), len(entered))),
            _("Personnes entrées dans le cercle, même reparties depuis. De un à deux : « moins de 3 »."),
            over, _("liste des membres"), number=len(entered),
        ),
        _silent(circle, members, now),
        _voices(circle, members, day, over),
    ]  # fmt: skip


@prepared
def _said(circle: Circle, since: datetime) -> QuerySet[Membership, int]:
    """Members who wrote or said where they are since then."""
    wrote = Message.objects.filter(thread__circle=OuterRef("circle"), author=OuterRef("person"), at__gte=since)
    told = PositionStatement.objects.filter(circle=OuterRef("circle"), said_by=OuterRef("person"), said_at__gte=since)
    found = Membership.objects.current().filter(Exists(wrote) | Exists(told), circle=circle)
    return found.order_by().values_list("person", flat=True)


def _silent(circle: Circle, members: list[Any], now: datetime) -> Indicator:
    since = now - SILENT_AFTER
    old = {person for person, _party, entered, role in members if entered < since and role not in FACILITATING}
    heard = set(_said(circle, since)) | {person for _circle, person in signs({circle.pk}, old, since)} if old else set()
    silent = len(old - heard)
    return Indicator(
        "silent", _("Membres silencieux depuis six mois"), few_of(silent, len(old)) if old else "",
        _(
            "Parmi les membres entrés depuis plus de six mois, hors animation : aucun message, aucune rencontre, aucune fiche, aucun "
            "document, aucune réponse à un sondage qui nomme ses voix. Un bulletin secret n’est pas compté. Jamais de nom."
        ),
        _("depuis le %(day)s") % {"day": when(since)}, _("échanges, grille, rencontres, fiches, documents, sondages"),
        missing=_("personne n’est membre depuis plus de six mois"), number=silent,
    )  # fmt: skip


@prepared
def _wrote_for(circle: Circle, since: datetime, until: datetime) -> QuerySet[Membership, int]:
    """Organisations one of whose members wrote in a conversation, or said where they are."""
    wrote = Message.objects.filter(
        thread__circle=OuterRef("circle"), author=OuterRef("person"), at__gte=since, at__lt=until
    )
    told = PositionStatement.objects.filter(
        circle=OuterRef("circle"), organisation=OuterRef("organisation"), said_at__gte=since, said_at__lt=until
    )
    found = Membership.objects.current().filter(Exists(wrote) | Exists(told), circle=circle, organisation__isnull=False)
    return found.order_by().values_list("organisation", flat=True).distinct()


def circle_voices(circle: Circle, since: datetime, until: datetime) -> Iterable[int]:
    """What this room knows of the organisations that spoke."""
    return _wrote_for(circle, since, until)


def _voices(circle: Circle, members: list[Any], day: date, over: str) -> Indicator:
    present = {party for _person, party, *_rest in members if party}
    spoke = set(slots.collect("circle.voices", circle, midnight(year_before(day)), midnight(day))) & present
    return Indicator(
        "voices", _("Organisations qui ont pris la parole ou apporté un cas"),
        few_of(len(spoke), len(present)) if present else "",
        _(
            "Parmi les organisations qui ont un membre dans le cercle : un message, une case de la grille, une fiche partagée ou une "
            "reprise dans les douze mois."
        ),
        over, _("échanges, grille, fiches et reprises"), missing=_("aucune organisation n’a de membre ici"), number=len(spoke),
    )  # fmt: skip
