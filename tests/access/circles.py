"""Scenes of the room ``circles``, around the cast's circle."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from cercles.circles import rules
from cercles.circles.enums import RHYTHM
from cercles.circles.models import (
    CharterVersion,
    Circle,
    Handover,
    HeldMessage,
    Invitation,
    JoinLink,
    JoinRequest,
    Membership,
    Message,
    MessageFile,
    OpeningRequest,
    PositionStatement,
    Thread,
)
from cercles.core import clock, standing
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast
from tests.factories.circles import CircleThemeFactory

RULES["circle"] = (Circle, rules.can_see_circle, rules.can_edit_circle)
RULES["charter"] = (CharterVersion, rules.can_see_charter, rules.can_edit_charter)
RULES["join_request"] = (JoinRequest, rules.can_see_door, rules.can_decide_door)
RULES["invitation"] = (Invitation, rules.can_see_door, rules.can_decide_door)
RULES["opening_request"] = (OpeningRequest, rules.can_see_opening, rules.can_decide_opening)
RULES["thread"] = (Thread, rules.can_see_thread, rules.can_edit_thread)
RULES["held_message"] = (HeldMessage, rules.can_see_held, rules.can_decide_held)
RULES["position"] = (PositionStatement, rules.can_see_position, rules.can_edit_position)


def _shown(circle: Circle, visibility: str, state: str) -> Circle:
    circle.visibility = visibility
    circle.audience = circle.members_audience if visibility == "circle" else visibility
    circle.stage = "closed" if state == "closed" else "active"
    circle.save()
    return circle


@stage("circle")
def circle(cast: Cast, visibility: str, state: str) -> Any:
    return _shown(cast.circle, visibility, state)


@stage("charter")
def charter(cast: Cast, visibility: str, state: str) -> Any:
    return _shown(cast.circle, visibility, state).charter_versions.get()


@stage("join_request")
def join_request(cast: Cast, visibility: str, state: str) -> Any:
    """``account`` asks to enter; in ``by_former``, the former member does."""
    return JoinRequest.objects.create(
        circle=_shown(cast.circle, visibility, state), version=cast.circle.charter_versions.get(),
        person=cast.former if state == "by_former" else cast.account,
        state="declined" if state == "declined" else "asked", reason="Le cercle est complet." if state == "declined" else "",
    )  # fmt: skip


@stage("invitation")
def invitation(cast: Cast, visibility: str, state: str) -> Any:
    """``account`` is invited."""
    return Invitation.objects.create(
        circle=_shown(cast.circle, visibility, state), person=cast.account, sent_by=cast.facilitator, state=state,
        until=clock.now() + timedelta(days=30),
    )  # fmt: skip


@stage("opening_request")
def opening_request(cast: Cast, visibility: str, state: str) -> Any:
    """``account`` asks to open a circle."""
    reason = "Un cercle voisin existe." if state == "declined" else ""
    return OpeningRequest.objects.create(
        person=cast.account, name="Cercle des eaux", draft={"purpose": "Partager l’eau."}, state=state, reason=reason
    )


@stage("position")
def position(cast: Cast, visibility: str, state: str) -> Any:
    """What the cast's organisation says; in ``own``, what the facilitator says; in ``former``, what the former member said."""
    _shown(cast.circle, "public", state)
    who = {"own": {"person": cast.facilitator}, "former": {"person": cast.former}}
    return PositionStatement.objects.create(
        circle=cast.circle, theme=CircleThemeFactory(circle=cast.circle), level="trying", text="Deux essais.",
        visibility=visibility, audience=cast.circle.members_audience if visibility == "circle" else visibility,
        **who.get(state, {"organisation": cast.organisation}),
    )  # fmt: skip


@stage("membership")
def membership(cast: Cast, visibility: str, state: str) -> Any:
    """The member's; in ``facilitator``, the facilitator's own; in ``co_facilitator``, the member facilitates too."""
    shown = _shown(cast.circle, visibility, state)
    if state == "ended":
        return Membership.objects.get(circle=shown, person=cast.former)
    row = Membership.objects.get(circle=shown, person=cast.facilitator if state == "facilitator" else cast.member)
    if state == "co_facilitator":
        row.role = "co_facilitator"
        row.save()
    return row


