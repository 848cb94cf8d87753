"""How long this room keeps who asked to represent, who pointed out an error, and the rows that an import did not take."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.retention import YEAR, Fate, Ground, Rule, delete
from cercles.organisations.enums import ClaimState, ImportState, ReportState
from cercles.organisations.models import Claim, ImportRefusal, Report

_ENDED = (ClaimState.DECLINED, ClaimState.WITHDRAWN)


def _over(asked: str, now: datetime) -> Q:
    """A year after the answer; what was withdrawn without one, after it was asked."""
    since = now - YEAR
    return Q(decided_at__lt=since) | Q(decided_at__isnull=True, **{f"{asked}__lt": since})


def _claims(now: datetime) -> QuerySet:
    return Claim.objects.filter(_over("asked_at", now), state__in=_ENDED)


def _reports(now: datetime) -> QuerySet:
    return Report.objects.filter(_over("asked_at", now)).exclude(state=ReportState.ASKED)


def _refusals(now: datetime) -> QuerySet:
    return ImportRefusal.objects.filter(run__state=ImportState.DONE, run__finished_at__lt=now - YEAR)


def rules() -> list[Rule]:
    return [
        Rule(
            "organisations.claims", _("Demandes de représentation refusées ou retirées"), YEAR, _("la réponse"), Fate.ERASED,
            _("Comprendre une demande qui revient."), Ground.INTEREST, _claims, delete,
        ),
        Rule(
            "organisations.reports", _("Erreurs signalées qui ont eu leur réponse"), YEAR, _("la réponse"), Fate.ERASED,
            _("Comprendre un signalement qui revient."), Ground.INTEREST, _reports, delete,
        ),
        Rule(
            "organisations.refusals", _("Lignes d’un fichier que l’import n’a pas prises"), YEAR, _("la fin de l’import"),
            Fate.ERASED, _("Corriger ces lignes et les importer."), Ground.INTEREST, _refusals, delete, slice=1000,
        ),
    ]  # fmt: skip
