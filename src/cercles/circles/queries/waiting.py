"""What waits for a person in her circles. The number of queries does not grow with what waits."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cercles.circles.enums import FACILITATING, HandoverState, InvitationState, RequestState
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
from cercles.journal.queries import DueItem
from cercles.organisations.models import Affiliation


def due_of(person: Any) -> list[DueItem]:
    """Everything, for the page of the week."""
    return [
        *_invitations(person),
        *_requests(person),
        *_handovers(person),
        *_alone(person),
        *_charters(person),
        *_charters_of_organisations(person),
        *_empty_lines(person),
        *_openings(person),
    ]


def due_in(circle: Circle, person: Any) -> list[DueItem]:
    """The part that concerns one circle, for its page."""
    return [item for item in due_of(person) if item.group == circle.name]


def _invitations(person: Any) -> Iterator[DueItem]:
    rows = Invitation.objects.of_open_circles().filter(person=person, state=InvitationState.SENT, until__gt=clock.now())
    for row in rows.select_related("circle", "sent_by"):
        yield DueItem(
            title=_("%(name)s vous invite dans « %(circle)s »") % {"name": row.sent_by, "circle": row.circle},
            note=_("lire la charte, puis entrer ou décliner"),
            label=_("Répondre"),
            url=reverse("circles:invitation", kwargs={"ref": row.ref}),
            urgency=60,
            group=row.circle.name,
        )


def _requests(person: Any) -> Iterator[DueItem]:
    facilitated = [row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING]
    if not facilitated:
        return
    rows = JoinRequest.objects.of_open_circles().filter(circle__in=facilitated, state=RequestState.ASKED)
    for row in rows.select_related("circle", "person"):
        yield DueItem(
            title=_("%(name)s demande à rejoindre « %(circle)s »") % {"name": row.person, "circle": row.circle},
            note=_("une demande attend votre réponse"),
            label=_("Répondre"),
            url=reverse("circles:request", kwargs={"ref": row.ref}),
            urgency=80,
            group=row.circle.name,
        )


def _alone(person: Any) -> Iterator[DueItem]:
    """A circle begins with its second member: whoever opened it is told, until somebody is asked."""
    facilitated = [row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING]
    if not facilitated:
        return
    others = Membership.objects.current().filter(circle=OuterRef("pk")).exclude(person=person)
    asked = Invitation.objects.filter(circle=OuterRef("pk"), state=InvitationState.SENT)
    for circle in Circle.objects.open().filter(~Exists(others), ~Exists(asked), pk__in=facilitated):
        yield DueItem(
            title=_("Inviter les premiers pairs dans « %(circle)s »") % {"circle": circle},
            note=_("cinq à huit suffisent pour commencer"),
            label=_("Inviter"),
            url=reverse("circles:doors", kwargs={"slug": circle.slug}),
            urgency=65,
            group=circle.name,
        )


def _handovers(person: Any) -> Iterator[DueItem]:
    rows = Handover.objects.filter(taker=person, state=HandoverState.PROPOSED).exclude(circle__stage="closed")
    for row in rows.select_related("circle", "giver"):
        yield DueItem(
            title=_("%(name)s vous propose d’animer « %(circle)s »") % {"name": row.giver, "circle": row.circle},
            note=_("rien ne change tant que vous n’avez pas accepté"),
            label=_("Répondre"),
            url=reverse("circles:handover_answer", kwargs={"ref": row.ref}),
            urgency=70,
            group=row.circle.name,
        )


def _current_versions() -> Any:
    newest = Max("circle__charter_versions__number")
    return CharterVersion.objects.annotate(newest=newest).filter(number=F("newest")).exclude(circle__stage="closed")


def _charters(person: Any) -> Iterator[DueItem]:
    mine = [row.circle_id for row in memory.current_memberships(person)]
    if not mine:
        return
    accepted = CharterAcceptance.objects.filter(version=OuterRef("pk"), person=person, organisation__isnull=True)
    rows = _current_versions().filter(~Exists(accepted), circle__in=mine).select_related("circle").order_by("circle")
    for row in rows:
        yield _charter_item(row, row.change_note or _("chaque membre l’accepte pour soi"))


def _charter_item(version: CharterVersion, note: str) -> DueItem:
    return DueItem(
        title=_("Relire la charte de « %(circle)s », version %(number)s")
        % {"circle": version.circle, "number": version.number},
        note=note,
        label=_("Lire et accepter"),
        url=reverse("circles:charter", kwargs={"slug": version.circle.slug}),
        urgency=55,
        group=version.circle.name,
    )


def _charters_of_organisations(person: Any) -> Iterator[DueItem]:
    spoken_for = Affiliation.objects.representatives().filter(person=person)
    organisations = {row.organisation_id: row.organisation for row in spoken_for.select_related("organisation")}
    if not organisations:
        return
    members = Membership.objects.current().filter(organisation__in=organisations)
    present = members.exclude(circle__stage="closed").values_list("circle", "organisation").distinct()
    pairs = set(present)
    if not pairs:
        return
    versions = _current_versions().filter(circle__in={circle for circle, _organisation in pairs})
    current = {row.circle_id: row for row in versions.select_related("circle").order_by("circle")}
    accepted = CharterAcceptance.objects.filter(version__in=current.values(), organisation__in=organisations)
    done = set(accepted.values_list("version__circle", "organisation"))
    for circle, organisation in sorted(pairs - done):
        if circle in current:
            note = _("au nom de %(organisation)s") % {"organisation": organisations[organisation]}
            yield _charter_item(current[circle], note)


def _empty_lines(person: Any) -> Iterator[DueItem]:
    """Gently: only where nothing at all was said of any theme."""
    mine = {row.circle_id: row for row in memory.current_memberships(person)}
    if not mine:
        return
    parties = Q(person=person)
    if organisations := {row.organisation_id for row in mine.values() if row.organisation_id}:
        parties |= Q(organisation__in=organisations)
    said = set(PositionStatement.objects.current().filter(parties, circle__in=mine).values_list("circle", flat=True))
    themes = CircleTheme.objects.filter(retired_at__isnull=True, circle=OuterRef("pk"))
    empty = Circle.objects.open().filter(Exists(themes), pk__in=set(mine) - said)
    for circle in empty:
        yield DueItem(
            title=_("Dire où vous en êtes, dans « %(circle)s »") % {"circle": circle},
            note=_("une phrase sur un thème suffit"),
            label=_("Remplir une case"),
            url=reverse("circles:grid", kwargs={"slug": circle.slug}),
            urgency=10,
            group=circle.name,
        )


def _openings(person: Any) -> Iterator[DueItem]:
    if not person.is_administrator:
        return
    for row in OpeningRequest.objects.waiting().select_related("person"):
        yield DueItem(
            title=_("%(name)s demande à ouvrir « %(circle)s »") % {"name": row.person, "circle": row.name},
            note=_("une demande attend votre réponse"),
            label=_("Répondre"),
            url=reverse("circles:opening", kwargs={"ref": row.ref}),
            urgency=60,
        )
