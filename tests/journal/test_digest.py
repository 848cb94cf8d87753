"""Grouped mails: one a person and a day, for all her circles, at her hour; nothing twice, nothing of what she no longer reads."""

import email
import email.policy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import leave_circle
from cercles.circles.actions import threads as talking
from cercles.circles.models import Membership, ThreadReading
from cercles.core import clock, standing
from cercles.journal import actions
from cercles.journal.models import Digest, MailTime, NotificationChoice, OutgoingMail
from cercles.journal.queries.moments import last_moment, next_moment
from cercles.journal.worker.post import message_of
from tests.factories.circles import MembershipFactory
from tests.factories.meetings import MeetingFactory, MinutesFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2019, 6, 10, 9)
LONG_AGO = datetime(2019, 1, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _long_ago(cast, settings):
    settings.SITE_URL = "http://testserver"
    Membership.objects.current().update(since=LONG_AGO)


def choose(person, *circles, rhythm="daily", at=MONDAY):
    with clock.at(at):
        for circle in circles:
            actions.choose_rhythm(person=person, topic=circle.members_audience, rhythm=rhythm)


def write(circle, by, text, at, title="Convention"):
    with clock.at(at):
        return talking.start_thread(circle=circle, by=by, title=title, text=text)


def run(day, hour=7, month=6, year=2019):
    with clock.at(datetime(year, month, day, hour)):
        return actions.write_digests()["letters"]


def plain(text):
    return text.replace("\xa0", " ")


def test_a_daily_mail_groups_what_is_new_and_tells_it_once(cast):
    choose(cast.member, cast.circle)
    one = write(cast.circle, cast.facilitator, "Trois **pages** ?", MONDAY + timedelta(hours=1))
    with clock.at(MONDAY + timedelta(hours=2)):
        talking.post_message(thread=one, by=cast.facilitator, text="Merci")
        write(cast.circle, cast.member, "Les miennes", MONDAY + timedelta(hours=2), title="À moi")
    assert [run(11), run(11), run(12), run(13)] == [1, 0, 0, 0]
    mail = OutgoingMail.objects.get(person=cast.member)
    assert plain(mail.subject) == "Cercle des pairs : 1 nouveauté"
    lines = [line for line in plain(mail.text).splitlines() if line]
    assert lines[:7] == [
        "CERCLE DES PAIRS",
        "http://testserver/cercles/cercle-des-pairs/",
        "Échanges",
        "- Convention",
        "  Fanny Animatrice : Trois pages ?",
        "  Fanny Animatrice : Merci",
        f"  http://testserver{one.get_absolute_url()}",
    ]
    assert ("Les miennes" in mail.text, "À moi" in mail.html) == (False, False)


def test_several_circles_are_one_mail(cast):
    other = MembershipFactory(person=cast.member, circle__name="Bois et forêts", since=LONG_AGO).circle
    choose(cast.member, cast.circle, other)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1), title="Premier")
    write(other, MembershipFactory(circle=other).person, "Deux", MONDAY + timedelta(hours=1), title="Second")
    assert run(11) == 1
    mail = OutgoingMail.objects.get(person=cast.member)
    assert plain(mail.subject) == "Vos cercles : 2 nouveautés"
    assert [word in mail.text for word in ("Premier", "Second")] == [True, True]
    assert mail.text.index("BOIS ET FORÊTS") < mail.text.index("CERCLE DES PAIRS")
    assert sorted(Digest.objects.get().told) == sorted([cast.circle.members_audience, other.members_audience])


