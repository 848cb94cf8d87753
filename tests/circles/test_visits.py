"""An administrator reads a circle she is not in: after saying why, for an hour, and its members know."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import visits as actions
from cercles.circles.adapters.visits import of_person, retention
from cercles.circles.models import SupportVisit
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from tests.factories.circles import ThreadFactory

pytestmark = pytest.mark.django_db
WHY = "Fanny ne voit plus un échange du 3 mars."


def opened(cast, **fields):
    told = {"address": cast.circle.slug, "by": cast.administrator, "reason": WHY, **fields}
    return actions.open_visit(**told)


def test_she_says_why_first_then_reads_for_an_hour(cast, client_of):
    thread = ThreadFactory(circle=cast.circle, started_by=cast.member, messages=2)
    browser = client_of(cast.administrator)
    assert browser.get(thread.get_absolute_url()).status_code == 404
    address = f"http://testserver/cercles/{cast.circle.slug}/"
    assert browser.post(reverse("circles:visits"), {"address": address, "reason": " "}).status_code == 422
    answer = browser.post(reverse("circles:visits"), {"address": address, "reason": WHY})
    visit = SupportVisit.objects.get()
    assert (answer["Location"], visit.until - visit.at) == (
        reverse("circles:visit", args=[visit.ref]),
        timedelta(hours=1),
    )

    page = browser.get(answer["Location"]).content.decode()
    assert [words in page for words in (thread.title, "Malo Membre", cast.member.email)] == [True, True, False]
    read = reverse("circles:visit_thread", args=[visit.ref, thread.ref])
    assert "Message <strong>2</strong>." in browser.get(read).content.decode()
    # The pages of the circle itself stay closed: nothing is written, and no other room opens.
    assert [
        browser.get(url).status_code
        for url in (thread.get_absolute_url(), reverse("library:of_circle", args=[cast.circle.slug]))
    ] == [404, 404]

    SupportVisit.objects.update(at=clock.now() - timedelta(hours=2), until=clock.now() - timedelta(hours=1))
    assert [browser.get(url).status_code for url in (answer["Location"], read)] == [404, 404]


def test_who_facilitates_knows_at_once_and_the_members_read_who_when_and_why(cast, client_of):
    opened(cast)
    letter = OutgoingMail.objects.get(key__startswith="circle-visit-")
    assert (letter.person, WHY in letter.text) == (cast.facilitator, True)
    for url in (
        reverse("circles:detail", args=[cast.circle.slug]),
        reverse("circles:visits_of", args=[cast.circle.slug]),
    ):
        page = client_of(cast.member).get(url).content.decode()
        assert (WHY in page, cast.administrator.display_name in page) == (True, True)
    assert WHY not in client_of(cast.account).get(reverse("circles:detail", args=[cast.circle.slug])).content.decode()


def test_it_leaves_with_the_data_of_each_member_and_of_who_came(cast):
    opened(cast)
    assert [[row["pourquoi"] for row in rows] for rows in of_person(cast.member).values()] == [[WHY], []]
    assert [[row["pourquoi"] for row in rows] for rows in of_person(cast.administrator).values()] == [[], [WHY]]
    assert [len(rows) for rows in of_person(cast.former).values()] == [0, 0]


def test_what_is_withdrawn_is_not_read_in_a_visit(cast, client_of):
    thread = ThreadFactory(circle=cast.circle, started_by=cast.member, messages=1)
    thread.messages.update(withdrawn_at=clock.now())
    visit = opened(cast)
    page = (
        client_of(cast.administrator)
        .get(reverse("circles:visit_thread", args=[visit.ref, thread.ref]))
        .content.decode()
    )
    assert ("Message retiré." in page, "Message <strong>1</strong>." in page) == (True, False)


def test_another_circle_is_not_read_by_this_visit(cast, client_of):
    other = ThreadFactory(messages=1)
    visit = opened(cast)
    url = reverse("circles:visit_thread", args=[visit.ref, other.ref])
    assert client_of(cast.administrator).get(url).status_code == 404


def test_opened_twice_it_is_one_and_it_ends_sooner(cast, client_of):
    assert opened(cast) == opened(cast, address=f"/cercles/{cast.circle.slug}/")
    visit = SupportVisit.objects.get()
    client_of(cast.administrator).post(reverse("circles:visit_end", args=[visit.ref]))
    assert client_of(cast.administrator).get(reverse("circles:visit", args=[visit.ref])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "code"), [({"address": "ailleurs"}, "no_circle"), ({"reason": " "}, "reason_missing")]
)
def test_no_visit_without_a_circle_and_a_reason(cast, fields, code):
    with pytest.raises(RuleBroken, match=code):
        opened(cast, **fields)


def test_nobody_else_opens_one(cast):
    with pytest.raises(PermissionError):
        opened(cast, by=cast.facilitator)


def test_three_years_later_it_goes(cast):
    opened(cast)
    (rule,) = retention()
    assert rule.due(clock.now()).count() == 0
    SupportVisit.objects.update(at=clock.now() - timedelta(days=1097), until=clock.now() - timedelta(days=1096))
    assert rule.due(clock.now()).count() == 1


@pytest.mark.parametrize("many", [1, 3])
def test_reading_asks_the_same_whatever_there_is(cast, client_of, queries, many):
    for _ in range(many):
        thread = ThreadFactory(circle=cast.circle, started_by=cast.member, messages=many)
    visit, browser = opened(cast), client_of(cast.administrator)
    for url, asked in (
        (reverse("circles:visit", args=[visit.ref]), 7),
        (reverse("circles:visit_thread", args=[visit.ref, thread.ref]), 7),
    ):
        browser.get(url)
        with queries(asked):
            browser.get(url)


def test_each_reads_on_the_page_of_her_data_who_read_her_circles(cast, client_of, queries):
    url = reverse("people:data")
    said = "Personne de l’assistance n’a lu vos cercles."
    assert said in client_of(cast.member).get(url).content.decode()
    before = opened(cast)
    type(before).objects.update(at=clock.now() - timedelta(days=400), until=clock.now() - timedelta(days=399))
    assert said in client_of(cast.former).get(url).content.decode()
    opened(cast)
    page = client_of(cast.member).get(url).content.decode()
    assert (page.count(WHY), said in page, cast.administrator.display_name in page) == (1, False, True)
    assert reverse("circles:visits_of", args=[cast.circle.slug]) in page
    assert WHY not in client_of(cast.account).get(url).content.decode()


def test_the_letter_says_where_the_members_read_it(cast):
    opened(cast)
    letter = OutgoingMail.objects.get(key__startswith="circle-visit-")
    said = "Les membres le lisent sur la page du cercle, et chacun dans son compte, sur la page « Mes données »."
    assert said in letter.text.replace("\xa0", " ")
