"""What comes of a conversation: a sheet, a meeting, each with its link, walkable both ways."""

import pytest
from django.urls import reverse

from cercles.circles.actions import threads as actions
from cercles.core import clock
from cercles.journal.models import Link
from cercles.journal.queries import thread_of
from cercles.meetings.actions import open_meeting
from cercles.practices.actions import start_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(cast):
    return actions.start_thread(circle=cast.circle, by=cast.member, title="Partager un poste", text="Qui ?")


def test_the_page_leads_to_a_sheet_and_for_who_facilitates_to_a_meeting(cast, thread, client_of):
    pages = {
        name: client_of(getattr(cast, name)).get(thread.get_absolute_url()).content.decode()
        for name in ("member", "facilitator")
    }
    assert ["En faire une fiche" in page for page in pages.values()] == [True, True]
    assert ["En faire une rencontre" in page for page in pages.values()] == [False, True]


def test_what_came_of_it_is_read_from_both_ends(cast, thread):
    sheet = start_sheet(
        circle=cast.circle,
        by=cast.member,
        texts={"title": "Partager un poste à deux"},
        organisations=[cast.organisation],
        origin=thread,
    )
    meeting = open_meeting(
        circle=cast.circle,
        by=cast.facilitator,
        format="rex",
        title="Le poste à deux",
        starts_at=clock.now(),
        origin=thread,
    )
    ends = set(Link.objects.filter(origin_kind="circles.thread").values_list("outcome_kind", "outcome_id"))
    assert ends == {("practices.practicesheet", sheet.pk), ("meetings.meeting", meeting.pk)}
    assert next(item.node.title for item in thread_of(meeting, cast.facilitator)) == "Partager un poste"
    assert thread_of(meeting, cast.account) == []


def test_a_conversation_one_is_not_in_starts_nothing(cast, thread, client_of):
    url = reverse("practices:start", args=[cast.circle.slug]) + f"?echange={thread.ref}"
    assert client_of(cast.member).get(url).status_code == 200
    assert client_of(cast.former).get(url).status_code == 404
    assert client_of(cast.member).get(url[:-2] + "zz").status_code == 404
