"""The signed links of meetings: looked at as often as one likes, they act when their button is pressed, for the person they name."""

from datetime import timedelta

import pytest
from django.conf import settings

from cercles.core import clock, links
from cercles.journal.models import Entry
from cercles.meetings import actions
from cercles.meetings.actions import jobs
from cercles.meetings.models import Registration, Takeaway
from cercles.people import actions as people
from tests.factories.meetings import FollowUpFactory, MeetingFactory, RegistrationFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.meetings.conftest import kinds, link_in, plain

pytestmark = pytest.mark.django_db
YES, NO = {"answer": "yes"}, {"answer": "no"}


def path_of(verb, obj, person, **more):
    return links.url(verb, obj, person, **more).removeprefix(settings.SITE_URL)


@pytest.fixture
def row(cast):
    """The member is invited; one seat in all."""
    meeting = MeetingFactory(circle=cast.circle, capacity=1, title="Louer", link="https://visio.exemple.fr/x")
    return RegistrationFactory(meeting=meeting, person=cast.member, invited=True)


@pytest.fixture
def path(row):
    return path_of("meetings.answer", row, row.person, until=row.meeting.starts_at)


@pytest.fixture
def asked(cast):
    """The member was there: the link of the one question."""
    meeting = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    return path_of("meetings.after", meeting, cast.member)


@pytest.fixture
def promised(cast):
    """Val-Fibre said it would do something; the member is there for it."""
    meeting = MeetingFactory(circle=cast.circle, held=True)
    return FollowUpFactory(meeting=meeting, person=None, organisation=cast.organisation, what="Chiffrer l’achat")


def state(row):
    row.refresh_from_db()
    return row.state


def test_the_letter_s_link_takes_a_seat(cast, client, outbox, row):
    jobs.invite_members(row.meeting.pk)
    answer = client.post(link_in(outbox()[0]), YES)
    assert (answer.status_code, answer.url, state(row)) == (302, "/l/fait/", "registered")
    assert "Vous participez : une confirmation est partie" in plain(client.get("/l/fait/").content.decode())
    assert "sessionid" not in client.cookies


def test_its_page_says_what_the_letter_said_and_no_more(client, path):
    text = plain(client.get(path).content.decode())
    assert [word in text for word in ("Louer", "Qu’avons-nous appris ?", "à distance", "0 inscrit sur 1")] == [True] * 4
    assert [word in text for word in ("rue des Pairs", "visio.exemple", "Fanny")] == [False] * 3


@pytest.mark.parametrize(
    ("rule", "who"), [("ordinary", "le cercle et les participants"), ("chatham", "l’animation et les participants")]
)
def test_its_page_says_who_will_know(client, path, row, rule, who):
    row.meeting.confidentiality = rule
    row.meeting.save()
    assert ("Qui le saura" in (text := plain(client.get(path).content.decode())), who in text) == (True, True)


def test_when_every_seat_is_taken_its_page_says_so_before_the_answer(client, path, row):
    sentence = "« Je participe » vous met en liste d’attente"
    before = plain(client.get(path).content.decode())
    RegistrationFactory(meeting=row.meeting)
    after = plain(client.get(path).content.decode())
    assert (sentence in before, sentence in after) == (False, True)


@pytest.mark.parametrize("link", ["path", "asked"])
def test_prefetched_it_changes_nothing(client, link, outbox, request):
    address = request.getfixturevalue(link)
    before = list(Registration.objects.values_list("state", "changes"))
    for _ in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    assert list(Registration.objects.values_list("state", "changes")) == before
    assert (outbox(), Entry.objects.count(), Takeaway.objects.count()) == ([], 0, 0)


def test_altered_for_another_person_or_another_meeting_it_is_refused(cast, client, path, row):
    other = RegistrationFactory(meeting=row.meeting, person=cast.account, invited=True)
    parts = path.split(".")
    for place, value in ((2, other.pk), (3, cast.account.pk)):
        altered = [*parts]
        altered[place] = str(value)
        assert client.post(".".join(altered), YES).status_code == 404
    assert client.post(path.replace("meetings.answer", "meetings.after"), {"text": "Rien"}).status_code == 404
    assert [state(row), state(other)] == ["invited", "invited"]


def test_expired_it_dies_with_the_start_of_the_meeting(client, path, row):
    with clock.at(row.meeting.starts_at + timedelta(seconds=1)):
        assert client.get(path).status_code == 410
        assert client.post(path, YES).status_code == 410
    assert state(row) == "invited"


def test_an_old_link_to_a_meeting_brought_forward_says_that_it_is_too_late(client, path, row):
    row.meeting.starts_at -= timedelta(days=9)
    row.meeting.ends_at -= timedelta(days=9)
    row.meeting.save()
    with clock.at(row.meeting.starts_at + timedelta(minutes=1)):
        assert "a commencé : il n’est plus temps de répondre" in plain(client.get(path).content.decode())
        page = client.post(path, YES)
    assert (page.status_code, state(row)) == (422, "invited")
    assert "La rencontre a commencé" in plain(page.content.decode())


def test_forwarded_it_answers_for_the_person_it_names_who_is_told(cast, client_of, path, row, outbox):
    client_of(cast.account).post(path, YES)
    assert state(row) == "registered"
    assert Registration.objects.filter(person=cast.account).count() == 0
    assert [(mail.to, kind) for mail, kind in zip(outbox(), kinds(outbox()), strict=True)] == [
        (cast.member.email, "confirmation")
    ]


