"""Scenes of the room ``meetings``: around a meeting of the cast's circle."""

from datetime import timedelta
from typing import Any

from cercles.circles.actions.questions import ask_question
from cercles.core import clock
from cercles.meetings import actions, rules
from cercles.meetings.enums import Presence
from cercles.meetings.models import CalendarFeed, FollowUp, Meeting, Minutes, Registration, Takeaway
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast
from tests.factories.meetings import (
    DecisionFactory,
    FollowUpFactory,
    MeetingFactory,
    MinutesFactory,
    RegistrationFactory,
    TakeawayFactory,
)

RULES["meeting"] = (Meeting, rules.can_see_meeting, rules.can_edit_meeting)
RULES["minutes"] = (Minutes, rules.can_see_minutes, rules.can_edit_minutes)
RULES["registration"] = (Registration, rules.can_see_registration, rules.can_edit_registration)
RULES["follow_up"] = (FollowUp, rules.can_see_follow_up, rules.can_answer_follow_up)
RULES["takeaway"] = (Takeaway, rules.can_see_takeaway, rules.can_edit_takeaway)


@stage("meeting")
def meeting(cast: Cast, visibility: str, state: str) -> Any:
    """``representative_invited``: somebody outside the circle was invited; ``cancelled_draft``: it never was announced."""
    made = {"circle": cast.circle, "visibility": visibility}
    if state == "announced":
        return MeetingFactory(**made)
    if state == "cancelled_draft":
        return MeetingFactory(**made, cancelled=True, announced_at=None)
    if state == "representative_invited":
        return RegistrationFactory(meeting=MeetingFactory(**made), person=cast.representative, declined=True).meeting
    return MeetingFactory(**made, **{state: True})


@stage("minutes")
def minutes(cast: Cast, visibility: str, state: str) -> Any:
    """``seated``: the representative had a seat; ``reported``: the account was asked to report, and has not published."""
    held = MeetingFactory(circle=cast.circle, held=True, reporter=cast.account if state == "reported" else None)
    if state == "seated":
        RegistrationFactory(meeting=held, person=cast.representative, attended=True)
    return MinutesFactory(meeting=held, visibility=visibility, published=state not in ("draft", "reported"))


@stage("registration")
def registration(cast: Cast, visibility: str, state: str) -> Any:
    """That of the representative, who is not of the circle."""
    around = MeetingFactory(circle=cast.circle, visibility=visibility, chatham=state.startswith("chatham"))
    states = {"declined": Presence.CANCELLED, "waits": Presence.WAITING, "absent": Presence.ABSENT}
    row = RegistrationFactory(meeting=around, person=cast.representative, state=states.get(state, Presence.REGISTERED))
    if state.startswith("chatham_account"):
        RegistrationFactory(meeting=around, person=cast.account, waiting=state.endswith("waits"))
    return row


@stage("follow_up")
def follow_up(cast: Cast, visibility: str, state: str) -> Any:
    held = MeetingFactory(circle=cast.circle, held=True)
    if state == "of_organisation":
        return FollowUpFactory(meeting=held, person=None, organisation=cast.organisation)
    if state == "former_was_there":
        RegistrationFactory(meeting=held, person=cast.former, attended=True)
        return FollowUpFactory(meeting=held)
    return FollowUpFactory(meeting=held, person=cast.account)


@stage("takeaway")
def takeaway(cast: Cast, visibility: str, state: str) -> Any:
    held = MeetingFactory(circle=cast.circle, held=True)
    return TakeawayFactory(meeting=held, person=cast.representative, may_share=state == "shared")


@stage("meeting_seated")
def meeting_seated(cast: Cast, visibility: str, state: str) -> Any:
    """The representative has a seat; ``state`` says which meeting."""
    kinds = {"held": {"held": True}, "chatham": {"chatham": True}, "announced": {}}
    around = MeetingFactory(circle=cast.circle, visibility=visibility, **kinds[state])
    return RegistrationFactory(meeting=around, person=cast.representative).meeting


def _coming(cast: Cast) -> dict[str, Any]:
    """To come, for the circle; the member has a seat."""
    return {"ref": RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member).meeting.ref}


def _held(cast: Cast) -> dict[str, Any]:
    """Held, for the circle, its minutes published for the circle; the member was there."""
    held = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=held, person=cast.member, attended=True)
    MinutesFactory(meeting=held)
    return {"ref": held.ref}


for name in (
    "detail", "file", "register", "decline", "propose", "change", "again", "announce", "cancel", "close", "reopen",
    "registrations", "registrations_file", "sign_in_sheet",
):  # fmt: skip
    URL_KWARGS[f"meetings:{name}"] = _coming
for name in ("attendance", "walk_in", "minutes", "minutes_write", "decision_add", "follow_up_add", "takeaway"):
    URL_KWARGS[f"meetings:{name}"] = _held
URL_KWARGS["meetings:open"] = lambda cast: {"slug": cast.circle.slug}
URL_KWARGS["meetings:of_circle"] = lambda cast: {"slug": cast.circle.slug}
URL_KWARGS["meetings:feed"] = lambda cast: {"token": CalendarFeed.objects.create(person=cast.member).token}
URL_KWARGS["meetings:minutes_version"] = lambda cast: {**_held(cast), "number": 1}


def _dates(cast: Cast) -> dict[str, Any]:
    """In preparation, its date asked of the circle."""
    draft = MeetingFactory(circle=cast.circle, draft=True)
    days = [f"{clock.today() + timedelta(days=n):%d/%m/%Y} 14:00" for n in (20, 21)]
    poll = actions.ask_dates(
        meeting=draft, by=cast.facilitator, options=days, closes_at=clock.now() + timedelta(days=5)
    )
    return {"ref": draft.ref, "pk": poll.options.first().pk}


URL_KWARGS["meetings:choose_date"] = _dates


def _bring(cast: Cast) -> dict[str, Any]:
    asked = ask_question(circle=cast.circle, by=cast.member, title="Qui a mutualisé un poste ?", text="?")
    return {"ref": MeetingFactory(circle=cast.circle).ref, "thread": asked.ref}


URL_KWARGS["meetings:question_bring"] = _bring
URL_KWARGS["meetings:ask_dates"] = lambda cast: {"ref": MeetingFactory(circle=cast.circle, draft=True).ref}


def _decision(cast: Cast) -> dict[str, Any]:
    row = DecisionFactory(meeting=MeetingFactory(circle=cast.circle, held=True))
    return {"ref": row.meeting.ref, "pk": row.pk}


URL_KWARGS["meetings:decision_remove"] = _decision


def _invited(cast: Cast) -> dict[str, Any]:
    """The member's answer to a meeting to come, which whoever facilitates may write."""
    row = RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member)
    return {"ref": row.meeting.ref, "pk": row.pk}


URL_KWARGS["meetings:answer_for"] = _invited


def _follow_up(cast: Cast) -> dict[str, Any]:
    row = FollowUpFactory(meeting=MeetingFactory(circle=cast.circle, held=True), person=cast.member)
    return {"ref": row.meeting.ref, "pk": row.pk}


URL_KWARGS["meetings:follow_up_answer"] = _follow_up
