"""How long a circle keeps who knocked at its door, the mails that waited, and the copies it prepared."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cercles.circles.actions.copies import KEPT, drop_copies
from cercles.circles.enums import HandoverState, HeldState, InvitationState, NudgeState, QuestionState, RequestState
from cercles.circles.models import (
    Handover,
    HeldMessage,
    Invitation,
    JoinRequest,
    Nudge,
    OpeningRequest,
    PreparedCopy,
    Solicitation,
)
from cercles.core.retention import READ_BY_OTHERS, WITH_ACCOUNT, YEAR, Fate, Ground, Processing, Rule, because, delete

_HELD = timedelta(days=180)
_REFUSED = (RequestState.DECLINED, RequestState.WITHDRAWN)


def _requests(now: datetime) -> QuerySet:
    since = now - YEAR
    over = Q(decided_at__lt=since) | Q(decided_at__isnull=True, asked_at__lt=since)
    return JoinRequest.objects.filter(over, state__in=_REFUSED)


def _openings(now: datetime) -> QuerySet:
    since = now - YEAR
    over = Q(decided_at__lt=since) | Q(decided_at__isnull=True, asked_at__lt=since)
    return OpeningRequest.objects.filter(over, state__in=_REFUSED)


def _invitations(now: datetime) -> QuerySet:
    return Invitation.objects.exclude(state=InvitationState.ACCEPTED).filter(until__lt=now - YEAR)


def _held(now: datetime) -> QuerySet:
    return HeldMessage.objects.exclude(state=HeldState.WAITING).filter(decided_at__lt=now - _HELD)


def _handovers(now: datetime) -> QuerySet:
    over = Handover.objects.exclude(state=HandoverState.PROPOSED)
    return over.annotate(ended_at=Coalesce("answered_at", "proposed_at")).filter(ended_at__lt=now - YEAR)


def _solicitations(now: datetime) -> QuerySet:
    """Of questions that wait no more."""
    return Solicitation.objects.exclude(question__state=QuestionState.OPEN).filter(at__lt=now - YEAR)


def _nudges(now: datetime) -> QuerySet:
    """« Plus jamais » holds as long as the circle."""
    return Nudge.objects.exclude(state=NudgeState.NEVER).filter(at__lt=now - YEAR)


def _copies(now: datetime) -> QuerySet:
    return PreparedCopy.objects.filter(until__lt=now)


def rules() -> list[Rule]:
    return [
        Rule(
            "circles.requests", _("Demandes d’entrée refusées ou retirées"), YEAR, _("la réponse"), Fate.ERASED,
            _("Comprendre une demande qui revient."), Ground.INTEREST, _requests, delete,
        ),
        Rule(
            "circles.openings", _("Demandes d’ouverture de cercle refusées ou retirées"), YEAR, _("la réponse"), Fate.ERASED,
            _("Comprendre une demande qui revient."), Ground.INTEREST, _openings, delete,
        ),
        Rule(
            "circles.invitations", _("Invitations déclinées, annulées ou restées sans réponse"), YEAR, _("leur fin"),
            Fate.ERASED, _("Ne pas inviter sans cesse la même personne."), Ground.INTEREST, _invitations, delete,
        ),
        Rule(
            "circles.held", _("Messages qui attendaient une décision de l’animation"), _HELD, _("la décision"), Fate.ERASED,
            _("Revenir sur une décision contestée."), Ground.INTEREST, _held, delete,
        ),
        Rule(
            "circles.handovers", _("Passages de main acceptés, déclinés ou annulés"), YEAR, _("la réponse"), Fate.ERASED,
            _("Comprendre qui a passé la main à qui, et pourquoi quelqu’un a décliné."), Ground.INTEREST, _handovers, delete,
        ),
        Rule(
            "circles.solicitations", _("À qui une question qui n’attend plus a été portée"), YEAR, _("l’envoi"), Fate.ERASED,
            _("Ne pas porter deux fois la même question à la même personne."), Ground.INTEREST, _solicitations, delete,
        ),
        Rule(
            "circles.nudges", _("Relances envoyées à un membre, ou remises à plus tard"), YEAR, _("la relance"), Fate.ERASED,
            _("Ne pas relancer deux fois pour la même chose."), Ground.INTEREST, _nudges, delete,
        ),
        Rule(
            "circles.copies", _("Copies d’un cercle préparées pour un membre"), KEPT, _("leur préparation"), Fate.ERASED,
            _("Laisser le temps de la télécharger."), Ground.CONTRACT, _copies, lambda rows, now: drop_copies(rows), slice=20,
        ),
    ]  # fmt: skip


PROCESSINGS = [
    Processing(
        "circles.members",
        _("Membres d’un cercle"),
        _("Réunir les membres autour d’une charte acceptée, les inviter, répondre à leurs demandes."),
        Ground.CONTRACT,
        _("Membres, personnes invitées ou qui demandent à entrer"),
        _("Nom, organisation, rôle, dates, charte acceptée, raison d’un refus ou d’un départ"),
        _("Les membres du cercle ; l’animation, pour les adresses, les demandes et les départs"),
        (
            "circles.Membership",
            "circles.JoinRequest",
            "circles.Invitation",
            "circles.JoinLink",
            "circles.Handover",
            "circles.OpeningRequest",
            "circles.CharterVersion",
            "circles.CharterAcceptance",
            "circles.ArrivedMember",
            "circles.StageNote",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=(
            "circles.requests",
            "circles.openings",
            "circles.invitations",
            "circles.handovers",
        ),
        reasons={
            **because(
                READ_BY_OTHERS,
                "circles.Membership",
                "circles.JoinLink",
                "circles.CharterVersion",
                "circles.CharterAcceptance",
                "circles.StageNote",
            ),
            **because(_("attend que la personne entre ; part avec son compte"), "circles.ArrivedMember"),
        },
    ),
    Processing(
        "circles.talks",
        _("Échanges d’un cercle"),
        _("Permettre aux membres de s’écrire, dans le site et par courriel."),
        Ground.CONTRACT,
        _("Membres du cercle, personnes qui lui écrivent"),
        _(
            "Messages, pièces, mentions, lecture, questions portées à qui pourrait savoir, adresse de qui a écrit sans être reconnu"
        ),
        _(
            "Les membres du cercle ; l’animation, pour ce qui attend une décision ; qui administre, une heure, pour aider, en le disant"
        ),
        (
            "circles.Thread",
            "circles.Message",
            "circles.Mention",
            "circles.ThreadReading",
            "circles.HeldMessage",
            "circles.BlockedSender",
            "circles.ListImport",
            "circles.Question",
            "circles.Solicitation",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=("circles.held", "circles.solicitations"),
        reasons={
            **because(READ_BY_OTHERS, "circles.Thread", "circles.Message", "circles.ListImport", "circles.Question"),
            **because(WITH_ACCOUNT, "circles.Mention", "circles.ThreadReading"),
            **because(
                _("jusqu’à ce que l’animation la débloque, ou que le compte soit effacé"), "circles.BlockedSender"
            ),
        },
    ),
    Processing(
        "circles.life",
        _("Vie et bilans d’un cercle"),
        _("Dire qui fait quoi, relancer qui se tait, faire le bilan, emporter une copie."),
        Ground.INTEREST,
        _("Membres du cercle"),
        _("Positions, relances préparées, bilans, copies demandées"),
        _("Les membres du cercle ; l’animation seule, pour les relances"),
        (
            "circles.PositionStatement",
            "circles.Nudge",
            "circles.HalfYearReview",
            "circles.FinalReview",
            "circles.PreparedCopy",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=("circles.copies", "circles.nudges"),
        reasons={
            **because(WITH_ACCOUNT, "circles.PositionStatement"),
            **because(READ_BY_OTHERS, "circles.HalfYearReview", "circles.FinalReview"),
        },
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