def test_replayed_it_is_the_same_answer_and_one_letter(client, path, row, outbox):
    for _ in range(3):
        assert client.post(path, YES).status_code == 302
    assert (state(row), row.changes, kinds(outbox())) == ("registered", 2, ["confirmation"])


def test_an_answer_may_be_changed_and_changed_again(client, path, row, outbox):
    for answer in (YES, NO, NO, YES):
        client.post(path, answer)
    assert (state(row), kinds(outbox())) == ("registered", ["confirmation", "declined", "confirmation"])


def test_no_old_yes_takes_a_seat_back_from_who_got_it(cast, client, path, row):
    """She leaves, another gets the seat; her link pressed again puts her at the end of the list."""
    client.post(path, YES)
    other = actions.register(meeting=row.meeting, person=cast.account, by=cast.account)
    client.post(path, NO)
    client.post(path, YES)
    assert [state(row), state(other)] == ["waiting", "registered"]


def test_the_form_sent_twice_is_one_act(client, path, row, outbox):
    for _ in range(2):
        client.post(path, {**YES, "_form_key": "a" * 32})
    assert (state(row), kinds(outbox())) == ("registered", ["confirmation"])


def test_all_i_received_was_forwarded(client, path, row, outbox):
    client.post(f"{path}/transfere/")
    assert (client.get(path).status_code, client.post(path, YES).status_code, state(row)) == (410, 410, "invited")


def test_a_bad_answer_keeps_the_page(client, path, row):
    page = client.post(path, {"answer": "peut-être"})
    assert (page.status_code, state(row)) == (422, "invited")


def test_a_cancelled_meeting_says_so_and_takes_no_answer(client, path, row):
    actions.cancel_meeting(meeting=row.meeting, by=None, reason="Salle fermée.")
    assert "Cette rencontre est annulée" in plain(client.get(path).content.decode())
    assert (client.post(path, YES).status_code, state(row)) == (422, "invited")


def test_the_person_is_gone_meanwhile(client, path, row):
    people.erase_person(by=row.person)
    assert (client.get(path).status_code, client.post(path, YES).status_code) == (410, 410)
    assert Registration.objects.count() == 0


def test_who_comes_for_several_organisations_chooses(client, path, row):
    for name in ("Les Toiles", "La Source"):
        AffiliationFactory(person=row.person, organisation=OrganisationFactory(name=name))
    assert "La Source" in client.get(path).content.decode()
    chosen = OrganisationFactory._meta.model.objects.get(name="La Source")
    client.post(path, {**YES, "organisation": chosen.pk})
    row.refresh_from_db()
    assert (row.state, row.organisation) == ("registered", chosen)


def test_an_answer_already_given_keeps_its_organisation_when_it_is_given_again(cast, outbox):
    """She came for herself, then joined an organisation: the same answer stays the same."""
    meeting = MeetingFactory(circle=cast.circle)
    actions.register(meeting=meeting, person=cast.account, by=cast.account)
    AffiliationFactory(person=cast.account, organisation=cast.organisation)
    again = actions.register(meeting=meeting, person=cast.account, by=cast.account)
    assert (again.organisation, kinds(outbox())) == (None, ["confirmation"])


def test_a_visitor_counts_once_her_link_is_pressed(client, outbox):
    meeting = MeetingFactory(wide=True)
    answer = client.post(f"{meeting.get_absolute_url()}participer/", {"name": "Valentine", "email": "v@exemple.fr"})
    assert answer.status_code == 302
    client.post(link_in(outbox()[0]), YES)
    assert list(Registration.objects.values_list("state", "person__email")) == [("registered", "v@exemple.fr")]


# The question after, and the news.


def test_the_question_is_answered_and_rewritten(cast, client, asked):
    for text in ("Le récit.", "Le récit de l’échec."):
        assert client.post(asked, {"text": text}).status_code == 302
    assert list(Takeaway.objects.values_list("person", "text")) == [(cast.member.pk, "Le récit de l’échec.")]


def test_an_empty_answer_keeps_the_page(client, asked):
    assert (client.post(asked, {"text": " "}).status_code, Takeaway.objects.count()) == (422, 0)


def test_who_was_unticked_since_is_no_longer_asked(client, asked):
    Registration.objects.update(state="absent")
    page = client.post(asked, {"text": "Le récit."})
    assert (page.status_code, Takeaway.objects.count()) == (422, 0)


def test_news_are_given_for_the_organisation(cast, client, promised):
    path = path_of("meetings.follow_up", promised, cast.member)
    assert client.post(path, {"answer": "drop", "reason": ""}).status_code == 422
    assert client.post(path, {"answer": "finish"}).status_code == 302
    assert state(promised) == "done"


def test_who_left_the_circle_since_no_longer_answers_for_the_organisation(cast, client, promised):
    path = path_of("meetings.follow_up", promised, cast.member)
    cast.circle.memberships.filter(person=cast.member).update(until=clock.now())
    page = client.post(path, {"answer": "finish"})
    assert (page.status_code, state(promised)) == (410, "open")


def test_a_follow_up_that_was_passed_to_another_person_is_hers(cast, client, promised):
    path = path_of("meetings.follow_up", promised, cast.member)
    promised.person = PersonFactory()
    promised.save()
    assert (client.post(path, {"answer": "finish"}).status_code, state(promised)) == (410, "open")