def test_nothing_new_is_no_mail_and_what_she_read_in_the_site_is_not_new(cast):
    choose(cast.member, cast.circle)
    assert run(11) == 0
    one = write(cast.circle, cast.facilitator, "Un", datetime(2019, 6, 11, 9))
    ThreadReading.objects.create(thread=one, person=cast.member, number=1)
    assert (run(12), OutgoingMail.objects.count(), Digest.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(("hour", "weekday", "days"), [(7, 0, [17]), (18, 3, [13]), (0, 6, [16])])
def test_a_weekly_mail_leaves_on_her_day_at_her_hour(cast, hour, weekday, days):
    with clock.at(MONDAY):
        actions.choose_time(person=cast.member, hour=hour, weekday=weekday)
    choose(cast.member, cast.circle, rhythm="weekly")
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    written = [day for day in range(11, 20) if run(day, hour)]
    assert written == days


def test_late_rather_than_never_and_then_at_the_usual_time(cast):
    choose(cast.member, cast.circle)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    assert run(14, 15) == 1, "nobody worked for three days"
    assert Digest.objects.get().day == date(2019, 6, 14)
    write(cast.circle, cast.facilitator, "Deux", datetime(2019, 6, 14, 16))
    assert [run(14, 20), run(15, 6), run(15, 7)] == [0, 0, 1]


def test_a_later_hour_chosen_after_todays_mail_waits_for_tomorrow(cast):
    choose(cast.member, cast.circle)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    assert run(11) == 1
    write(cast.circle, cast.facilitator, "Deux", datetime(2019, 6, 11, 9))
    with clock.at(datetime(2019, 6, 11, 10)):
        actions.choose_time(person=cast.member, hour=18, weekday=0)
    assert [run(11, 18), run(12, 7), run(12, 18)] == [0, 0, 1]
    assert "Deux" in OutgoingMail.objects.last().text


@pytest.mark.parametrize(
    ("hour", "start", "moments"),
    [
        (2, datetime(2019, 3, 30, 0, tzinfo=UTC), ["30T01:00", "31T01:00", "01T00:00"]),  # 2 o'clock does not exist on the 31st
        (2, datetime(2019, 10, 26, 0, 30, tzinfo=UTC), ["27T00:00", "28T01:00", "29T01:00"]),  # it exists twice on the 27th
        (7, datetime(2019, 3, 30, 0, tzinfo=UTC), ["30T06:00", "31T05:00", "01T05:00"]),
    ],
)  # fmt: skip
def test_a_clock_that_changes_neither_doubles_nor_skips(hour, start, moments):
    found, moment = [], start
    for _ in range(3):
        moment = next_moment("daily", hour, 0, moment)
        found.append(f"{moment:%dT%H:%M}")
        assert last_moment(hour, moment) == moment
    assert found == moments


def test_two_runs_in_the_doubled_hour_are_one_mail(cast):
    choose(cast.member, cast.circle, at=datetime(2019, 10, 26, 9))
    with clock.at(datetime(2019, 10, 26, 9)):
        actions.choose_time(person=cast.member, hour=2, weekday=0)
    write(cast.circle, cast.facilitator, "Un", datetime(2019, 10, 26, 10))
    written = []
    for hour in range(4):  # from 0 to 3 h UTC: 2 h comes at 0 h and at 1 h
        with clock.at(datetime(2019, 10, 27, hour, 0, tzinfo=UTC)):
            written.append(actions.write_digests()["letters"])
        write(cast.circle, cast.facilitator, "Encore", datetime(2019, 10, 27, hour, 10, tzinfo=UTC))
    assert written == [1, 0, 0, 0]


def test_one_o_clock_leaves_on_each_of_the_days_around_the_change(cast):
    """In summer 1 h in Paris is still the day before in UTC: the two first days of summer time are two days, not one."""
    choose(cast.member, cast.circle, at=datetime(2019, 3, 29, 9))
    with clock.at(datetime(2019, 3, 29, 9)):
        actions.choose_time(person=cast.member, hour=1, weekday=0)
    written = []
    for moment in ("2019-03-30 00", "2019-03-31 00", "2019-03-31 23", "2019-04-01 23"):  # as the clock says it, in UTC
        now = datetime.strptime(moment, "%Y-%m-%d %H").replace(tzinfo=UTC)
        write(cast.circle, cast.facilitator, "Un", now - timedelta(hours=3))
        with clock.at(now):
            written.append(actions.write_digests()["letters"])
    assert written == [1, 1, 1, 1]
    days = Digest.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [date(2019, 3, 30), date(2019, 3, 31), date(2019, 4, 1), date(2019, 4, 2)]


# Leaving


def test_whoever_left_blocked_or_erased_is_told_nothing(cast):
    left, suspended, stays = (MembershipFactory(circle=cast.circle, since=LONG_AGO).person for _ in "123")
    for person in (left, suspended, stays):
        choose(person, cast.circle)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    leave_circle(circle=cast.circle, by=left)
    suspended.is_active = False
    suspended.save()
    assert run(11) == 1
    assert OutgoingMail.objects.get(key__startswith="digest:").person == stays


def test_a_mail_written_before_she_left_one_circle_leaves_without_it(cast):
    other = MembershipFactory(person=cast.member, circle__name="Bois et forêts", since=LONG_AGO).circle
    choose(cast.member, cast.circle, other)
    write(cast.circle, cast.facilitator, "Secret", MONDAY + timedelta(hours=1), title="Premier")
    write(other, MembershipFactory(circle=other).person, "Deux", MONDAY + timedelta(hours=1), title="Second")
    assert run(11) == 1
    mail = OutgoingMail.objects.get(person=cast.member)
    assert actions.still_wanted(mail)
    with clock.at(datetime(2019, 6, 11, 7, 5)):
        leave_circle(circle=cast.circle, by=cast.member)
        assert not actions.still_wanted(mail)
        actions.take_back(mail, reason="gone")
    assert run(11, 8) == 1
    mail.refresh_from_db()
    again = OutgoingMail.objects.exclude(pk=mail.pk).get(key__startswith="digest:")
    assert (mail.state, "Secret" in again.text, "Deux" in again.text) == ("dropped", False, True)
    assert again.key != mail.key


def test_who_comes_back_is_not_told_of_the_time_between(cast):
    choose(cast.former, cast.circle)
    write(cast.circle, cast.facilitator, "Entre-temps", MONDAY + timedelta(hours=1))
    Membership.objects.create(circle=cast.circle, person=cast.former, since=datetime(2019, 6, 10, 12, tzinfo=UTC))
    write(cast.circle, cast.facilitator, "Depuis", datetime(2019, 6, 10, 16))
    assert run(11) == 1
    mail = OutgoingMail.objects.get(person=cast.former, key__startswith="digest:")
    assert ("Entre-temps" in mail.text, "Depuis" in mail.text) == (False, True)


def test_from_a_day_to_a_week_nothing_is_lost_and_never_is_never(cast):
    choose(cast.member, cast.circle)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    choose(cast.member, cast.circle, rhythm="weekly", at=MONDAY + timedelta(hours=3))
    assert [run(11), run(17)] == [0, 1]
    mail = OutgoingMail.objects.get(person=cast.member)
    choose(cast.member, cast.circle, rhythm="never", at=datetime(2019, 6, 17, 8))
    assert not actions.still_wanted(mail)


# What each may read


def test_meetings_and_minutes_are_told_to_whom_they_are_open_and_not_written_already(cast):
    people = [MembershipFactory(circle=cast.circle, since=LONG_AGO).person for _ in range(3)]
    for person in people:
        choose(person, cast.circle)
    with clock.at(MONDAY + timedelta(hours=1)):
        wide = MeetingFactory(circle=cast.circle, title="Annoncée")
        MeetingFactory(circle=cast.circle, title="En préparation", draft=True)
        minutes = MinutesFactory(meeting=MeetingFactory(circle=cast.circle, held=True, title="Tenue"))
        own = MeetingFactory(circle=cast.circle, held=True, title="Entre participants")
        MinutesFactory(meeting=own, visibility="meeting")
    RegistrationFactory(meeting=wide, person=people[0])  # has answered
    RegistrationFactory(meeting=minutes.meeting, person=people[2], attended=True)  # had the letter of the minutes
    assert run(11) == 3
    told = {}
    for index, person in enumerate(people):
        text = OutgoingMail.objects.get(person=person, key__startswith="digest:").text
        told[index] = [f"- {title}" in text for title in ("Annoncée", "En préparation", "Tenue", "Entre participants")]
    assert told == {
        0: [False, False, True, False], 1: [True, False, True, False], 2: [True, False, False, False],
    }  # fmt: skip


def test_the_queries_do_not_grow_with_the_readers(cast, django_assert_num_queries):
    def readers(count):
        for _ in range(count):
            choose(MembershipFactory(circle=cast.circle, since=LONG_AGO).person, cast.circle)

    readers(1)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    for day, count in ((11, 1), (12, 9)):
        with django_assert_num_queries(25):
            assert run(day) == count
        readers(8)
        write(cast.circle, cast.facilitator, "Un", datetime(2019, 6, day, 10))


# From a mail, without signing in


def test_one_click_stops_the_grouped_mails_and_reading_changes_nothing(cast, client):
    choose(cast.member, cast.circle)
    write(cast.circle, cast.facilitator, "Un", MONDAY + timedelta(hours=1))
    run(11)
    mail = OutgoingMail.objects.get(person=cast.member)
    sent = email.message_from_bytes(message_of(mail).message().as_bytes(), policy=email.policy.default)
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(sent["List-Unsubscribe"]).strip(" <>").removeprefix("http://testserver")
    assert url in mail.text
    assert client.get(url).status_code == 200
    assert NotificationChoice.objects.get().rhythm == "daily"
    answer = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, "ne recevrez plus de courriel groupé" in answer.content.decode()) == (200, True)
    assert NotificationChoice.objects.get().rhythm == "never"
    topic = cast.circle.members_audience.replace(":", "-")
    assert client.post(url, {topic: "weekly", "hour": "18", "weekday": "3"}).status_code == 200
    row = NotificationChoice.objects.get()
    assert (row.rhythm, MailTime.objects.get().hour, MailTime.objects.get().weekday) == ("weekly", 18, 3)
    assert client.post(url, {topic: "hourly", "hour": "25", "weekday": "3"}).status_code == 422


