"""Conversations in the site: written, answered, changed, taken back, closed; read by members alone, in a constant number of queries."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.circles.actions import close_circle
from cercles.circles.actions import threads as actions
from cercles.circles.models import HeldMessage, Mention, Message, MessageFile, Thread, ThreadReading
from cercles.core.errors import RuleBroken
from cercles.people.actions import erase_person
from cercles.search.models import Change
from tests.factories.circles import MembershipFactory, ThreadFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 un document"


def started(cast, **fields):
    told = {"title": "Qui a mutualisé un poste ?", "text": "Nous hésitons.", **fields}
    return actions.start_thread(circle=cast.circle, by=cast.member, **told)


def at(name, thread, **kwargs):
    return reverse(f"circles:{name}", kwargs={"slug": thread.circle.slug, "ref": thread.ref, **kwargs})


def refused(act) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def test_a_member_starts_a_conversation_and_another_answers(cast, client_of):
    browser = client_of(cast.member)
    answer = browser.post(
        reverse("circles:thread_start", kwargs={"slug": cast.circle.slug}),
        {
            "title": " Qui a  mutualisé un poste ? ",
            "text": "Nous **hésitons**.",
            "files": [SimpleUploadedFile("convention.pdf", PDF)],
        },
    )
    thread = Thread.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, thread.get_absolute_url())
    assert (thread.title, thread.audience, thread.count) == (
        "Qui a mutualisé un poste ?",
        cast.circle.members_audience,
        1,
    )

    other = client_of(cast.facilitator)
    answer = other.post(thread.get_absolute_url(), {"text": "Oui, en 2017."})
    assert answer["Location"] == f"{thread.get_absolute_url()}?page=1#m2"
    page = other.get(thread.get_absolute_url()).content.decode()
    assert [
        words in page for words in ("<strong>hésitons</strong>", "convention.pdf", "Oui, en 2017.", "Malo Membre")
    ] == [True] * 4
    thread.refresh_from_db()
    assert (thread.count, thread.last_by) == (2, cast.facilitator)


def test_each_message_is_told_once_to_each_member_but_its_author(cast, outbox):
    thread = started(cast)
    message = thread.messages.get()
    for _ in range(2):
        actions.write_message_letters(message.pk)
    assert [(mail.person, mail.subject) for mail in outbox()] == [(cast.facilitator, "Qui a mutualisé un poste ?")]


def test_nothing_is_lost_when_a_form_comes_back(cast, client_of):
    thread = started(cast)
    answer = client_of(cast.member).post(
        thread.get_absolute_url(), {"text": "Voici le modèle", "files": [SimpleUploadedFile("modele.exe", b"MZ")]}
    )
    page = answer.content.decode()
    assert (answer.status_code, Message.objects.count()) == (422, 1)
    assert ("Voici le modèle" in page, "Ce type de fichier n’est pas accepté" in page) == (True, True)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("faux.pdf", b"MZ un programme")], "not_its_name"),
        ([("virus.exe", b"MZ")], "unknown_kind"),
        ([(f"{n}.pdf", PDF) for n in range(11)], "too_many_files"),
    ],
)
def test_a_file_is_what_its_name_says_or_is_refused_whole(cast, files, code, settings):
    thread = started(cast)
    given = [SimpleUploadedFile(*file) for file in files]
    assert refused(lambda: actions.post_message(thread=thread, by=cast.member, text="x", files=given)) == code
    assert (Message.objects.count(), MessageFile.objects.count()) == (1, 0)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_too_big_a_file_and_an_empty_message(cast, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    thread = started(cast)
    big = SimpleUploadedFile("grand.pdf", PDF)
    assert refused(lambda: actions.post_message(thread=thread, by=cast.member, text="", files=[big])) == "too_big"
    assert refused(lambda: actions.post_message(thread=thread, by=cast.member, text=" \n ")) == "text_missing"


def test_a_file_is_read_by_members_alone_and_no_more_once_its_message_is_taken_back(cast, client_of):
    thread = started(cast, files=[SimpleUploadedFile("a.pdf", PDF)])
    row = MessageFile.objects.get()
    path = at("message_file", thread, file_ref=row.ref)
    answer = client_of(cast.facilitator).get(path)
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    assert client_of(cast.former).get(path).status_code == 404

    actions.withdraw_message(message=row.message, by=cast.member)
    assert client_of(cast.facilitator).get(path).status_code == 404


def test_a_change_leaves_the_former_text_and_a_withdrawal_nothing_but_its_place(cast, client_of):
    thread = started(cast, text="Nous hésitons.")
    message = thread.messages.get()
    browser = client_of(cast.member)
    browser.post(at("message_edit", thread, number=1), {"text": "Nous avons décidé."})
    page = client_of(cast.facilitator).get(thread.get_absolute_url()).content.decode()
    assert ("Nous avons décidé." in page, "Nous hésitons." in page, "modifié le" in page) == (True, False, True)
    assert (
        "Nous hésitons." in client_of(cast.facilitator).get(at("message_versions", thread, number=1)).content.decode()
    )

    browser.post(at("message_withdraw", thread, number=1), {"reason": "Envoyé trop vite."})
    page = client_of(cast.facilitator).get(thread.get_absolute_url()).content.decode()
    assert [words in page for words in ("Message retiré par son auteur", "Envoyé trop vite.", "décidé")] == [
        True,
        True,
        False,
    ]
    assert client_of(cast.facilitator).get(at("message_versions", thread, number=1)).status_code == 404
    message.refresh_from_db()
    assert refused(lambda: actions.edit_message(message=message, by=cast.member, text="Encore")) == "withdrawn"


def test_a_closed_conversation_and_a_closed_circle_take_nothing_more(cast, client_of):
    thread = started(cast)
    client_of(cast.facilitator).post(at("thread_close", thread), {"reason": "La convention est trouvée."})
    assert refused(lambda: actions.post_message(thread=thread, by=cast.member, text="Trop tard")) == "thread_closed"
    browser = client_of(cast.member)
    assert browser.post(thread.get_absolute_url(), {"text": "Trop tard"}).status_code == 404
    assert "La convention est trouvée." in browser.get(thread.get_absolute_url()).content.decode()

    browser.post(at("thread_reopen", thread))
    assert actions.post_message(thread=thread, by=cast.member, text="De retour").number == 2
    close_circle(circle=cast.circle, by=cast.facilitator, note="Mission faite.")
    assert refused(lambda: actions.post_message(thread=thread, by=cast.member, text="Après")) == "circle_closed"
    assert client_of(cast.member).get(thread.get_absolute_url()).status_code == 200


def test_members_are_named_with_or_without_accents(cast):
    MembershipFactory(circle=cast.circle, person__name="Éloïse Martin", person__search_key="eloise martin")
    thread = started(cast, text="Qu’en dis-tu @Eloïse martin ? Et @Fanny Animatrices, @Malo Membre, maud@exemple.fr ?")
    assert [str(row.person) for row in Mention.objects.all()] == ["Éloïse Martin"]
    actions.edit_message(message=thread.messages.get(), by=cast.member, text="@Fanny Animatrice !")
    assert sorted(str(row.person) for row in Mention.objects.all()) == ["Fanny Animatrice", "Éloïse Martin"]


def test_one_opens_where_one_stopped_reading(cast, client_of):
    thread = ThreadFactory(circle=cast.circle, started_by=cast.facilitator, messages=50)
    browser = client_of(cast.member)
    url = thread.get_absolute_url()
    assert 'id="m1"' in browser.get(url).content.decode()

    browser.post(at("thread_seen", thread), {"number": "30"})
    page = browser.get(url).content.decode()
    assert ('id="m21"' in page, 'id="m20"' in page) == (True, False)
    assert page.index("Nouveau depuis votre dernière lecture") > page.index('id="m31"')

    browser.post(at("thread_seen", thread), {"number": "12"})
    browser.post(at("thread_seen", thread), {"number": "9" * 12})
    assert ThreadReading.objects.get().number == 30
    browser.post(at("thread_seen", thread), {"number": "50"})
    assert 'id="m50"' in browser.get(url).content.decode()
    assert "non lu" not in browser.get(reverse("circles:threads", args=[cast.circle.slug])).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(cast, client_of, queries, many):
    for _ in range(many):
        ThreadFactory(circle=cast.circle, messages=2)
    browser, url = client_of(cast.member), reverse("circles:threads", args=[cast.circle.slug])
    browser.get(url)
    with queries(10):
        assert browser.get(url).content.decode().count("2 messages") == many


@pytest.mark.parametrize("many", [1, 3, 2000])
def test_a_conversation_asks_the_same_whatever_its_length(cast, client_of, queries, many):
    thread = ThreadFactory(circle=cast.circle, messages=many)
    browser = client_of(cast.member)
    browser.get(thread.get_absolute_url())
    with queries(13):
        page = browser.get(thread.get_absolute_url()).content.decode()
    assert page.count("<article") == min(many, 20)


def test_a_long_conversation_weighs_what_a_page_of_it_weighs(cast, client_of):
    """The last page of two thousand messages beside the only page of twenty."""
    browser = client_of(cast.member)
    sizes = []
    for many in (20, 2000):
        url = ThreadFactory(circle=cast.circle, messages=many).get_absolute_url()
        sizes.append(len(browser.get(f"{url}?page=9999").content))
    assert sizes[1] <= 1.15 * sizes[0]


def test_it_is_found_anew_at_each_message_and_each_change(cast):
    Change.objects.all().delete()
    thread = started(cast)
    actions.edit_message(message=thread.messages.get(), by=cast.member, text="Autre chose")
    touched = [change for change in Change.objects.all() if change.kind == "circles.thread"]
    assert len(touched) == 2


def test_an_erased_account_leaves_its_words_without_its_name(cast, client_of):
    thread = started(cast)
    Message.objects.update(kept="Malo Membre, 06 00 00 00 00")
    HeldMessage.objects.create(circle=cast.circle, reason="unsure", sender=cast.member.email, text="Puis-je ?")
    erase_person(by=cast.member)
    assert HeldMessage.objects.count() == 0
    message = thread.messages.get()
    assert (message.text, message.kept, message.author_label) == ("Nous hésitons.", "", "ancien membre")
    page = client_of(cast.facilitator).get(thread.get_absolute_url()).content.decode()
    assert ("Nous hésitons." in page, "Malo Membre" in page) == (True, False)
