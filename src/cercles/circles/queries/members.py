"""Who is in a circle now."""

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from cercles.circles.enums import CircleRole, InvitationState, RequestState
from cercles.circles.models import Circle, Invitation, JoinLink, JoinRequest, Membership
from cercles.core.prepared import prepared
from cercles.organisations.models import Organisation
from cercles.people.models import User
from cercles.references.enums import Vocabulary


def current_members(circle: Circle) -> QuerySet[Membership]:
    """The current memberships, with person and organisation: facilitators first, then by name. One query."""
    rows = Membership.objects.current().filter(circle=circle).select_related("person", "organisation__seat")
    rank = Case(
        When(role=CircleRole.FACILITATOR, then=Value(0)),
        When(role=CircleRole.CO_FACILITATOR, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "person__search_key", "id")


def has_been_in(circle: Circle, person: Any) -> bool:
    """She was a member and is no longer."""
    rows = Membership.objects.filter(circle=circle, person=person)
    return rows.exists() and not rows.current().exists()


def facilitators_of(circle: Circle) -> QuerySet[User]:
    """The persons who facilitate, by name."""
    return User.objects.filter(memberships__in=Membership.objects.facilitators().filter(circle=circle)).order_by(
        "search_key", "id"
    )


def organisations_of(circle: Circle) -> QuerySet[Organisation]:
    """The organisations that have a member in the circle now."""
    return Organisation.objects.filter(pk__in=Membership.objects.current().filter(circle=circle).values("organisation"))


def shared_circles(reader: Any, **others: Any) -> QuerySet[Circle]:
    """The circles the reader is in, where ``others`` (``person=…`` or ``organisation=…``) is too."""
    theirs = Membership.objects.current().filter(**others).values("circle")
    return Circle.objects.of(reader).filter(pk__in=theirs)


@prepared
def found_circles(reader: Any, *, words: tuple[str, ...] = (), theme: str = "", stage: str = "") -> QuerySet[Circle]:
    """The circles the reader may know of, hers first; each word must stand in its name, for whom it is, or its question."""
    mine = Membership.objects.current().filter(circle=OuterRef("pk"), person=reader.pk)
    found = Circle.objects.visible_to(reader).annotate(is_mine=Exists(mine))
    for word in words:
        found = found.filter(search_key__contains=word)
    if theme:
        found = found.filter(themes__vocabulary=Vocabulary.THEME, themes__code=theme)
    if stage:
        found = found.filter(stage=stage)
    return found.order_by("-is_mine", "search_key", "id")


def overview_of(circle: Circle, reader: Any) -> dict[str, Any]:
    """What the first page says: to all, who facilitates as far as the reader may see them; to members, who is there."""
    facilitators = list(facilitators_of(circle).filter(pk__in=User.objects.visible_to(reader).values("pk")))
    themes = [theme for theme in circle.own_themes.all() if theme.retired_at is None]
    return {"facilitators": facilitators, "themes": themes, "note": circle.stage_notes.first()}


def doors_of(circle: Circle) -> dict[str, Any]:
    """Who waits, who was invited and has not answered, who was told no, the link that is alive."""
    requests = JoinRequest.objects.filter(circle=circle).select_related("person", "organisation", "decided_by")
    invitations = Invitation.objects.filter(circle=circle).exclude(state=InvitationState.ACCEPTED)
    link = JoinLink.objects.filter(circle=circle, revoked_at__isnull=True).first()
    return {
        "waiting": list(requests.filter(state=RequestState.ASKED)),
        "declined": list(requests.filter(state=RequestState.DECLINED).order_by("-decided_at")[:20]),
        "invitations": list(invitations.exclude(state=InvitationState.CANCELLED).select_related("person", "sent_by")),
        "link": link if link and link.is_alive else None,
    }
