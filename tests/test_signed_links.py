"""Every signed link × who opens it: its person, the same once she lost her roles, the same suspended. The table is written by hand.

« lost » ends every membership and affiliation and takes administration back: what is left is what is the person's own.
"""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cercles.circles import actions as circles
from cercles.circles.actions import moderation
from cercles.circles.actions import questions as asking
from cercles.circles.actions import threads as talking
from cercles.circles.adapters.moderation import found_message
from cercles.circles.models import Solicitation
from cercles.core import clock, links
from cercles.organisations import actions as organisations
from tests.cast import Cast
from tests.factories.legal import published
from tests.factories.meetings import FollowUpFactory, MeetingFactory, RegistrationFactory, TakeawayFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.polls import make_poll
from tests.factories.practices import make_shared, make_sheet, submit

TABLE = list(csv.DictReader((Path(__file__).parent / "access" / "links.csv").read_text("utf-8").splitlines()))


def _contested(cast: Cast) -> Any:
    return organisations.ask_to_represent(organisation=cast.organisation, by=cast.account), cast.representative


def _reuse(cast: Cast) -> Any:
    AffiliationFactory(person=cast.facilitator, organisation=OrganisationFactory(name="Les Toiles"))
    return make_shared(cast), cast.facilitator


def _after(cast: Cast) -> Any:
    held = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=held, person=cast.member, attended=True)
    return held, cast.member


def _later(cast: Cast) -> Any:
    ended = clock.now() - timedelta(days=95)
    answer = TakeawayFactory(
        person=cast.member, meeting__circle=cast.circle, meeting__starts_at=ended - timedelta(hours=2), meeting__ends_at=ended,
        meeting__state="held",
    )  # fmt: skip
    return answer.meeting, cast.member


def _asked(cast: Cast) -> Any:
    thread = asking.ask_question(
        circle=cast.circle, by=cast.member, title="Qui a mutualisé un poste ?", text="Nous hésitons."
    )
    return talking.post_message(thread=thread, by=cast.facilitator, text="Nous, en 2017."), cast.member


def _taken(cast: Cast) -> Any:
    asked = asking.ask_question(circle=cast.circle, by=cast.facilitator, title="Qui a mutualisé un poste ?", text="?")
    return Solicitation.objects.create(
        question=asked.question, person=cast.member, reasons=["vous le dites"]
    ), cast.member


def _removed(cast: Cast) -> Any:
    written = talking.start_thread(
        circle=cast.circle, by=cast.member, title="Un poste", text="Une insulte."
    ).messages.get()
    told = {"motive": "hurtful", "words": "Une insulte."}
    return moderation.remove(written=found_message(written.pk), by=cast.facilitator, **told), cast.member


# What each link is about, and whose it is.
SCENES: dict[str, Callable[[Cast], tuple[Any, Any]]] = {
    "circle.invitation": lambda cast: (
        circles.invite(circle=cast.circle, by=cast.facilitator, email=cast.account.email), cast.account,
    ),
    "circle.request": lambda cast: (
        circles.ask_to_join(circle=cast.circle, by=cast.account, version=cast.circle.charter_versions.get()), cast.facilitator,
    ),
    "circle.charter": lambda cast: (cast.circle.charter_versions.get(), cast.member),
    "circle.appeal": _removed,
    "circle.leave": lambda cast: (cast.circle.memberships.get(person=cast.member), cast.member),
    "circle.fits": _asked,
    "circle.unknown": _taken,
    "circle.handover": lambda cast: (
        circles.propose_handover(
            circle=cast.circle, by=cast.facilitator, taker=cast.circle.memberships.get(person=cast.member)
        ), cast.member,
    ),
    "circle.opening": lambda cast: (
        circles.ask_to_open(by=cast.account, name="Cercle du lin", purpose="Le lin."), cast.administrator,
    ),
    "people.accept": lambda cast: (published(asks=True), cast.member),
    "people.keep": lambda cast: (cast.member, cast.member),
    "meetings.answer": lambda cast: (
        RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member, invited=True), cast.member,
    ),
    "meetings.after": _after,
    "meetings.later": _later,
    "meetings.follow_up": lambda cast: (
        FollowUpFactory(
            meeting=MeetingFactory(circle=cast.circle, held=True), person=None, organisation=cast.organisation
        ), cast.member,
    ),
    "organisations.contest": _contested,
    "organisations.decide": _contested,
    "organisations.report": lambda cast: (
        organisations.report_error(organisation=cast.organisation, column="address", says="1 rue du Pont"), cast.representative,
    ),
    "polls.answer": lambda cast: (make_poll(cast), cast.member),
    "sheet.approve": lambda cast: (submit(cast, make_sheet(cast)).approvals.get(), cast.representative),
    "sheet.reuse": _reuse,
}  # fmt: skip


def test_each_signed_link_has_its_line() -> None:
    assert sorted(line["verb"] for line in TABLE) == sorted(SCENES) == [verb.code for verb in links.verbs()]


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line["verb"])
def test_a_link_opens_for_whom_it_may(line: dict[str, str], cast: Cast, client: Any) -> None:
    obj, person = SCENES[line["verb"]](cast)
    path = f"/l/{links.token(line['verb'], obj, person)}"
    found = {"verb": line["verb"], "holder": str(client.get(path).status_code)}
    person.memberships.update(until=clock.now())
    person.affiliations.update(until=clock.today())
    type(person).objects.filter(pk=person.pk).update(is_administrator=False)
    found["lost"] = str(client.get(path).status_code)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    found["suspended"] = str(client.get(path).status_code)
    assert found == line
