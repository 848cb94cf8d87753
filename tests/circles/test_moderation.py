"""Reported, taken away with a reason, contested, given back: who is told what, and where what was taken away is read no more."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles import people
from cercles.circles.actions import moderation as actions
from cercles.circles.actions import threads as talking
from cercles.circles.actions.questions import ask_question, settle
from cercles.circles.adapters import digest, threads
from cercles.circles.adapters.moderation import found_message, of_person, rules
from cercles.circles.enums import MEASURE_MOTIVES
from cercles.circles.models import ContentReport, Measure, Message, MessageFile, PreparedCopy, Question
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.people.actions import erase_person
from cercles.search.models import Change
from tests.factories.circles import MembershipFactory, ThreadFactory

pytestmark = pytest.mark.django_db
SAID, WORDS = "Vous êtes des incapables.", "Une insulte, adressée à tout le cercle."


@pytest.fixture
def message(cast):
    """The member answers in a conversation of the facilitator."""
    thread = talking.start_thread(
        circle=cast.circle, by=cast.facilitator, title="Un poste à deux", text="Qui l’a fait ?"
    )
    return talking.post_message(thread=thread, by=cast.member, text=SAID)


@pytest.fixture
def other(cast):
    return MembershipFactory(circle=cast.circle, person__name="Léa Morin").person


def reported(message, by, **fields):
    told = {"motive": "hurtful", "words": "Cela me vise.", **fields}
    return actions.report(written=found_message(message.pk), by=by, **told)


def removed(message, by):
    return actions.remove(written=found_message(message.pk), by=by, motive="hurtful", words=WORDS)


def refused(act) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def letters(person, start="circle-"):
    return list(OutgoingMail.objects.filter(person=person, key__startswith=start).order_by("pk"))


def test_reported_it_waits_for_who_facilitates_who_never_reads_by_whom(cast, message, other, client_of):
    page = client_of(other).get(message.thread.get_absolute_url()).content.decode()
    url = reverse("circles:report_write", kwargs={"kind": "message", "ref": message.ref})
    assert url in page
    answer = client_of(other).post(url, {"motive": "hurtful", "words": "Cela me vise."})
    assert (answer.status_code, answer["Location"]) == (302, f"{message.thread.get_absolute_url()}#m2")

    row = ContentReport.objects.get()
    browser = client_of(cast.facilitator)
    assert "1 écrit est signalé" in browser.get(reverse("pages:week")).content.decode()
    assert "1 écrit est signalé" not in client_of(cast.member).get(reverse("pages:week")).content.decode()
    pages = [
        browser.get(reverse("circles:moderation", args=[cast.circle.slug])).content.decode(),
        browser.get(reverse("circles:report", args=[row.ref])).content.decode(),
    ]
    assert ["Propos blessants" in page for page in pages] == [True, True]
    assert (SAID in pages[1], "Cela me vise." in pages[1]) == (True, True)
    assert ["Léa Morin" in page for page in pages] == [False, False]
    (letter,) = letters(cast.facilitator, "circle-report-")
    assert ("Léa Morin" in letter.text, SAID in letter.text) == (False, False)
    assert letters(cast.member, "circle-report-") == []


def test_twice_the_same_person_is_once_and_nobody_reports_herself(cast, message, other):
    assert reported(message, other) == reported(message, other, motive="other")
    assert refused(lambda: reported(message, cast.member)) == "own"
    talking.withdraw_message(message=message, by=cast.member)
    assert refused(lambda: reported(message, cast.facilitator)) == "already_gone"


def test_left_in_place_whoever_reported_reads_why_and_whoever_wrote_nothing(cast, message, other, client_of):
    row = reported(message, other)
    browser = client_of(cast.facilitator)
    assert browser.post(reverse("circles:report_keep", args=[row.ref]), {"answer": ""}).status_code == 422
    browser.post(reverse("circles:report_keep", args=[row.ref]), {"answer": "Le ton est vif, sans plus."})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("kept", cast.facilitator)
    (letter,) = letters(other, "circle-reported-")
    assert ("reste en place" in letter.text, "Le ton est vif, sans plus." in letter.text) == (True, True)
    assert [mail.key for mail in letters(cast.member) if "thread" not in mail.key] == []
    assert SAID in browser.get(message.thread.get_absolute_url()).content.decode()
    assert refused(lambda: actions.keep_reported(report=row, by=cast.facilitator, answer="Encore")) == "already_decided"


def test_taken_away_it_is_read_nowhere_and_its_place_says_the_motive(cast, message, other, client_of):
    MessageFile.objects.create(message=message, name="liste.pdf", kind="application/pdf", size=3, file="echanges/x")
    copy = PreparedCopy.objects.create(circle=cast.circle, person=other, facilitates=False)
    talking.write_message_letters(message.pk)
    row = reported(message, other)
    since = clock.now() - timedelta(hours=1)
    Change.objects.all().delete()

    data = {"motive": "hurtful", "words": WORDS}
    answer = client_of(cast.facilitator).post(reverse("circles:report", args=[row.ref]), data)
    measure = Measure.objects.get()
    assert answer["Location"] == reverse("circles:measure", args=[measure.ref])

    page = client_of(other).get(message.thread.get_absolute_url()).content.decode()
    assert ("Message retiré par l’animation le" in page, "propos blessants, insulte ou harcèlement" in page) == (
        True,
        True,
    )
    assert [words in page for words in (SAID, "liste.pdf", WORDS)] == [False] * 3
    assert SAID not in threads.told(message.thread)
    assert [change.kind for change in Change.objects.all() if change.kind == "circles.thread"] == ["circles.thread"]
    sections = digest.conversations(cast.circle.pk, since, clock.now() + timedelta(hours=1))
    assert [SAID in item.note for section in sections for item in section.items] == [False]
    assert not PreparedCopy.objects.filter(pk=copy.pk).exists()
    told = OutgoingMail.objects.filter(key__startswith=f"circle-thread-{cast.circle.pk}-m{message.pk}-")
    assert set(told.values_list("state", flat=True)) == {"dropped"}
    file = reverse("circles:message_file", args=[cast.circle.slug, message.thread.ref, MessageFile.objects.get().ref])
    assert client_of(other).get(file).status_code == 404


def test_whoever_wrote_gets_the_reason_her_text_and_a_way_to_contest(cast, message, other):
    row = reported(message, other)
    actions.remove_reported(report=row, by=cast.facilitator, motive="unlawful", words=WORDS)
    (letter,) = letters(cast.member, "circle-measure-")
    said = (
        WORDS,
        SAID,
        "Contraire à la loi",
        "La loi",
        "une personne, sans traitement automatisé",
        "/l/circle.appeal.",
    )
    assert [words in letter.text for words in said] == [True] * 6
    assert ["Léa Morin" in letter.text, "Fanny Animatrice" in letter.text] == [False, False]
    (answer,) = letters(other, "circle-reported-")
    assert ("est retiré" in answer.text, WORDS in answer.text) == (True, False)


def test_contested_once_it_goes_to_another_than_who_decided(cast, message, other, client_of):
    measure = removed(message, cast.facilitator)
    browser = client_of(cast.member)
    browser.post(reverse("circles:measure_appeal", args=[measure.ref]), {"words": "Je citais un film."})
    measure.refresh_from_db()
    assert (measure.state, measure.appeal) == ("appealed", "Je citais un film.")
    actions.contest(measure=measure, by=cast.member, words="Encore")
    assert Measure.objects.get().appeal == "Je citais un film."

    # Nobody else facilitates: it comes to who administers.
    assert [mail.person for mail in OutgoingMail.objects.filter(key__startswith="circle-contested")] == [
        cast.administrator
    ]
    week = reverse("pages:week")
    assert "1 question de modération vous revient" in client_of(cast.administrator).get(week).content.decode()
    review = reverse("circles:measure_review", args=[measure.ref])
    assert client_of(cast.facilitator).get(review).status_code == 404
    assert SAID in client_of(cast.administrator).get(review).content.decode()


def test_another_who_facilitates_comes_before_who_administers(cast, message, client_of):
    second = MembershipFactory(circle=cast.circle, facilitating=True, role="co_facilitator").person
    measure = actions.contest(measure=removed(message, cast.facilitator), by=cast.member, words="Je citais un film.")
    review = reverse("circles:measure_review", args=[measure.ref])
    assert [client_of(person).get(review).status_code for person in (second, cast.administrator)] == [200, 404]


def test_given_back_it_stands_where_it_was_and_everybody_concerned_knows(cast, message, other, client_of):
    row = reported(message, other)
    measure = actions.remove_reported(report=row, by=cast.facilitator, motive="hurtful", words=WORDS)
    actions.contest(measure=measure, by=cast.member, words="Je citais un film.")
    url = reverse("circles:measure_review", args=[measure.ref])
    client_of(cast.administrator).post(url, {"answer": "lift", "review": "C’est bien une réplique."})
    measure.refresh_from_db()
    message.refresh_from_db()
    assert (measure.state, measure.reviewed_by, message.withdrawn_at, message.removed_for) == (
        "lifted",
        cast.administrator,
        None,
        "",
    )
    assert SAID in client_of(other).get(message.thread.get_absolute_url()).content.decode()
    assert SAID in threads.told(message.thread)
    assert "C’est bien une réplique." in letters(cast.member, "circle-measure-")[-1].text
    assert "C’est bien une réplique." in letters(other, "circle-reported-")[-1].text
    assert refused(lambda: actions.confirm(measure=measure, by=cast.administrator, review="Non")) == "not_yours"


def test_confirmed_it_stays_away_and_is_contested_no_more(cast, message):
    measure = actions.contest(measure=removed(message, cast.facilitator), by=cast.member, words="Je citais un film.")
    assert refused(lambda: actions.confirm(measure=measure, by=cast.facilitator, review="Non")) == "not_yours"
    actions.confirm(measure=measure, by=cast.administrator, review="Le film n’y change rien.")
    message.refresh_from_db()
    assert (Measure.objects.get().state, message.is_withdrawn) == ("confirmed", True)
    assert "Le film n’y change rien." in letters(cast.member, "circle-measure-")[-1].text


def test_who_decided_gives_back_without_being_asked(cast, message, client_of):
    measure = removed(message, cast.facilitator)
    for _ in range(2):
        client_of(cast.facilitator).post(reverse("circles:measure_lift", args=[measure.ref]))
    message.refresh_from_db()
    assert (Measure.objects.get().state, message.is_withdrawn) == ("lifted", False)


def test_an_answer_that_is_taken_away_answers_no_more(cast):
    thread = ask_question(circle=cast.circle, by=cast.facilitator, title="Qui l’a fait ?", text="Un poste à deux.")
    answer = talking.post_message(thread=thread, by=cast.member, text=SAID)
    settle(question=Question.objects.get(), by=cast.facilitator, answer=answer)
    removed(answer, cast.facilitator)
    assert (Question.objects.get().state, Question.objects.get().answer) == ("open", None)


def test_whoever_facilitates_takes_away_what_another_wrote_and_not_what_she_wrote(cast, message, client_of):
    url = reverse("circles:content_remove", args=["message", message.ref])
    browser = client_of(cast.facilitator)
    assert url in browser.get(message.thread.get_absolute_url()).content.decode()
    assert url not in client_of(cast.member).get(message.thread.get_absolute_url()).content.decode()
    assert browser.post(url, {"motive": "other", "words": WORDS}).status_code == 422
    browser.post(url, {"motive": "promotion", "words": WORDS})
    assert Message.objects.get(pk=message.pk).removed_for == "promotion"
    assert browser.post(url, {"motive": "promotion", "words": WORDS}).status_code == 422
    own = message.thread.messages.get(number=1)
    assert browser.get(reverse("circles:content_remove", args=["message", own.ref])).status_code == 404


def test_after_a_week_without_an_answer_it_comes_to_who_administers_too(cast, message, other, client_of):
    row = reported(message, other)
    url = reverse("circles:report", args=[row.ref])
    assert client_of(cast.administrator).get(url).status_code == 404
    ContentReport.objects.update(at=clock.now() - timedelta(days=8))
    assert client_of(cast.administrator).get(url).status_code == 200


def test_what_she_reported_and_what_was_decided_about_her_leave_with_her_data(cast, message, other):
    row = reported(message, other)
    actions.remove_reported(report=row, by=cast.facilitator, motive="hurtful", words=WORDS)
    assert [len(rows) for rows in of_person(other).values()] == [1, 0]
    assert [len(rows) for rows in of_person(cast.member).values()] == [0, 1]


def test_erased_the_register_names_her_no_more(cast, message, other):
    row = reported(message, other)
    actions.remove_reported(report=row, by=cast.facilitator, motive="hurtful", words=WORDS)
    erase_person(by=cast.member)
    erase_person(by=other)
    measure, row = Measure.objects.get(), ContentReport.objects.get()
    assert (measure.person, measure.text, measure.title, measure.words, measure.motive) == (None, "", "", "", "hurtful")
    assert (row.person, row.author, row.words) == (None, None, "")


def test_once_her_account_is_erased_nobody_is_asked_to_answer_her_and_a_year_later_nothing_is_left(
    cast, message, client_of
):
    membership = cast.circle.memberships.get(person=cast.member)
    measures = [
        removed(message, cast.facilitator),
        actions.restrict(membership=membership, by=cast.facilitator, what="reviewed", motive="hurtful", words=WORDS),
    ]
    for measure in measures:
        actions.contest(measure=measure, by=cast.member, words="Je citais un film.")
    erase_person(by=cast.member)
    week = client_of(cast.administrator).get(reverse("pages:week")).content.decode()
    assert "de modération" not in week
    assert set(Measure.objects.values_list("state", "appeal")) == {("standing", "")}
    (rule,) = [rule for rule in rules() if rule.code == "circles.measures"]
    assert rule.due(clock.now() + timedelta(days=364)).count() == 0
    assert rule.due(clock.now() + timedelta(days=366)).count() == 2


def test_a_year_after_its_end_a_measure_goes_with_what_it_took_away(
    cast, message, settings, django_capture_on_commit_callbacks
):
    thread, file = message.thread, SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")
    away = talking.post_message(thread=thread, by=cast.member, text="Encore.", files=[file])
    back = talking.post_message(thread=thread, by=cast.member, text="Merci.")
    removed(away, cast.facilitator)
    actions.lift(measure=removed(back, cast.facilitator), by=cast.facilitator)
    (rule,) = [rule for rule in rules() if rule.code == "circles.measures"]
    assert rule.due(clock.now()).count() == 0
    old = clock.now() - timedelta(days=366)
    Measure.objects.update(at=old)
    Measure.objects.filter(state="lifted").update(reviewed_at=old)
    now = clock.now()
    with django_capture_on_commit_callbacks(execute=True):
        assert rule.purge(rule.due(now), now) == 2
    assert Measure.objects.count() == 0
    assert list(thread.messages.order_by("number").values_list("text", "removed_for")) == [
        ("Qui l’a fait ?", ""),
        (SAID, ""),
        ("", "hurtful"),
        ("Merci.", ""),
    ]
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_moderation_asks_the_same_whatever_its_length(cast, other, client_of, queries, many):
    thread = ThreadFactory(circle=cast.circle, started_by=cast.member, messages=3 * many)
    for message in thread.messages.filter(number__lte=many):
        reported(message, other)
    for message in thread.messages.filter(number__gt=many, number__lte=2 * many):
        removed(message, cast.facilitator)
    for message in thread.messages.filter(number__gt=2 * many):
        actions.keep_reported(report=reported(message, other), by=cast.facilitator, answer="Rien à redire.")
    browser, url = client_of(cast.facilitator), reverse("circles:moderation", args=[cast.circle.slug])
    browser.get(url)
    with queries(15):
        page = browser.get(url).content.decode()
    assert (page.count("Lire et décider"), page.count("Écrit retiré"), page.count("Rien à redire.")) == (many,) * 3


def test_whoever_waits_for_an_answer_keeps_her_measure_and_her_text(cast, message):
    measure = removed(message, cast.facilitator)
    actions.contest(measure=measure, by=cast.member, words="C’était une citation.")
    old = clock.now() - timedelta(days=400)
    Measure.objects.update(at=old, appealed_at=old)
    (rule,) = [rule for rule in rules() if rule.code == "circles.measures"]
    assert rule.due(clock.now()).count() == 0
    actions.give_back(measure=measure, by=cast.administrator, review="Une citation, en effet.")
    message.refresh_from_db()
    assert (message.is_withdrawn, message.text) == (False, SAID)


def test_reported_again_after_an_answer_who_decides_is_written_to_again(cast, message, other):
    third = MembershipFactory(circle=cast.circle).person
    row = reported(message, other)
    reported(message, third)
    assert len(letters(cast.facilitator, "circle-report-")) == 1
    actions.keep_reported(report=row, by=cast.facilitator, answer="Vif, sans insulte.")
    reported(message, third)
    assert len(letters(cast.facilitator, "circle-report-")) == 2


def test_given_back_after_her_account_was_erased_nothing_of_hers_is_read_again(
    cast, message, settings, client_of, django_capture_on_commit_callbacks
):
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")
    away = talking.post_message(thread=message.thread, by=cast.member, text="Encore.", files=[file])
    url = reverse("circles:message_file", args=[cast.circle.slug, message.thread.ref, away.files.get().ref])
    measure = removed(away, cast.facilitator)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=cast.member)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    actions.lift(measure=measure, by=cast.facilitator)
    away.refresh_from_db()
    assert away.is_withdrawn
    assert client_of(cast.facilitator).get(url).status_code == 404


def test_the_terms_of_use_say_every_motive_how_to_contest_and_that_people_decide():
    """Rules told beforehand (DSA, article 14)."""
    terms = (Path(people.__file__).parent / "data/legal/conditions.md").read_text(encoding="utf-8").replace("\xa0", " ")
    assert [str(label).lower() in terms.lower() for _code, label in MEASURE_MOTIVES] == [True] * 6
    assert all(
        words in terms
        for words in ("contester une fois", "d’ici six mois", "Aucun programme ne décide", "gardés un an")
    )
