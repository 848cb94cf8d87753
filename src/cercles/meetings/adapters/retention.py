"""How long this room keeps who was invited and did not come, and who had said to do what."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from cercles.core.retention import YEAR, Fate, Ground, Rule, Warned, delete, unname
from cercles.meetings.actions.leaving import warn_of_takeaways
from cercles.meetings.enums import FollowUpState, MeetingState, Presence
from cercles.meetings.models import FollowUp, Registration, Takeaway

_OVER = (MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED)
_NOT_THERE = (Presence.INVITED, Presence.WAITING, Presence.CANCELLED)
_TOLD, _BEFORE = 3 * YEAR, timedelta(days=30)


def _not_there(now: datetime) -> QuerySet:
    """Nobody was there of a meeting that was cancelled."""
    away = Q(state__in=_NOT_THERE) | Q(meeting__state=MeetingState.CANCELLED)
    return Registration.objects.filter(away, meeting__state__in=_OVER, meeting__ends_at__lt=now - YEAR)


def _follow_ups(now: datetime) -> QuerySet:
    ended = FollowUp.objects.exclude(state=FollowUpState.OPEN).exclude(person=None)
    return ended.annotate(ended_at=Coalesce("news_at", "created_at")).filter(ended_at__lt=now - _TOLD)


def _kept_to_herself(now: datetime) -> QuerySet:
    """Not shared with the circle, with nothing added for so long; those of the demonstration are nobody's."""
    own = Takeaway.objects.filter(may_share=False, person__is_fictional=False)
    return own.annotate(said_at=Greatest("answered_at", Coalesce("outcome_at", "answered_at"))).filter(said_at__lt=now)


def _takeaways_to_warn(now: datetime) -> QuerySet:
    soon = _kept_to_herself(now - _TOLD + _BEFORE).filter(person__is_active=True)
    return soon.exclude(told_at__gte=F("said_at"))


def _takeaways(now: datetime) -> QuerySet:
    """Whoever cannot be written to is not waited for."""
    told = Q(told_at__gte=F("said_at"), told_at__lt=now - _BEFORE) | Q(person__is_active=False)
    return _kept_to_herself(now - _TOLD).filter(told)


def rules() -> list[Rule]:
    return [
        Rule(
            "meetings.not_there", _("Invitations à une rencontre restées sans réponse, déclinées ou sans place"), YEAR,
            _("la rencontre"), Fate.ERASED, _("Savoir à qui la rencontre a été proposée."), Ground.INTEREST, _not_there, delete,
        ),
        Rule(
            "meetings.follow_ups", _("Qui s’était chargé d’une suite, faite ou abandonnée"), _TOLD, _("la dernière nouvelle"),
            Fate.UNNAMED, _("Se souvenir de qui a fait quoi."), Ground.INTEREST,
            _follow_ups, unname("person"),
        ),
        Rule(
            "meetings.takeaways", _("Ce que chacun a retenu d’une rencontre, sans le partager au cercle"), _TOLD,
            _("la dernière réponse"), Fate.ERASED, _("Savoir ce qu’une rencontre a donné."), Ground.CONTRACT, _takeaways, delete,
            warned=Warned(_takeaways_to_warn, warn_of_takeaways, _("un courriel 30 jours avant, avec le texte")),
        ),
    ]  # fmt: skip
