"""Who is in a circle now."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from cercles.circles.enums import FACILITATING, CircleRole, HandoverState, InvitationState, RequestState
from cercles.circles.models import (
    Circle,
    CircleTheme,
    Handover,
    Invitation,
    JoinLink,
    JoinRequest,
    Membership,
    StageNote,
)
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.typography import when
from cercles.organisations.models import Organisation
from cercles.people.enums import AccountState
from cercles.people.models import User
from cercles.references.enums import Vocabulary

# What pages say of a member, in the order of ``Member``; then what says how she is called and whether one may open her page.
_SAID = (
    "pk", "role", "since", "pioneer_since", "person", "person__ref", "organisation", "organisation__name",
    "organisation__merged_into", "organisation__seat", "organisation__seat__name", "organisation__seat__parent",
)  # fmt: skip
_PERSON = ("person__name", "person__email", "person__state", "person__is_active", "person__visibility")


class Member(NamedTuple):
    """A current membership as pages say it: a circle has dozens, so no object is made for each column of each."""

    circle: Circle
    pk: int
    role: str
    since: datetime
    pioneer_since: date | None
    person_id: int
    ref: str
    organisation_id: int | None
    organisation: str | None
    merged_into: int | None
    seat_id: int | None
    seat: str | None
    seat_parent: int | None
    name: str
    is_reachable: bool  # another member may open her page

    @property
    def until(self) -> None:
        """What the rules ask of a membership: this one goes on."""
        return

    @property
    def key(self) -> str:
        """Whose line of the grid: duplicates merged into one organisation are one line."""
        return f"o{self.merged_into or self.organisation_id}" if self.organisation_id else f"p{self.person_id}"

    @property
    def told(self) -> dict[str, Any]:
        """In plain values, for a page; a word for a role that is not the ordinary one."""
        return {
            "slug": self.circle.slug, "name": self.name, "ref": self.ref if self.is_reachable else "",
            "organisation": self.organisation or "", "since": when(self.since),
            "pioneer": self.pioneer_since.year if self.pioneer_since else 0, "leads": self.role in FACILITATING,
            "role": "" if self.role == CircleRole.MEMBER else str(CircleRole(self.role).label),
        }  # fmt: skip


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


@prepared
def _members(circle: Circle) -> QuerySet[Membership, Any]:
    return current_members(circle).values_list(*_SAID, *_PERSON)


def _is_reachable(state: str, is_active: bool, visibility: str) -> bool:
    """Another member may open this person's page: she came, and keeps it neither for herself nor suspended."""
    return state == AccountState.ACTIVE and is_active and visibility != Visibility.PRIVATE


def members_of(circle: Circle) -> list[Member]:
    """The same to be read."""
    return [
        Member._make((circle, *said, User.named(name, email, state), _is_reachable(state, is_active, visibility)))
        for *said, name, email, state, is_active, visibility in _members(circle)
    ]


@prepared
def _handovers(circle: Circle, person: Any) -> QuerySet[Handover]:
    found = Handover.objects.filter(circle=circle, giver=person, state=HandoverState.PROPOSED)
    return found.select_related("taker").only("ref", "proposed_at", "taker__name", "taker__email", "taker__state")


def handover_offered(circle: Circle, person: Any) -> Handover | None:
    """The facilitation she proposed to somebody who has not answered."""
    return next(iter(_handovers(circle, person)), None)


def has_been_in(circle: Circle, person: Any) -> bool:
    """She was a member and is no longer."""
    rows = Membership.objects.filter(circle=circle, person=person)
    return rows.exists() and not rows.current().exists()


def facilitators_of(circle: Circle) -> QuerySet[User]:
    """The persons who facilitate, by name."""
    return User.objects.filter(memberships__in=Membership.objects.facilitators().filter(circle=circle)).order_by(
        "search_key", "id"
    )


def leads_alone(circle: Circle, person: Any) -> bool:
    """She is the only one to facilitate an open circle: she may not leave it as it is."""
    led = [row.person_id for row in Membership.objects.facilitators().filter(circle=circle)]
    return not circle.is_closed and led == [person.pk]


def organisations_of(circle: Circle) -> QuerySet[Organisation]:
    """The organisations that have a member in the circle now."""
    return Organisation.objects.filter(pk__in=Membership.objects.current().filter(circle=circle).values("organisation"))


@prepared
def shared_circles(reader: Any, person: Any = None, organisation: Any = None) -> QuerySet[Circle]:
    """The circles the reader is in, where the person or the organisation is too."""
    theirs = Membership.objects.current()
    if person:
        theirs = theirs.filter(person=person)
    else:
        theirs = theirs.filter(organisation__in=Organisation.objects.family(organisation).values("pk"))
    return Circle.objects.of(reader).filter(pk__in=theirs.values("circle")).only("slug", "name", "audience_text")


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


@prepared
def circles_of(person: Any) -> QuerySet[Circle]:
    """Those she is in, for a list."""
    return Circle.objects.of(person).order_by("search_key", "id").only("slug", "name", "stage", "purpose")


@prepared
def first_circles(reader: Any) -> QuerySet[Circle]:
    """A few of those the reader may know of, for the home."""
    return Circle.objects.visible_to(reader).order_by("search_key", "id").only("slug", "name", "audience_text")[:6]


@prepared
def _named(reader: Any, slug: str) -> QuerySet[Circle]:
    return Circle.objects.visible_to(reader).filter(slug=slug)


def circle_seen(reader: Any, slug: str) -> Circle | None:
    """The circle of that address, if the reader may know of it."""
    return next(iter(_named(reader, slug)), None)


@prepared
def choices(reader: Any) -> QuerySet[Circle, tuple[str, str]]:
    """Address and name of the circles the reader may know of, for a select."""
    return Circle.objects.visible_to(reader).order_by("search_key", "id").values_list("slug", "name")


def overview_of(circle: Circle, reader: Any) -> dict[str, Any]:
    """What the first page says to all: who facilitates, as far as the reader may see them."""
    return {"facilitators": _facilitators_seen(circle, reader)}


@prepared
def _facilitators_seen(circle: Circle, reader: Any) -> QuerySet[User]:
    led = Membership.objects.facilitators().filter(circle=circle).order_by().values("person")
    seen = User.objects.visible_to(reader).filter(pk__in=led).order_by("search_key", "id")
    return seen.only("ref", "name", "email", "state")


@prepared
def themes_of(circle: Circle) -> QuerySet[CircleTheme]:
    """The columns of its grid."""
    return CircleTheme.objects.filter(circle=circle, retired_at__isnull=True)


@prepared
def stage_notes_of(circle: Circle) -> QuerySet[StageNote]:
    """Its stages, the newest first, with who said so."""
    notes = StageNote.objects.filter(circle=circle).select_related("by")
    return notes.only("stage", "note", "at", "by__name", "by__email", "by__state")


@prepared
def _last_note(circle: Circle) -> QuerySet[StageNote, tuple[str, datetime]]:
    return StageNote.objects.filter(circle=circle).values_list("note", "at")[:1]


def last_note(circle: Circle) -> tuple[str, datetime] | None:
    """What was said of its stage last, and when."""
    return next(iter(_last_note(circle)), None)


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
