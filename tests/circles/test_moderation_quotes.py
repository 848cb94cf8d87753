"""What was taken away is read neither in the subject of its conversation nor in what others quoted of it; given back, all is as before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import moderation as actions
from cercles.circles.actions import threads as talking
from cercles.circles.actions.threads.quotes import without
from cercles.circles.actions.threads.writing import Mailed
from cercles.circles.adapters import threads
from cercles.circles.adapters.moderation import found_message, rules
from cercles.circles.models import Measure, Message, Thread
from cercles.core import clock
from cercles.people.actions import erase_person

pytestmark = pytest.mark.django_db
TITLE, SAID = "Karim est un incapable", "Vous êtes des incapables, et je pèse mes mots.\n\nPartez."
CUT, SUBJECT = "> [citation d’un message retiré]", "Sujet retiré par l’animation"


@pytest.fixture
def thread(cast):
    return talking.start_thread(circle=cast.circle, by=cast.member, title=TITLE, text=SAID)


def removed(message, by):
    return actions.remove(written=found_message(message.pk), by=by, motive="hurtful", words="Une insulte.")


def by_mail(thread, by, text, kept, key="k"):
    return talking.post_message(
        thread=thread, by=by, text=text, mailed=Mailed(mail_id=f"<{key}@x>", key=key, kept=kept)
    )


def plain(page):
    return page.content.decode().replace("\xa0", " ")


def test_lines_of_a_quotation_that_repeat_it_are_replaced_by_one():
    quoted = "Je ne suis pas d’accord.\n> Vous êtes des incapables, et je\n>> pèse mes mots.\n>\n> Partez.\n> Autre chose\nBien à vous"
    assert without(quoted, [SAID]) == f"Je ne suis pas d’accord.\n{CUT}\n> Autre chose\nBien à vous"
    assert without("Partez, dit-il.\nVous êtes des incapables, et je pèse mes mots.", [SAID]) == (
        "Partez, dit-il.\nVous êtes des incapables, et je pèse mes mots."
    ), "her own words are hers"
    assert without("Le 3 mars, Malo a écrit :\nVous êtes des incapables, et je\nMalo", [SAID], all_quoted=True) == (
        f"Le 3 mars, Malo a écrit :\n{CUT}\nMalo"
    )
    assert without("> Une phrase qui n’a rien à voir", [SAID]) == "> Une phrase qui n’a rien à voir"
    assert (
        without(
            "> **Vous êtes** des incapables, et je pèse mes mots.", ["Vous êtes des incapables, et je pèse mes mots."]
        )
        == CUT
    )


def test_the_subject_of_a_conversation_goes_with_the_message_that_opened_it(cast, thread, client_of):
    talking.post_message(thread=thread, by=cast.facilitator, text="Restons courtois.")
    for message in thread.messages.all():
        talking.write_message_letters(message.pk)
    measure = removed(thread.messages.get(number=1), cast.facilitator)
    thread.refresh_from_db()
    assert (thread.title, thread.title_away, measure.title) == (SUBJECT, TITLE, TITLE)
    pages = [
        thread.get_absolute_url(),
        reverse("circles:threads", args=[cast.circle.slug]),
        reverse("circles:detail", args=[cast.circle.slug]),
    ]
    assert [TITLE in plain(client_of(cast.member).get(url)) for url in pages] == [False] * 3
    assert threads.document(threads.findable().get()).title == SUBJECT
    actions.lift(measure=measure, by=cast.facilitator)
    thread.refresh_from_db()
    assert (thread.title, thread.title_away) == (TITLE, "")


def test_an_answer_taken_away_leaves_the_subject(cast, thread):
    removed(talking.post_message(thread=thread, by=cast.facilitator, text="Partez vous-même."), cast.member)
    thread.refresh_from_db()
    assert (thread.title, thread.title_away) == (TITLE, "")


def test_what_others_quoted_of_it_goes_and_comes_back(cast, thread, client_of):
    first = thread.messages.get(number=1)
    text, kept = (
        "Non.\n\n> Vous êtes des incapables, et je pèse mes mots.",
        "Le 3 mars :\n> Partez.\n> Une autre phrase",
    )
    quoting = by_mail(thread, cast.facilitator, text, kept)
    other = talking.post_message(thread=thread, by=cast.facilitator, text="> Une autre phrase\n\nOui.")
    measure = removed(first, cast.facilitator)
    quoting.refresh_from_db()
    other.refresh_from_db()
    assert (quoting.text, quoting.kept) == (f"Non.\n\n{CUT}", f"Le 3 mars :\n{CUT}\n> Une autre phrase")
    assert (other.text, other.uncut) == ("> Une autre phrase\n\nOui.", None)
    page = plain(client_of(cast.member).get(thread.get_absolute_url()))
    assert ["incapables" in page, "Partez" in page, "incapables" in threads.told(thread)] == [False] * 3
    later = by_mail(thread, cast.member, "Encore.\n> et je pèse mes mots.", "", key="k2")
    assert later.text == f"Encore.\n{CUT}"
    actions.lift(measure=measure, by=cast.facilitator)
    quoting.refresh_from_db()
    later.refresh_from_db()
    assert (quoting.text, quoting.kept, quoting.uncut) == (text, kept, None)
    assert later.text == "Encore.\n> et je pèse mes mots."


def test_changed_meanwhile_the_newest_words_are_the_ones_that_are_cut(cast, thread, client_of):
    quoting = talking.post_message(
        thread=thread, by=cast.facilitator, text="Non.\n> Vous êtes des incapables, et je pèse mes mots."
    )
    measure = removed(thread.messages.get(number=1), cast.facilitator)
    quoting.refresh_from_db()
    talking.edit_message(
        message=quoting, by=cast.facilitator, text="Non, et non.\n> Vous êtes des incapables, et je pèse mes mots."
    )
    quoting.refresh_from_db()
    assert quoting.text == f"Non, et non.\n{CUT}"
    versions = reverse("circles:message_versions", args=[cast.circle.slug, thread.ref, quoting.number])
    assert "incapables" not in plain(client_of(cast.member).get(versions))
    actions.lift(measure=measure, by=cast.facilitator)
    quoting.refresh_from_db()
    assert quoting.text == "Non, et non.\n> Vous êtes des incapables, et je pèse mes mots."


def test_former_texts_are_cut_too(cast, thread, client_of):
    quoting = talking.post_message(
        thread=thread, by=cast.facilitator, text="> Vous êtes des incapables, et je pèse mes mots."
    )
    talking.edit_message(message=quoting, by=cast.facilitator, text="Restons courtois.")
    removed(thread.messages.get(number=1), cast.facilitator)
    versions = reverse("circles:message_versions", args=[cast.circle.slug, thread.ref, quoting.number])
    page = plain(client_of(cast.member).get(versions))
    assert ("incapables" in page, "citation d’un message retiré" in page) == (False, True)


def test_two_taken_away_one_given_back(cast, thread):
    second = talking.post_message(thread=thread, by=cast.member, text="Et vous êtes aussi des menteurs, tous.")
    text = "> Vous êtes des incapables, et je pèse mes mots.\nNon.\n> Et vous êtes aussi des menteurs, tous."
    quoting = talking.post_message(thread=thread, by=cast.facilitator, text=text)
    first = removed(thread.messages.get(number=1), cast.facilitator)
    removed(second, cast.facilitator)
    quoting.refresh_from_db()
    assert quoting.text == f"{CUT}\nNon.\n{CUT}"
    actions.lift(measure=first, by=cast.facilitator)
    quoting.refresh_from_db()
    assert quoting.text == f"> Vous êtes des incapables, et je pèse mes mots.\nNon.\n{CUT}"


def test_a_year_later_nothing_of_it_is_kept_anywhere(cast, thread, django_capture_on_commit_callbacks):
    quoting = talking.post_message(
        thread=thread, by=cast.facilitator, text="Non.\n> Vous êtes des incapables, et je pèse mes mots."
    )
    removed(thread.messages.get(number=1), cast.facilitator)
    Measure.objects.update(at=clock.now() - timedelta(days=366))
    (rule,) = [rule for rule in rules() if rule.code == "circles.measures"]
    with django_capture_on_commit_callbacks(execute=True):
        assert rule.purge(rule.due(clock.now()), clock.now()) == 1
    quoting.refresh_from_db()
    assert (quoting.text, quoting.uncut) == (f"Non.\n{CUT}", None)
    assert Thread.objects.values_list("title", "title_away").get() == (SUBJECT, "")


def test_her_account_erased_the_subject_and_the_quotations_stay_away(cast, thread):
    quoting = talking.post_message(
        thread=thread, by=cast.facilitator, text="Non.\n> Vous êtes des incapables, et je pèse mes mots."
    )
    measure = removed(thread.messages.get(number=1), cast.facilitator)
    erase_person(by=cast.member)
    actions.lift(measure=measure, by=cast.facilitator)
    quoting.refresh_from_db()
    assert (quoting.text, quoting.uncut) == (f"Non.\n{CUT}", None)
    assert Thread.objects.values_list("title", "title_away").get() == (SUBJECT, "")
    assert Message.objects.filter(text__contains="incapables").count() == 0
