"""What waits for a person in her circles. Eight queries at most, whatever waits: each is written once (``core.prepared``)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cercles.circles.enums import HandoverState, InvitationState, RequestState
from cercles.circles.models import (
    CharterAcceptance,
    CharterVersion,
    Circle,
    CircleTheme,
    Handover,
    Invitation,
    JoinRequest,
    Membership,
    OpeningRequest,
    PositionStatement,
)
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.journal.queries import DueAct, DueItem
from cercles.organisations.rules.kept import current_affiliations

_WHO = ("name", "email", "state")  # what a person is called
LONGEST_WORD = 240
_Charter = tuple[str, str, int, str]  # circle, its address, number, what changed or for whom


def _of(person: str) -> list[str]:
    return ["ref", "circle__name", *(f"{person}__{column}" for column in _WHO)]


def due_of(person: Any, only: Circle | None = None) -> list[DueItem]:
    """Everything, for the page of the week; ``only``: what concerns one circle, for its page."""
    items = [
        *_invitations(person),
        *_requests(person),
        *_handovers(person),
        *_alone(person),
        *_charters(person),
        *_charters_of_organisations(person, only),
        *_empty_lines(person),
        *_openings(person),
    ]
    return [item for item in items if only is None or item.group == only.name]


@prepared
def _invited(person: Any, now: datetime) -> QuerySet[Invitation]:
    rows = Invitation.objects.of_open_circles().filter(person=person, state=InvitationState.SENT, until__gt=now)
    return rows.select_related("circle", "sent_by").only(*_of("sent_by"))


def _invitations(person: Any) -> Iterator[DueItem]:
    for row in _invited(person, clock.now()):
        yield DueItem(
            title=_("%(name)s vous invite dans « %(circle)s »") % {"name": row.sent_by, "circle": row.circle},
            note=_("lire la charte, puis entrer ou décliner"),
            label=_("Répondre"),
            url=address_of("circles:invitation", row.ref),
            urgency=60,
            group=row.circle.name,
        )


@prepared
def _asked(person: Any) -> QuerySet[JoinRequest]:
    facilitated = Membership.objects.facilitators().filter(person=person).values("circle")
    rows = JoinRequest.objects.of_open_circles().filter(circle__in=facilitated, state=RequestState.ASKED)
    told = rows.select_related("circle", "person", "organisation")
    return told.only(*_of("person"), "answer", "organisation__name")


def _requests(person: Any) -> Iterator[DueItem]:
    for row in _asked(person):
        yield DueItem(
            title=_("%(name)s demande à rejoindre « %(circle)s »") % {"name": row.person, "circle": row.circle},
            note=_asking(row),
            label=_("Lire et répondre"),
            url=address_of("circles:request", row.ref),
            urgency=80,
            group=row.circle.name,
            act=DueAct(
                _("Accepter"),
                address_of("circles:request", row.ref),
                _("Cette personne entre dans le cercle et l’apprend par courriel."),
                (("answer", "accept"),),
            ),
        )


def _asking(row: JoinRequest) -> str:
    """For whom, and her word: what one reads before saying yes."""
    party = _("pour %(name)s") % {"name": row.organisation} if row.organisation else _("à titre personnel")
    return f"{party} · « {Truncator(row.answer).chars(LONGEST_WORD)} »" if row.answer else party


@prepared
def _without_anybody_else(person: Any) -> QuerySet[Circle, tuple[str, str]]:
    led = Membership.objects.facilitators().filter(person=person).values("circle")
    others = Membership.objects.current().filter(circle=OuterRef("pk")).exclude(person=person)
    asked = Invitation.objects.filter(circle=OuterRef("pk"), state=InvitationState.SENT)
    return Circle.objects.open().filter(~Exists(others), ~Exists(asked), pk__in=led).values_list("name", "slug")


def _alone(person: Any) -> Iterator[DueItem]:
    """A circle begins with its second member: whoever opened it is told, until somebody is asked."""
    for name, slug in _without_anybody_else(person):
        yield DueItem(
            title=_("Inviter les premiers pairs dans « %(circle)s »") % {"circle": name},
            note=_("cinq à huit suffisent pour commencer"),
            label=_("Inviter"),
            url=address_of("circles:doors", slug),
            urgency=65,
            group=name,
        )


@prepared
def _offered(person: Any) -> QuerySet[Handover]:
    rows = Handover.objects.filter(taker=person, state=HandoverState.PROPOSED).exclude(circle__stage="closed")
    return rows.select_related("circle", "giver").only(*_of("giver"))


def _handovers(person: Any) -> Iterator[DueItem]:
    for row in _offered(person):
        yield DueItem(
            title=_("%(name)s vous propose d’animer « %(circle)s »") % {"name": row.giver, "circle": row.circle},
            note=_("rien ne change tant que vous n’avez pas accepté"),
            label=_("Répondre"),
            url=address_of("circles:handover_answer", row.ref),
            urgency=70,
            group=row.circle.name,
        )


def _current_versions() -> QuerySet[CharterVersion]:
    """Of the circles that are open."""
    newer = CharterVersion.objects.filter(circle=OuterRef("circle"), number__gt=OuterRef("number"))
    return CharterVersion.objects.filter(~Exists(newer)).exclude(circle__stage="closed")


@prepared
def _to_accept(person: Any) -> QuerySet[CharterVersion, _Charter]:
    accepted = CharterAcceptance.objects.filter(version=OuterRef("pk"), person=person, organisation__isnull=True)
    mine = Membership.objects.current().filter(person=person).values("circle")
    rows = _current_versions().filter(~Exists(accepted), circle__in=mine).order_by("circle")
    return rows.values_list("circle__name", "circle__slug", "number", "change_note")


def _charters(person: Any) -> Iterator[DueItem]:
    for circle, slug, number, change in _to_accept(person):
        yield _charter_item(circle, slug, number, note=change or _("chaque membre l’accepte pour soi"))


def _charter_item(circle: str, slug: str, number: int, *, note: str) -> DueItem:
    return DueItem(
        title=_("Relire la charte de « %(circle)s », version %(number)s") % {"circle": circle, "number": number},
        note=note,
        label=_("Lire et accepter"),
        url=address_of("circles:charter", slug),
        urgency=55,
        group=circle,
    )


@prepared
def _to_accept_for(organisations: Collection[int]) -> QuerySet[CharterVersion, _Charter]:
    """One row for each organisation among these that sits in a circle and has not accepted its charter."""
    present = {"circle__memberships__organisation__in": organisations, "circle__memberships__until__isnull": True}
    rows = _current_versions().filter(**present).annotate(party=F("circle__memberships__organisation"))
    accepted = CharterAcceptance.objects.filter(version=OuterRef("pk"), organisation=OuterRef("party"))
    told = rows.filter(~Exists(accepted)).order_by("circle", "party").distinct()
    return told.values_list("circle__name", "circle__slug", "number", "circle__memberships__organisation__name")


def _charters_of_organisations(person: Any, only: Circle | None) -> Iterator[DueItem]:
    """Who speaks for a federation may have fifty."""
    spoken_for = {row.organisation_id for row in current_affiliations(person) if row.is_representative}
    for circle, slug, number, organisation in _to_accept_for(spoken_for):
        if only is not None and slug != only.slug:
            continue
        note = _("au nom de %(organisation)s") % {"organisation": organisation}
        yield _charter_item(circle, slug, number, note=note)


@prepared
def _nothing_said(person: Any, organisations: Collection[int]) -> QuerySet[Circle, tuple[str, str]]:
    mine = Membership.objects.current().filter(person=person).values("circle")
    parties = Q(person=person) | Q(organisation__in=organisations)
    said = PositionStatement.objects.current().filter(parties, circle=OuterRef("pk"))
    themes = CircleTheme.objects.filter(retired_at__isnull=True, circle=OuterRef("pk"))
    return Circle.objects.open().filter(Exists(themes), ~Exists(said), pk__in=mine).values_list("name", "slug")


def _empty_lines(person: Any) -> Iterator[DueItem]:
    """Gently: only where nothing at all was said of any theme."""
    organisations = {row.organisation_id for row in memory.current_memberships(person) if row.organisation_id}
    for name, slug in _nothing_said(person, organisations):
        yield DueItem(
            title=_("Dire où vous en êtes, dans « %(circle)s »") % {"circle": name},
            note=_("une phrase sur un thème suffit"),
            label=_("Remplir une case"),
            url=address_of("circles:grid", slug),
            urgency=10,
            group=name,
        )


@prepared
def _openings_asked(state: str) -> QuerySet[OpeningRequest]:
    return OpeningRequest.objects.filter(state=state).select_related("person")


def _openings(person: Any) -> Iterator[DueItem]:
    if not person.is_administrator:
        return
    for row in _openings_asked(RequestState.ASKED):
        yield DueItem(
            title=_("%(name)s demande à ouvrir « %(circle)s »") % {"name": row.person, "circle": row.name},
            note=_("une demande attend votre réponse"),
            label=_("Répondre"),
            url=address_of("circles:opening", row.ref),
            urgency=60,
        )
