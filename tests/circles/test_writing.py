"""A member is read again before, or writes no more until a day: what she sees, what becomes of what she writes, and coming back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.circles.actions import add_member, leave_circle
from cercles.circles.actions import moderation as actions
from cercles.circles.actions import threads as talking
from cercles.circles.adapters import WORDS as CIRCLE_WORDS
from cercles.circles.adapters.moderation import found_message
from cercles.circles.models import HeldFile, HeldMessage, Measure, Membership, Message, Question, Thread
from cercles.core import clock, standing
from cercles.core.errors import RuleBroken
from cercles.journal.actions import read_mail, take_in
from cercles.journal.models import OutgoingMail
from cercles.journal.queries import entries_of
from tests.factories.circles import MembershipFactory, ThreadFactory
from tests.journal.mails import raw

pytestmark = pytest.mark.django_db
WORDS = "Trois messages blessants en une semaine."


def mine(cast):
    return Membership.objects.get(circle=cast.circle, person=cast.member)


def restricted(cast, what="reviewed", days=None):
    until = clock.today() + timedelta(days=days) if days else None
    return actions.restrict(
        membership=mine(cast), by=cast.facilitator, what=what, motive="hurtful", words=WORDS, until=until
    )


def refused(act) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def test_who_facilitates_decides_from_the_page_of_a_member_and_she_gets_the_reason(cast, client_of):
    browser = client_of(cast.facilitator)
    url = reverse("circles:member_restrict", args=[cast.circle.slug, mine(cast).pk])
    assert url in browser.get(reverse("circles:member_edit", args=[cast.circle.slug, mine(cast).pk])).content.decode()
    data = {"what": "excluded", "until": "", "motive": "hurtful", "words": WORDS}
    assert browser.post(url, data).status_code == 422
    day = clock.today() + timedelta(days=30)
    browser.post(url, {**data, "until": f"{day:%Y-%m-%d}"})
    measure = Measure.objects.get()
    assert (measure.what, measure.until, mine(cast).writes, mine(cast).excluded_until) == (
        "excluded",
        day,
        "excluded",
        day,
    )
    letter = OutgoingMail.objects.get(person=cast.member, key=f"circle-measure-{measure.pk}")
    assert (WORDS in letter.text, "/l/circle.appeal." in letter.text) == (True, True)
    assert "n’écrit plus dans le cercle. Une nouvelle" in browser.get(url).content.decode()


@pytest.mark.parametrize("days", [0, -1, 367])
def test_an_exclusion_has_a_last_day_within_a_year(cast, days):
    until = clock.today() + timedelta(days=days)
    code = refused(
        lambda: actions.restrict(
            membership=mine(cast), by=cast.facilitator, what="excluded", motive="hurtful", words=WORDS, until=until
        )
    )
    assert (code, Measure.objects.count()) == ("no_last_day", 0)


def test_what_she_writes_in_the_site_waits_where_mails_wait_with_its_files(cast, client_of, settings):
    restricted(cast)
    thread = ThreadFactory(circle=cast.circle, started_by=cast.facilitator, messages=1)
    browser = client_of(cast.member)
    page = browser.get(thread.get_absolute_url()).content.decode()
    assert "Vos messages sont relus par l’animation du cercle avant d’être publiés." in page
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")
    browser.post(thread.get_absolute_url(), {"text": "Voici **le modèle**.", "files": [file]})
    held = HeldMessage.objects.get()
    assert (held.reason, held.source, held.person, held.files, thread.messages.count()) == (
        "reviewed", "site", cast.member, ["a.pdf"], 1,
    )  # fmt: skip

    leads = client_of(cast.facilitator)
    url = reverse("circles:held", args=[cast.circle.slug, held.ref])
    page = leads.get(url).content.decode()
    assert ("Voici **le modèle**." in page, "bloquer l’expéditeur" in page) == (True, False)
    leads.post(url)
    message = thread.messages.get(number=2)
    assert (message.author, message.is_plain, message.source, message.files.get().name) == (
        cast.member, False, "site", "a.pdf",
    )  # fmt: skip
    with message.files.get().file.open("rb") as kept:
        assert kept.read() == b"%PDF-1.7 x"
    assert HeldFile.objects.count() == 0


def test_published_twice_or_after_a_kill_it_is_one_message(cast):
    restricted(cast)
    held = actions.start(circle=cast.circle, by=cast.member, title="Un poste à deux", text="Qui l’a fait ?")
    talking.publish_held(held=held, by=cast.facilitator)
    HeldMessage.objects.update(state="waiting", message=None)
    talking.publish_held(held=HeldMessage.objects.get(), by=cast.facilitator)
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def test_a_question_that_waited_is_published_as_a_question(cast, client_of):
    restricted(cast)
    client_of(cast.member).post(
        reverse("circles:question_ask", args=[cast.circle.slug]),
        {"title": "Qui l’a fait ?", "text": "Un poste à deux."},
    )
    held = HeldMessage.objects.get()
    assert held.title == "Question : Qui l’a fait ?"
    talking.publish_held(held=held, by=cast.facilitator, title=held.title)
    assert (Question.objects.get().asked_by, Thread.objects.get().title) == (cast.member, "Qui l’a fait ?")


def test_refused_she_gets_her_text_back(cast):
    restricted(cast)
    held = actions.start(circle=cast.circle, by=cast.member, title="Un poste", text="Vous êtes des incapables.")
    talking.refuse_held(held=held, by=cast.facilitator)
    letter = OutgoingMail.objects.get(key=f"circle-mail-held-{held.pk}")
    assert (letter.person, "Vous êtes des incapables." in letter.text) == (cast.member, True)


def mailed(cast, settings):
    settings.MAIL_IN, settings.SITE_URL = "cercles@exemple.fr", "http://testserver"
    thread = ThreadFactory(circle=cast.circle, started_by=cast.facilitator, messages=1)
    to = standing.address("r", thread, cast.member)
    data = raw("pieces", to).replace(b"member@example.org", cast.member.email.encode())
    return read_mail(take_in(data).pk)


def test_her_mails_wait_too(cast, settings):
    restricted(cast)
    received = mailed(cast, settings)
    held = HeldMessage.objects.get()
    assert (received.outcome, held.reason, held.person) == ("held", "reviewed", cast.member)


def test_excluded_her_mail_does_not_enter_and_she_is_told(cast, settings):
    restricted(cast, "excluded", 30)
    received = mailed(cast, settings)
    assert (received.outcome, HeldMessage.objects.count()) == ("ignored", 0)
    letter = OutgoingMail.objects.get(person=cast.member, key__startswith="circle-mail-")
    assert letter.subject.startswith("Vous n’écrivez plus dans")


def test_excluded_she_reads_and_adds_nothing_until_the_day_has_passed(cast, client_of):
    restricted(cast, "excluded", 30)
    thread = ThreadFactory(circle=cast.circle, started_by=cast.facilitator, messages=1)
    browser = client_of(cast.member)
    page = browser.get(thread.get_absolute_url()).content.decode()
    assert ("Vous lisez ici et n’écrivez pas, jusqu’au" in page, "Publier ma réponse" in page) == (True, False)
    assert browser.post(thread.get_absolute_url(), {"text": "Non"}).status_code == 404
    assert browser.get(reverse("library:add", args=[cast.circle.slug])).status_code == 404
    assert refused(lambda: actions.answer(thread=thread, by=cast.member, text="Non")) == "excluded"

    Membership.objects.update(excluded_until=clock.today() - timedelta(days=1))
    assert client_of(cast.member).post(thread.get_absolute_url(), {"text": "De retour."}).status_code == 302


def test_going_out_and_coming_back_lifts_nothing(cast):
    restricted(cast)
    leave_circle(circle=cast.circle, by=cast.member)
    add_member(circle=cast.circle, person=cast.member, by=cast.facilitator)
    again = Membership.objects.get(circle=cast.circle, person=cast.member, until=None)
    assert again.writes == "reviewed"


def test_another_decision_takes_the_place_of_the_first_and_lifted_she_writes_again(cast):
    first = restricted(cast)
    second = restricted(cast, "excluded", 30)
    first.refresh_from_db()
    assert (first.state, second.state) == ("lifted", "standing")
    actions.lift(measure=second, by=cast.facilitator)
    assert (mine(cast).writes, mine(cast).excluded_until) == ("free", None)


def test_contested_it_goes_to_another_who_frees_her(cast):
    measure = actions.contest(measure=restricted(cast), by=cast.member, words="Je répondais à une attaque.")
    actions.give_back(measure=measure, by=cast.administrator, review="Les messages répondaient à une attaque.")
    assert (Measure.objects.get().state, mine(cast).writes) == ("lifted", "free")


def test_the_history_of_the_circle_tells_members_nothing_of_it(cast):
    other = MembershipFactory(circle=cast.circle).person
    message = talking.start_thread(
        circle=cast.circle, by=cast.member, title="Un poste", text="Vous êtes nuls."
    ).messages.get()
    actions.lift(measure=restricted(cast), by=cast.facilitator)
    taken = actions.remove(written=found_message(message.pk), by=cast.facilitator, motive="hurtful", words=WORDS)
    actions.lift(measure=taken, by=cast.facilitator)
    words = {
        str(CIRCLE_WORDS[verb]) for verb in ("circles.restricted", "circles.measure_lifted", "circles.content_removed")
    }
    told = {
        person: {entry.words for entry in entries_of(cast.circle, person)} & words for person in (other, cast.member)
    }
    assert told == {other: set(), cast.member: set()}
    assert {entry.words for entry in entries_of(cast.circle, cast.facilitator)} >= words