def test_a_link_of_another_kind_or_closed_opens_nothing(cast, client):
    token = standing.token("r", cast.member, cast.member)
    other = standing.token("s", cast.circle, cast.member)
    cast.member.link_counter += 1
    cast.member.save()
    for text in (token, other, token[:-1]):
        assert (
            client.post(reverse("journal:rhythms_link", args=[text]), {"List-Unsubscribe": "One-Click"}).status_code
            == 404
        )


def test_the_preview_tells_what_would_leave_and_tells_it_again(cast, client_of):
    page = reverse("journal:digest_preview")
    client = client_of(cast.member)
    assert "Aucun courriel groupé" in client.get(page).content.decode()
    actions.choose_rhythm(person=cast.member, topic=cast.circle.members_audience, rhythm="daily")
    talking.start_thread(circle=cast.circle, by=cast.facilitator, title="Convention", text="Trois pages ?")
    for _ in range(2):
        said = client.get(page).content.decode()
        assert ("Convention" in said, "Trois pages" in said) == (True, True)
    assert NotificationChoice.objects.get().told_until < clock.now()


def test_a_person_chooses_for_each_circle_in_the_site(cast, client_of):
    other = MembershipFactory(person=cast.member).circle
    topics = [circle.members_audience.replace(":", "-") for circle in (cast.circle, other)]
    data = {topics[0]: "daily", topics[1]: "each", "hour": "12", "weekday": "0"}
    assert client_of(cast.member).post(reverse("journal:rhythms"), data).status_code == 302
    assert list(NotificationChoice.objects.values_list("topic", "rhythm")) == [(cast.circle.members_audience, "daily")]


