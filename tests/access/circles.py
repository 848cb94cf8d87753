"""Scenes of the room ``circles``, around the cast's circle."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from cercles.circles import rules
from cercles.circles.enums import RHYTHM
from cercles.circles.models import (
    CharterVersion,
    Circle,
    HalfYearReview,
    Handover,
    HeldMessage,
    Invitation,
    JoinLink,
    JoinRequest,
    Membership,
    Message,
    MessageFile,
    Nudge,
    OpeningRequest,
    PositionStatement,
    PreparedCopy,
    Question,
    Solicitation,
    Thread,
)
from cercles.core import clock, standing
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast
from tests.factories.circles import CircleThemeFactory, ThreadFactory

RULES["circle"] = (Circle, rules.can_see_circle, rules.can_edit_circle)
RULES["charter"] = (CharterVersion, rules.can_see_charter, rules.can_edit_charter)
RULES["join_request"] = (JoinRequest, rules.can_see_door, rules.can_decide_door)
RULES["invitation"] = (Invitation, rules.can_see_door, rules.can_decide_door)
RULES["opening_request"] = (OpeningRequest, rules.can_see_opening, rules.can_decide_opening)
RULES["thread"] = (Thread, rules.can_see_thread, rules.can_edit_thread)
RULES["held_message"] = (HeldMessage, rules.can_see_held, rules.can_decide_held)
RULES["nudge"] = (Nudge, rules.can_see_nudge, rules.can_edit_nudge)
RULES["prepared_copy"] = (PreparedCopy, rules.can_see_copy, lambda person, copy: False)
RULES["review"] = (HalfYearReview, rules.can_see_review, rules.can_edit_review)
RULES["position"] = (PositionStatement, rules.can_see_position, rules.can_edit_position)


def _shown(circle: Circle, visibility: str, state: str) -> Circle:
    circle.visibility = visibility
    circle.audience = circle.members_audience if visibility == "circle" else visibility
    circle.stage = "closed" if state == "closed" else "active"
    circle.save()
    return circle


def _writes(cast: Cast, state: str) -> None:
    """How the member writes: ``reviewed``, ``excluded`` until tomorrow, ``excluded_before`` until yesterday."""
    if state == "reviewed":
        cast.member.memberships.update(writes="reviewed")
    if state.startswith("excluded"):
        day = clock.today() + timedelta(days=-1 if state == "excluded_before" else 1)
        cast.member.memberships.update(writes="excluded", excluded_until=day)


@stage("circle")
def circle(cast: Cast, visibility: str, state: str) -> Any:
    """In ``offered``, facilitation is proposed to the member; in ``offered_left``, to the former member."""
    if state.startswith("offered"):
        taker = cast.member if state == "offered" else cast.former
        Handover.objects.create(circle=cast.circle, giver=cast.facilitator, taker=taker)
    _writes(cast, state)
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
    _writes(cast, state)
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


@stage("question")
def question(cast: Cast, visibility: str, state: str) -> Any:
    """The member asks, the former member answers. In ``of_facilitator``, the facilitator asks; in ``known``, the former member asks
    and the member says in the grid that she does this; in ``known_by_author``, so does the member, who wrote the answer."""
    shown = _shown(cast.circle, "network", "closed" if state == "circle_closed" else "active")
    by = {"of_facilitator": cast.facilitator, "known": cast.former, "known_by_author": cast.former}.get(
        state, cast.member
    )
    asked = ThreadFactory(circle=shown, title="Qui a mutualisé un poste ?", started_by=by, messages=2)
    answer = asked.messages.get(number=2)
    answer.author = cast.member if state == "known_by_author" else cast.former
    answer.save()
    theme = CircleThemeFactory(circle=shown)
    if state.startswith("known"):
        mine = Membership.objects.get(circle=shown, person=cast.member)
        owner = {"organisation": mine.organisation} if mine.organisation_id else {"person": cast.member}
        PositionStatement.objects.create(
            circle=shown, theme=theme, level="usual", audience=shown.members_audience, **owner
        )
    row = Question(thread=asked, asked_by=by, theme=theme)
    if state == "thread_closed":
        asked.closed_at = clock.now()
        asked.save()
    if state not in ("open", "thread_closed"):
        row.state, row.answer, row.answered_at = "answered", answer, clock.now()
    if state.startswith("certified"):
        row.state, row.certified_at, row.certified_said = "certified", clock.now(), "Fait deux fois."
        row.certified_by = cast.member if state == "certified_by_member" else cast.facilitator
    row.save()
    return row


@stage("solicitation")
def solicitation(cast: Cast, visibility: str, state: str) -> Any:
    """The facilitator asks, and the question is taken to the member; in ``of_former``, to the former member."""
    asked = question(cast, visibility, "open" if state == "of_former" else state)
    Question.objects.filter(pk=asked.pk).update(asked_by=cast.facilitator)
    person = cast.former if state == "of_former" else cast.member
    return Solicitation.objects.create(question=asked, person=person, reasons=["vous avez écrit « Oui. »"])


@stage("prepared_copy")
def prepared_copy(cast: Cast, visibility: str, state: str) -> Any:
    """Made for who facilitates."""
    row = PreparedCopy(
        circle=cast.circle, person=cast.facilitator, facilitates=True, ready_at=clock.now(), until=clock.now()
    )
    row.file.save("copie.zip", ContentFile(b"PK"), save=True)
    return row


def _copy(cast: Cast) -> dict[str, Any]:
    return _slug(cast) | {"ref": prepared_copy(cast, "-", "ready").ref}


@stage("held_message")
def held_message(cast: Cast, visibility: str, state: str) -> Any:
    """Somebody unknown wrote to the circle."""
    shown = _shown(cast.circle, "network", "closed" if state == "circle_closed" else "active")
    return HeldMessage.objects.create(
        circle=shown, reason="unknown", sender="paul@ailleurs.fr", title="Bonjour", text="Puis-je ?",
        state="refused" if state == "refused" else "waiting",
    )  # fmt: skip


@stage("review")
def review(cast: Cast, visibility: str, state: str) -> Any:
    """What the facilitator writes of six months."""
    shown = _shown(cast.circle, "network", "closed" if state == "circle_closed" else "active")
    today, published = clock.today(), state == "published"
    return HalfYearReview.objects.create(
        circle=shown, since=today - timedelta(days=183), until=today, text="## Rencontres", engagement=True, enterprise=True,
        repertoire=False, state="published" if published else "draft", published_at=clock.now() if published else None,
    )  # fmt: skip


@stage("nudge")
def nudge(cast: Cast, visibility: str, state: str) -> Any:
    """The facilitator put off a word to the member."""
    shown = _shown(cast.circle, "network", "closed" if state == "circle_closed" else "active")
    return Nudge.objects.create(
        circle=shown, kind="silence", about=1, person=cast.member, title="Prendre des nouvelles de Malo Membre",
        state="later", by=cast.facilitator,
    )  # fmt: skip


def _held(cast: Cast) -> dict[str, Any]:
    return _slug(cast) | {"ref": held_message(cast, "-", "waiting").ref}


def _thread(cast: Cast) -> dict[str, Any]:
    return _slug(cast) | {"ref": thread(cast, "circle", "open").ref}


def _asked(cast: Cast, state: str) -> dict[str, Any]:
    found = question(cast, "circle", state).thread.ref
    return _slug(cast) | {"ref": found} | ({"number": 2} if state == "open" else {})


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
for name in ("member_edit", "member_remove", "member_restrict"):
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
for name in ("review", "review_file"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: {"ref": review(cast, "-", "published").ref}
for name in ("reviews", "review_write", "handover_file", "handover_download"):
    URL_KWARGS[f"circles:{name}"] = _slug
for name in ("threads", "thread_start", "rhythm", "held_list", "unblock", "list_import", "copies"):
    URL_KWARGS[f"circles:{name}"] = _slug
for name in ("thread", "thread_seen", "thread_close", "thread_reopen"):
    URL_KWARGS[f"circles:{name}"] = _thread
for name in ("message_edit", "message_withdraw", "message_versions"):
    URL_KWARGS[f"circles:{name}"] = lambda cast: _thread(cast) | {"number": 1}
URL_KWARGS["circles:questions"] = URL_KWARGS["circles:question_ask"] = _slug
URL_KWARGS["circles:thread_question"] = _thread
for name, state in (("certify", "answered"), ("uncertify", "certified"), ("unsettle", "answered"), ("settle", "open")):
    URL_KWARGS[f"circles:{name}"] = lambda cast, state=state: _asked(cast, state)
URL_KWARGS["circles:question_chase"] = lambda cast: _slug(cast) | {"ref": question(cast, "circle", "open").thread.ref}
URL_KWARGS["circles:question_pass"] = lambda cast: (
    _slug(cast) | {"ref": solicitation(cast, "circle", "open").question.thread.ref}
)
URL_KWARGS["circles:message_file"] = _file
URL_KWARGS["circles:copy_file"] = _copy