@stage("thread")
def thread(cast: Cast, visibility: str, state: str) -> Any:
    """A conversation the member started; in ``of_facilitator``, the facilitator; in ``of_former``, the former member."""
    shown = _shown(cast.circle, "network", "closed" if state == "circle_closed" else "active")
    by = {"of_facilitator": cast.facilitator, "of_former": cast.former}.get(state, cast.member)
    made = Thread.objects.create(
        circle=shown, title="Qui a mutualisé un poste ?", started_by=by, count=1, last_by=by, visibility=visibility,
        audience=shown.members_audience, closed_at=clock.now() if state == "closed" else None,
    )  # fmt: skip
    Message.objects.create(thread=made, number=1, author=by, text="Bonjour à toutes et tous.")
    return made


@stage("message")
def message(cast: Cast, visibility: str, state: str) -> Any:
    """What the member wrote; in ``of_former``, the former member."""
    written = thread(cast, visibility, state).messages.get()
    if state == "withdrawn":
        written.withdrawn_at = clock.now()
        written.save()
    return written


@stage("held_message")
def held_message(cast: Cast, visibility: str, state: str) -> Any:
    """Somebody unknown wrote to the circle."""
    shown = _shown(cast.circle, "network", "closed" if state == "circle_closed" else "active")
    return HeldMessage.objects.create(
        circle=shown, reason="unknown", sender="paul@ailleurs.fr", title="Bonjour", text="Puis-je ?",
        state="refused" if state == "refused" else "waiting",
    )  # fmt: skip


def _held(cast: Cast) -> dict[str, Any]:
    return _slug(cast) | {"ref": held_message(cast, "-", "waiting").ref}


def _thread(cast: Cast) -> dict[str, Any]:
    return _slug(cast) | {"ref": thread(cast, "circle", "open").ref}


def _file(cast: Cast) -> dict[str, Any]:
    kwargs = _thread(cast)
    row = MessageFile(message=Message.objects.get(thread__ref=kwargs["ref"]), name="a.txt", kind="text/plain", size=3)
    row.file.save("a.txt", ContentFile(b"abc"), save=False)
    row.save()
    return kwargs | {"file_ref": row.ref}


def _slug(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.circle.slug}


def _link(cast: Cast) -> dict[str, Any]:
    link = JoinLink.objects.create(circle=cast.circle, until=clock.now() + timedelta(days=7))
    return {"token": link.token}


def _handover(cast: Cast) -> dict[str, Any]:
    made = Handover.objects.create(circle=cast.circle, giver=cast.facilitator, taker=cast.member)
    return {"ref": made.ref}


def _theme(cast: Cast) -> dict[str, Any]:
    return {"slug": cast.circle.slug, "pk": CircleThemeFactory(circle=cast.circle).pk}


for name in (
    "detail", "charter", "join", "members", "speak_for", "leave", "grid", "stage", "charter_edit", "handover", "close",
    "doors", "invite", "invite_list", "settings", "theme_add", "link_renew", "link_revoke",
):  # fmt: skip
    URL_KWARGS[f"circles:{name}"] = _slug
for name in ("theme", "position", "position_withdraw", "theme_retire"):
    URL_KWARGS[f"circles:{name}"] = _theme
for name in ("member_edit", "member_remove"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: _slug(cast) | {"pk": cast.member.memberships.get().pk}
for name in ("request", "request_withdraw"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: {"ref": join_request(cast, "network", "asked").ref}
for name in ("invitation", "invitation_again", "invitation_cancel"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: {"ref": invitation(cast, "network", "sent").ref}
for name in ("handover_answer", "handover_cancel"):
    URL_KWARGS[f"circles:{name}"] = _handover
URL_KWARGS["circles:members_export"] = lambda cast: _slug(cast) | {"flavour": "ouvert"}
URL_KWARGS["circles:charter_version"] = lambda cast: _slug(cast) | {"number": 1}
URL_KWARGS["circles:enter"] = _link
URL_KWARGS["circles:opening"] = lambda cast: {"ref": opening_request(cast, "network", "asked").ref}
URL_KWARGS["circles:rhythm_link"] = lambda cast: {"token": standing.token(RHYTHM, cast.circle, cast.member)}
for name in ("held", "held_refuse"):
    URL_KWARGS[f"circles:{name}"] = _held
for name in ("threads", "thread_start", "rhythm", "held_list", "unblock", "list_import"):
    URL_KWARGS[f"circles:{name}"] = _slug
for name in ("thread", "thread_seen", "thread_close", "thread_reopen"):
    URL_KWARGS[f"circles:{name}"] = _thread
for name in ("message_edit", "message_withdraw", "message_versions"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: _thread(cast) | {"number": 1}
URL_KWARGS["circles:message_file"] = _file