# While mails wait: the mail server is away for two days


@pytest.fixture
def two_days(cast):
    """Two grouped mails of one person that wait, each with a message of its day."""
    choose(cast.member, cast.circle)
    first = write(cast.circle, cast.facilitator, "Lundi", MONDAY + timedelta(hours=1))
    assert run(11) == 1
    write(cast.circle, cast.facilitator, "Mardi", MONDAY + timedelta(hours=25), title="Second")
    assert run(12) == 1
    return first


def left():
    """What a worker would send now, as it asks before each; what it may not send it takes back."""
    sent = []
    for mail in OutgoingMail.objects.filter(key__startswith="digest:", state="due").order_by("pk"):
        if actions.still_wanted(mail):
            sent.append(mail.text)
        else:
            actions.take_back(mail, reason="gone")
    return [(text.count("Lundi"), text.count("Mardi")) for text in sent]


def test_taken_back_together_two_days_of_news_are_told_once_each(cast, two_days):
    with clock.at(datetime(2019, 6, 12, 8)):
        actions.tell_again(cast.circle.members_audience)
    assert (run(12, 8), left()) == (1, [(1, 1)])


def test_so_are_they_when_she_left_another_circle_between_the_two(cast):
    other = MembershipFactory(person=cast.member, circle__name="Bois et forêts", since=LONG_AGO).circle
    choose(cast.member, cast.circle, other)
    write(cast.circle, cast.facilitator, "Lundi", MONDAY + timedelta(hours=1))
    write(other, MembershipFactory(circle=other).person, "Secret", MONDAY + timedelta(hours=1))
    assert run(11) == 1
    with clock.at(datetime(2019, 6, 11, 8)):
        leave_circle(circle=other, by=cast.member)
    write(cast.circle, cast.facilitator, "Mardi", MONDAY + timedelta(hours=25), title="Second")
    assert run(12) == 1
    with clock.at(datetime(2019, 6, 12, 8)):
        assert left() == []
    assert (run(12, 8), left()) == (1, [(1, 1)])


def test_what_its_author_takes_back_does_not_leave_in_them(cast, two_days):
    with clock.at(datetime(2019, 6, 12, 8)):
        talking.withdraw_message(message=two_days.messages.get(), by=cast.facilitator)
    assert (run(12, 8), left()) == (1, [(0, 1)])


def test_one_in_the_hand_of_a_worker_that_cannot_send_it_comes_back_without_it(cast, two_days):
    held = OutgoingMail.objects.filter(key__startswith="digest:")
    with clock.at(datetime(2019, 6, 12, 8)):
        held.update(lease_by="worker", lease_until=clock.now() + timedelta(minutes=1))
        talking.withdraw_message(message=two_days.messages.get(), by=cast.facilitator)
        assert set(held.values_list("state", flat=True)) == {"due"}
        held.update(lease_by="", lease_until=None)
        assert left() == []
    assert (run(12, 8), left()) == (1, [(0, 1)])


def test_one_that_left_meanwhile_is_not_told_twice(cast, two_days):
    held = OutgoingMail.objects.filter(key__startswith="digest:")
    with clock.at(datetime(2019, 6, 12, 8)):
        held.update(lease_by="worker", lease_until=clock.now() + timedelta(minutes=1))
        actions.tell_again(cast.circle.members_audience)
        held.update(state="done", lease_by="", lease_until=None)
    assert run(12, 8) == 0
