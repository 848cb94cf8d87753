"""A circle by mail: each message leaves once, each answer comes back to its thread, and nothing enters that is not surely a member's."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.circles.actions import close_circle, leave_circle
from cercles.circles.actions import threads as actions
from cercles.circles.enums import ANSWER, RHYTHM, START
from cercles.circles.models import BlockedSender, Circle, HeldMessage, Message, MessageFile, Thread
from cercles.core import clock, standing
from cercles.core.typography import NBSP, when
from cercles.journal.actions import read_mail, take_in
from cercles.journal.models import Bounce, IncomingMail, Job, NotificationChoice, OutgoingMail
from cercles.journal.worker.post import message_of
from tests.factories.circles import MembershipFactory, ThreadFactory
from tests.journal.mails import raw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_in(settings):
    settings.MAIL_IN, settings.SITE_URL = "cercles@exemple.fr", "http://testserver"


@pytest.fixture
def thread(cast):
    return actions.start_thread(
        circle=cast.circle, by=cast.facilitator, title="Qui a mutualisé un poste ?", text="Nous **hésitons**."
    )


def receive(data: bytes):
    return read_mail(take_in(data).pk)


def answer_to(thread, person, name="gmail"):
    return receive(raw(name, standing.address(ANSWER, thread, person)))


def as_sent(mail):
    return email.message_from_bytes(message_of(mail).message().as_bytes(), policy=email.policy.default)


def told(mail):
    return mail.outcome, mail.reason


# Leaving


def test_a_message_leaves_as_a_list_sends_it(cast, thread):
    actions.write_message_letters(thread.messages.get().pk)
    mail = OutgoingMail.objects.get(person=cast.member)
    sent = as_sent(mail)
    message = thread.messages.get()
    assert sent["Subject"] == "Qui a mutualisé un poste ?"
    assert sent["Message-ID"] == f"<{message.ref}.{thread.ref}@testserver>"
    assert sent["List-Id"] == f'"Cercle des pairs" <{cast.circle.slug}.testserver>'
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Fanny" in str(sent["From"])
    assert sent["Reply-To"] == standing.address(ANSWER, thread, cast.member)
    assert len(sent["Reply-To"].partition("@")[0]) <= 64
    assert message_of(mail).from_email == standing.address("b", cast.member, cast.member)
    whole = sent.as_string() + mail.text + mail.html
    assert [address in whole for address in ("facilitator@example.org", "account@example.org")] == [False, False]
    assert ("<strong>hésitons</strong>" in mail.html, "Nous **hésitons**." in mail.text) == (True, True)


def test_answers_find_their_place_in_a_mail_program(cast, thread):
    mail = answer_to(thread, cast.member)
    actions.write_message_letters(mail.object_id)
    first, second = thread.messages.all()
    sent = as_sent(OutgoingMail.objects.get(person=cast.facilitator))
    assert (sent["Subject"], sent["In-Reply-To"]) == (
        "Re: Qui a mutualisé un poste ?",
        f"<{first.ref}.{thread.ref}@testserver>",
    )
    assert sent["References"] == f"<{first.ref}.{thread.ref}@testserver>"

    third = actions.post_message(thread=thread, by=cast.facilitator, text="Merci.", answers=second)
    actions.write_message_letters(third.pk)
    sent = as_sent(OutgoingMail.objects.get(key__contains=f"-m{third.pk}-"))
    assert "<gmail@exemple.fr>" in sent["References"], "her own program knows her mail by that name"


@pytest.mark.parametrize(("rhythm", "each"), [("each", 1), ("daily", 0), ("weekly", 0), ("never", 0)])
def test_each_by_her_rhythm(cast, thread, rhythm, each):
    actions.choose_rhythm(circle=cast.circle, person=cast.member, rhythm=rhythm)
    actions.write_message_letters(thread.messages.get().pk)
    assert OutgoingMail.objects.filter(person=cast.member).count() == each


@pytest.mark.parametrize(("rhythm", "told"), [("weekly", 1), ("never", 0)])
def test_whoever_is_named_is_told_at_once_unless_she_wants_nothing(cast, thread, rhythm, told):
    actions.choose_rhythm(circle=cast.circle, person=cast.member, rhythm=rhythm)
    message = actions.post_message(thread=thread, by=cast.facilitator, text="Et toi @Malo Membre ?")
    actions.write_message_letters(message.pk)
    assert OutgoingMail.objects.filter(person=cast.member).count() == told


def test_nothing_leaves_for_whoever_left(cast, thread):
    actions.write_message_letters(thread.messages.get().pk)
    leave_circle(circle=cast.circle, by=cast.member)
    assert OutgoingMail.objects.get(person=cast.member).state == "dropped"
    actions.write_message_letters(thread.messages.get().pk)
    assert OutgoingMail.objects.filter(person=cast.member, state="due").count() == 0


def test_a_message_taken_back_does_not_leave(cast, thread):
    actions.write_message_letters(thread.messages.get().pk)
    actions.withdraw_message(message=thread.messages.get(), by=cast.facilitator)
    assert OutgoingMail.objects.get(person=cast.member).state == "dropped"


def test_one_click_stops_the_mails_without_signing_in(cast, thread, client):
    actions.write_message_letters(thread.messages.get().pk)
    mail = OutgoingMail.objects.get(person=cast.member)
    url = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert client.get(url).status_code == 200
    assert NotificationChoice.objects.count() == 0
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NotificationChoice.objects.get(person=cast.member).rhythm == "never"
    mail.refresh_from_db()
    assert mail.state == "dropped"
    client.post(url, {"rhythm": "weekly"})
    assert NotificationChoice.objects.get(person=cast.member).rhythm == "weekly"


def test_a_link_that_was_closed_or_altered_stops_nothing(cast, client):
    token = standing.token(RHYTHM, cast.circle, cast.member)
    cast.member.link_counter += 1
    cast.member.save()
    other = standing.token(ANSWER, cast.circle, cast.member)
    for text in (token, token[:-1] + ("0" if token[-1] != "0" else "1"), other, "s.1.1"):
        assert client.post(reverse("circles:rhythm_link", args=[text]), {"rhythm": "never"}).status_code == 404
    assert NotificationChoice.objects.count() == 0


# Coming back


def test_an_answer_is_in_the_thread_with_what_was_cut_kept(cast, thread, client_of):
    mail = answer_to(thread, cast.member)
    message = Message.objects.get(number=2)
    assert (told(mail), mail.kind, mail.object_id) == (("posted", ""), "circles.message", message.pk)
    assert (message.author, message.text, message.source) == (
        cast.member,
        "Oui, dès 2017 : l’été, à deux structures.\n\nMalo",
        "mail",
    )
    assert "Fanny Animatrice" in message.kept
    page = client_of(cast.facilitator).get(thread.get_absolute_url()).content.decode()
    assert [words in page for words in ("Oui, dès 2017", "Texte cité et signature", "Reçu par courriel")] == [
        True,
        True,
        True,
    ]
    assert "member@example.org" not in page


def test_the_same_mail_twice_is_posted_once(cast, thread):
    for _ in range(3):
        answer_to(thread, cast.member)
    assert (thread.messages.count(), IncomingMail.objects.count()) == (2, 1)
    IncomingMail.objects.update(outcome="")  # killed between the message and the tick
    assert told(read_mail(IncomingMail.objects.get().pk)) == ("posted", "")
    assert (thread.messages.count(), Job.objects.filter(verb="journal.read_mail").count()) == (2, 0)


def test_a_new_thread_by_mail(cast):
    mail = receive(raw("pieces", standing.address(START, cast.circle, cast.member)))
    thread = Thread.objects.get()
    assert (told(mail), thread.title, thread.started_by) == (("posted", ""), "Qui a mutualise un poste ?", cast.member)
    assert [row.name for row in MessageFile.objects.all()] == ["modèle.pdf"]
    message = thread.messages.get()
    assert ("tout.zip n’a pas été repris" in message.kept, "faux.pdf n’a pas été repris" in message.kept) == (
        True,
        True,
    )
    letter = OutgoingMail.objects.get(key__startswith="circle-mail-")
    assert (letter.person, "tout.zip" in letter.text) == (cast.member, True)


def forged(cast, thread):
    return answer_to(thread, cast.facilitator)


def revoked(cast, thread):
    data = raw("gmail", standing.address(ANSWER, thread, cast.member))
    cast.member.link_counter += 1
    cast.member.save()
    return receive(data)


def gone(cast, thread):
    leave_circle(circle=cast.circle, by=cast.member)
    return answer_to(thread, cast.member)


def closed(cast, thread):
    actions.close_thread(thread=thread, by=cast.facilitator)
    return answer_to(thread, cast.member)


def unsure(cast, thread):
    return receive(raw("gmail", f"cercles+{cast.circle.slug}@exemple.fr"))


def unknown(cast, thread):
    data = raw("gmail", f"cercles+{cast.circle.slug}@exemple.fr").replace(b"member@example.org", b"paul@ailleurs.fr")
    return receive(data)


def sealed(cast, thread):
    return answer_to(thread, cast.member, "winmail-coupe")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (forged, "forged"),
        (revoked, "revoked"),
        (gone, "left"),
        (closed, "closed"),
        (unsure, "unsure"),
        (unknown, "unknown"),
        (sealed, "sealed"),
    ],
)
def test_what_is_not_surely_a_members_or_cannot_enter_waits(cast, thread, how, reason):
    mail = how(cast, thread)
    held = HeldMessage.objects.get()
    assert (told(mail), held.reason, held.circle, thread.messages.count()) == (("held", reason), reason, cast.circle, 1)
    named = {"forged": None, "revoked": None, "unknown": None}.get(reason, cast.member)
    assert held.person == named, "a name that nothing proves is not written"
    written = OutgoingMail.objects.filter(key__startswith="circle-mail-").values_list("person", flat=True)
    assert list(written) == ([cast.member.pk] if reason == "closed" else [])
    assert told(read_mail(mail.pk)) == ("held", reason)


@pytest.mark.parametrize("kind", [ANSWER, START])
def test_a_closed_circle_keeps_nothing_and_gives_a_member_her_text_back(cast, thread, kind):
    with clock.at(clock.now() - timedelta(days=3)):
        close_circle(circle=cast.circle, by=cast.facilitator, note="La convention est signée.")
        day = when(clock.now())
    about = thread if kind == ANSWER else cast.circle
    mail = receive(raw("pieces", standing.address(kind, about, cast.member)))
    assert (told(mail), HeldMessage.objects.count(), Message.objects.count()) == (("ignored", "closed"), 0, 1)
    letter = OutgoingMail.objects.get(key__startswith="circle-mail-")
    assert (letter.person, letter.subject.replace("\xa0", " ")) == (
        cast.member, "« Cercle des pairs » est clos : votre message n’y est pas entré",
    )  # fmt: skip
    said = letter.text.replace("\xa0", " ")
    right = (f"Ce cercle est clos depuis le {day.replace(NBSP, ' ')}", "plus rien n’y entre", "Ci-joint.", "modèle.pdf")
    assert [words in said for words in right] == [True] * 4
    assert [words in said for words in ("publier", "gardé :", "lancer un autre")] == [False] * 3
    assert told(read_mail(mail.pk)) == ("ignored", "closed")


@pytest.mark.parametrize("how", [forged, revoked, gone])
def test_a_closed_circle_answers_nobody_whose_address_proves_nothing(cast, thread, how):
    Circle.objects.filter(pk=cast.circle.pk).update(stage="closed")
    if how is gone:
        cast.member.memberships.update(until=clock.now())
        mail = answer_to(thread, cast.member)
    else:
        mail = how(cast, thread)
    assert (told(mail), HeldMessage.objects.count()) == (("ignored", "closed"), 0)
    assert OutgoingMail.objects.filter(key__startswith="circle-mail-").count() == 0


def test_a_closed_circle_asks_nobody_to_send_a_lighter_mail(cast, thread, settings):
    Circle.objects.filter(pk=cast.circle.pk).update(stage="closed")
    row = take_in(raw("gmail", standing.address(ANSWER, thread, cast.member)))
    IncomingMail.objects.filter(pk=row.pk).update(size=40 * 1024 * 1024)
    assert told(read_mail(row.pk)) == ("ignored", "closed")
    assert "est clos" in OutgoingMail.objects.get(key__startswith="circle-mail-").subject


def test_too_many_in_an_hour_wait(cast, thread):
    for number in range(31):
        data = raw("gmail", standing.address(ANSWER, thread, cast.member)).replace(b"<gmail@", b"<g%d@" % number)
        mail = receive(data)
    assert told(mail) == ("held", "too_many")
    assert thread.messages.count() == 31


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("absence", ("ignored", "automatic")), ("repondeur", ("ignored", "automatic")), ("boucle", ("ignored", "loop")),
        ("boucle-liste", ("ignored", "loop")), ("vide", ("ignored", "empty")),
    ],
)  # fmt: skip
def test_programs_enter_nothing_and_are_never_answered(cast, thread, name, outcome):
    assert told(answer_to(thread, cast.member, name)) == outcome
    assert (thread.messages.count(), HeldMessage.objects.count()) == (1, 0)
    answered = OutgoingMail.objects.filter(key__startswith="circle-mail-").count()
    assert answered == (1 if name == "vide" else 0)


def test_our_own_mails_coming_round_stop_there(cast, thread):
    actions.write_message_letters(thread.messages.get().pk)
    mail = OutgoingMail.objects.get(person=cast.member)
    mail.to = standing.address(ANSWER, thread, cast.member)
    assert told(receive(message_of(mail).message().as_bytes())) == ("ignored", "loop")


def test_a_mail_to_nobody_of_ours(cast):
    assert told(receive(raw("gmail", "autre@ailleurs.fr"))) == ("ignored", "not_for_us")
    assert told(receive(raw("gmail", "cercles+rien@exemple.fr"))) == ("ignored", "no_such_address")


def test_too_big_a_mail_is_refused_with_a_letter(cast, thread):
    data = raw("gmail", standing.address(ANSWER, thread, cast.member))
    mail = read_mail(take_in(data[:400], size=41_943_040).pk)
    assert told(mail) == ("ignored", "too_big")
    letter = OutgoingMail.objects.get(key__startswith="circle-mail-")
    assert ("40 Mo" in letter.text, letter.person) == (True, cast.member)


def test_a_blocked_sender_is_heard_no_more(cast, thread):
    BlockedSender.objects.create(circle=cast.circle, address="paul@ailleurs.fr", by=cast.facilitator)
    assert told(unknown(cast, thread)) == ("ignored", "blocked")


def test_mails_that_come_back_are_counted_until_she_writes(cast, thread):
    for number in range(3):
        data = raw("retour", standing.address("b", cast.member, cast.member)).replace(
            b"<retour@", b"<retour%d@" % number
        )
        assert told(receive(data)) == ("bounce", "failed")
    assert told(receive(raw("retour-retard", standing.address("b", cast.member, cast.member)))) == ("bounce", "delayed")
    assert list(Bounce.objects.order_by().values_list("person", "status").distinct()) == [(cast.member.pk, "5.1.1")]
    message = actions.post_message(thread=thread, by=cast.facilitator, text="Encore")
    actions.write_message_letters(message.pk)
    assert OutgoingMail.objects.filter(key__contains=f"-m{message.pk}-").count() == 0

    answer_to(thread, cast.member)
    assert Bounce.objects.count() == 0
    message = actions.post_message(thread=thread, by=cast.facilitator, text="Bon retour")
    actions.write_message_letters(message.pk)
    assert OutgoingMail.objects.filter(key__contains=f"-m{message.pk}-").count() == 1


def test_a_delivery_report_that_nobody_signed_is_matched_by_whom_we_wrote_to(cast, thread):
    assert told(receive(raw("retour", "cercles@exemple.fr"))) == ("bounce", "nobody")
    actions.write_message_letters(thread.messages.get().pk)
    data = raw("retour", "cercles@exemple.fr").replace(b"<retour@", b"<retour-bis@")
    assert told(receive(data)) == ("bounce", "failed")


def test_addresses_of_answers_survive_servers_that_fold_their_case(cast, thread):
    assert standing.read(standing.token(ANSWER, thread, cast.member).upper()) == standing.read(
        standing.token(ANSWER, thread, cast.member)
    )
    data = raw("gmail", standing.address(ANSWER, thread, cast.member).upper())
    assert told(receive(data)) == ("posted", "")


def test_the_letters_of_a_hundred_members_take_a_constant_number_of_reads(cast, thread, django_assert_max_num_queries):
    for _ in range(3):
        MembershipFactory(circle=cast.circle)
    message = ThreadFactory(circle=cast.circle, messages=1).messages.get()
    with django_assert_max_num_queries(8 + 5 * 4):  # of each letter: is it there, and write it, between two marks
        actions.write_message_letters(message.pk)


def test_files_are_named_in_the_mail_and_read_in_the_site(cast, thread):
    message = actions.post_message(
        thread=thread, by=cast.facilitator, text="Ci-joint", files=[SimpleUploadedFile("modele.pdf", b"%PDF-1.7")]
    )
    actions.write_message_letters(message.pk)
    mail = OutgoingMail.objects.get(key__contains=f"-m{message.pk}-")
    assert re.search(r"Fichiers joints.*modele\.pdf", mail.text)


def test_who_never_signs_in_leaves_by_a_link_that_goes_to_her_alone(cast, client):
    path = reverse("circles:rhythm_link", args=[standing.token(RHYTHM, cast.circle, cast.member)])
    page = client.get(path).content.decode()
    assert "Recevoir le lien pour quitter" in page
    for _again in range(2):
        assert "suivez son lien pour quitter le cercle" in client.post(path, {"leave": "1"}).content.decode()
    (letter,) = OutgoingMail.objects.filter(key__startswith="circle-leaving-")
    assert letter.person == cast.member
    assert cast.circle.memberships.get(person=cast.member).until is None
    link = re.search(r"http://testserver(/l/circle\.leave\.\S+)", letter.text).group(1)
    client.get(link)
    assert cast.circle.memberships.get(person=cast.member).until is None
    assert client.post(link, {"reason": "Je change de métier."}).status_code == 302
    row = cast.circle.memberships.get(person=cast.member)
    assert (row.until is not None, row.leaving_reason) == (True, "Je change de métier.")
    (told,) = OutgoingMail.objects.filter(key__startswith="circle-done-leave-")
    assert (told.person, "Vous avez quitté le cercle" in told.text.replace("\xa0", " ")) == (cast.member, True)
    assert "Vous n’êtes plus membre de ce cercle depuis le" in client.get(link).content.decode().replace("\xa0", " ")
    assert client.get(path).status_code == 200
    assert client.post(path, {"leave": "1"}).status_code == 200
    assert OutgoingMail.objects.filter(key__startswith="circle-leaving-").count() == 1


def test_the_only_one_who_facilitates_is_told_to_hand_over_first(cast, client):
    path = reverse("circles:rhythm_link", args=[standing.token(RHYTHM, cast.circle, cast.facilitator)])
    client.post(path, {"leave": "1"})
    link = re.search(
        r"http://testserver(/l/\S+)", OutgoingMail.objects.get(key__startswith="circle-leaving-").text
    ).group(1)
    assert client.post(link, {}).status_code == 422
    assert cast.circle.memberships.get(person=cast.facilitator).until is None
