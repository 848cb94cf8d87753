"""The doors of a circle: requests, invitations, shared links, and the hand-over of facilitation."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import CircleRole, HandoverState, InvitationState, LinkMode, RequestState
from cercles.circles.models.charter import CharterVersion
from cercles.circles.models.circle import Circle
from cercles.circles.models.membership import Membership
from cercles.core import clock
from cercles.core.models import Referenced
from cercles.organisations.models import Organisation


class DoorQuerySet(models.QuerySet):
    """A request or an invitation is for the person it names and for those who facilitate the circle."""

    def visible_to(self, reader: Any) -> Self:
        if not reader.is_authenticated:
            return self.none()
        facilitated = Membership.objects.facilitators().filter(person=reader).values("circle")
        return self.filter(Q(person=reader) | Q(circle__in=facilitated))

    def of_open_circles(self) -> Self:
        return self.exclude(circle__stage="closed")


class JoinRequest(Referenced):
    """Somebody asks to enter; she read and accepted ``version`` while asking."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="+")
    answer = models.TextField(_("votre réponse"), blank=True, default="", max_length=2000)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    reason = models.TextField(blank=True, default="", max_length=1000)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DoorQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(state=RequestState.ASKED),
                name="join_request_open_once",
                violation_error_message=_("Votre demande est déjà enregistrée."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.DECLINED) | ~Q(reason=""), name="join_request_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return _("Demande de %(person)s") % {"person": self.person}


class Invitation(Referenced):
    """A facilitator invites one person, with a word; she answers from the letter."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="circle_invitations")
    role = models.CharField(max_length=16, choices=CircleRole.choices, default=CircleRole.MEMBER)
    message = models.TextField(_("un mot pour elle"), blank=True, default="", max_length=1000)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    reason = models.TextField(blank=True, default="", max_length=1000)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    times_sent = models.PositiveSmallIntegerField(default=1)
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DoorQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(state=InvitationState.SENT), name="invitation_open_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.circle)

    @property
    def is_over(self) -> bool:
        return self.state == InvitationState.CANCELLED or self.until < clock.now()


def new_token() -> str:
    return secrets.token_urlsafe(18)


class JoinLink(models.Model):
    """A link to share, one at a time in a circle: making another kills the former."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="join_links")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    mode = models.CharField(max_length=8, choices=LinkMode.choices, default=LinkMode.REQUEST)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["circle"], condition=Q(revoked_at__isnull=True), name="join_link_one_alive")
        ]

    @property
    def is_alive(self) -> bool:
        return self.revoked_at is None and self.until > clock.now()


class Handover(Referenced):
    """A facilitator proposes her place to a member, who accepts it or not."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="handovers_offered")
    stays_as = models.CharField(max_length=16, choices=CircleRole.choices, default=CircleRole.MEMBER)
    message = models.TextField(_("un mot pour elle"), blank=True, default="", max_length=1000)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.PROPOSED)
    reason = models.TextField(blank=True, default="", max_length=1000)
    proposed_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "giver"], condition=Q(state=HandoverState.PROPOSED), name="handover_open_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.circle)
