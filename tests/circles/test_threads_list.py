"""An old list brought in: authors, dates and conversations, whatever its headers; begun again anywhere, each message is there once."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from cercles.circles.actions import threads as actions
from cercles.circles.actions.threads import lists
from cercles.circles.models import ListImport, Message, Thread
from cercles.journal.models import OutgoingMail
from cercles.journal.reading.mbox import bytes_of, messages_of

pytestmark = pytest.mark.django_db

LIST = """From maud@val.example Mon Jun 10 09:00:00 2019
From: Malo Membre <member@example.org>
Date: Mon, 10 Jun 2019 09:00:00 +0200
Message-ID: <a@val.example>
Subject: [cercle] Convention

Trois pages suffisent.
>From experience, oui.

From x Tue Jun 11 09:00:00 2019
From: "Paul Durand" <paul@ailleurs.fr>
Date: Tue, 11 Jun 2019 09:00:00 +0200
Message-ID: <b@val.example>
In-Reply-To: <a@val.example>
Subject: Re: [cercle] Convention

Merci.

Le 10/06/2019 à 09:00, Malo Membre <member@example.org> a écrit :
> Trois pages suffisent.

From x Wed Jun 12 09:00:00 2019
From: sans.nom@ailleurs.fr
Date: n'importe quand
Message-ID: <c@val.example>
Subject: RE: Convention

Sans date.

From x Thu Jun 13 09:00:00 2019
Rien ici ne ressemble a un entete
et pourtant.

From x Sun Jun  2 09:00:00 2019
From: =?iso-8859-1?Q?=C9ric?= <eric@ailleurs.fr>
Date: Sun, 2 Jun 2019 09:00:00 +0200
Message-ID: <d@val.example>
Subject: Autre sujet

Plus ancien, mais plus bas.
"""

LATER = """
From x
From: Paul <paul@ailleurs.fr>
Date: Fri, 14 Jun 2019 09:00:00 +0200
Message-ID: <e@x>
Subject: Re: Convention

Encore.
"""


def bring(cast, text=LIST):
    row = actions.bring_in(circle=cast.circle, by=cast.facilitator, file=ContentFile(text.encode()), name="liste.mbox")
    return actions.import_list(row.pk)


def told():
    return [
        (message.thread.title, message.number, message.author_label, message.text, message.at.date().isoformat())
        for message in Message.objects.select_related("thread", "author").order_by("thread__created_at", "number")
    ]


EXPECTED = [
    ("Autre sujet", 1, "Éric", "Plus ancien, mais plus bas.", "2019-06-02"),
    ("Convention", 1, "Malo Membre", "Trois pages suffisent.\nFrom experience, oui.", "2019-06-10"),
    ("Convention", 2, "Paul Durand", "Merci.", "2019-06-11"),
    ("Convention", 3, "sans.nom", "Sans date.", "2019-06-11"),
]


def test_authors_dates_and_conversations_are_kept(cast):
    done = bring(cast)
    assert told() == EXPECTED
    assert (done.messages, done.threads, done.known, done.done, done.total) == (4, 2, 0, 4, 4)
    assert Message.objects.get(number=1, thread__title="Convention").author == cast.member
    assert Thread.objects.get(title="Convention").last_at.date() == datetime(2019, 6, 11, tzinfo=UTC).date()


def test_a_message_that_a_parser_stumbles_on_is_told_with_its_line_and_stops_no_other(cast):
    head = "\nFrom x\nFrom: Paul <paul@ailleurs.fr>\nDate: Fri, 14 Jun 2019 10:00:00 +0200\nMessage-ID: <%s@x>\n"
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1200))
    poison = head % "f" + "Subject: =?undefined?q?abc?=\nContent-Type: text/plain; charset=undefined\n\nOui.\n"
    row = bring(cast, LIST + poison + head % "g" + "Subject: profond\n" + nested + "\nOui.\n" + LATER)
    line = (LIST + poison).count("\n") + 2
    assert [[number, why.replace("\xa0", " ")] for number, why in row.refused][2:] == [
        [line, "illisible en partie : seul ce qui s’en lit est repris"]
    ]
    found = Message.objects.filter(mail_id__in=["<f@x>", "<g@x>", "<e@x>"]).order_by("mail_id")
    assert [message.text for message in found] == ["Encore.", "Oui.", "(sans texte)"]
    ListImport.objects.filter(pk=row.pk).update(finished_at=None)
    row.file.save("liste.mbox", ContentFile((LIST + poison).encode()))
    assert actions.import_list(row.pk).refused == row.refused


def test_a_list_longer_than_what_is_read_at_once_is_whole(cast):
    one = "\nFrom x\nFrom: Paul <paul@ailleurs.fr>\nDate: Fri, 14 Jun 2019 10:00:00 +0200\nMessage-ID: <n%d@x>\nSubject: s\n\n%s\n"
    row = bring(cast, "".join(one % (number, "Oui. " * 1000) for number in range(60)))
    assert (row.messages, row.refused) == (60, [])


def test_what_could_not_be_read_is_told_with_its_line(cast):
    told_of = [[line, reason.replace("\xa0", " ")] for line, reason in bring(cast).refused]
    assert told_of == [
        [22, "date illisible : placé après le message qui le précède"],
        [30, "ni auteur ni date : ce n’est pas un message"],
    ]


def test_no_address_is_shown_and_no_mail_leaves(cast, client_of):
    bring(cast)
    for message in Message.objects.all():
        actions.write_message_letters(message.pk)
    assert OutgoingMail.objects.count() == 0
    page = client_of(cast.facilitator).get(Thread.objects.get(title="Convention").get_absolute_url()).content.decode()
    assert ("Paul Durand" in page, "@ailleurs.fr" in page, "member@example.org" in page) == (True, False, False)


def test_again_it_adds_nothing(cast):
    bring(cast)
    again = bring(
        cast,
        LIST + LATER,
    )
    assert (again.messages, again.threads, again.known) == (1, 0, 4)
    assert told() == [*EXPECTED, ("Convention", 4, "Paul", "Encore.", "2019-06-14")]


@pytest.mark.parametrize("stop", range(4))
def test_stopped_anywhere_it_goes_on_from_there(cast, monkeypatch, stop):
    monkeypatch.setattr(lists, "_SLICE", 1)
    row = actions.bring_in(circle=cast.circle, by=None, file=ContentFile(LIST.encode()), name="l")
    real, left = lists._write, [stop]

    def falls(*args):
        real(*args)
        left[0] -= 1
        if left[0] < 0:
            raise OSError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(lists, "_write", falls)
        with pytest.raises(OSError, match="power"):
            actions.import_list(row.pk)
    done = actions.import_list(row.pk)
    assert (told(), done.messages, done.known) == (EXPECTED, 4, 0)


def test_the_command_says_what_it_did(cast, tmp_path, capsys):
    file = tmp_path / "liste.mbox"
    file.write_bytes(LIST.encode())
    call_command("import_mbox", cast.circle.slug, str(file))
    said = capsys.readouterr()
    assert json.loads(said.out.strip()) == {"messages": 4, "threads": 2, "known": 0, "refused": 2}
    assert said.err.replace("\xa0", " ").splitlines()[1] == "Ligne 30 : ni auteur ni date : ce n’est pas un message"
    for circle, path in (("inconnu", file), (cast.circle.slug, tmp_path / "rien")):
        with pytest.raises(CommandError):
            call_command("import_mbox", circle, str(path))


def test_a_facilitator_gives_the_file_in_the_site(cast, client_of):
    url = reverse("circles:list_import", args=[cast.circle.slug])
    browser = client_of(cast.facilitator)
    file = io.BytesIO(LIST.encode())
    file.name = "liste.mbox"
    assert browser.post(url, {"file": file})["Location"] == url
    assert "Reprise en cours" in browser.get(url).content.decode()
    actions.import_list(ListImport.objects.get().pk)
    page = browser.get(url).content.decode()
    assert ("4 messages repris, dans 2 échanges" in page, "Ligne 30" in page) == (True, True)


def test_a_sentence_that_begins_with_from_divides_nothing():
    file = io.BytesIO(b"From a\nSubject: x\n\nHello\nFrom here\n\n>From there\nFrom b\n\nFrom c\nSubject: y\n\nz\n")
    found = list(messages_of(file))
    assert [one.line for one in found] == [1, 10]
    assert bytes_of(file, found[0], 1000) == b"Subject: x\n\nHello\nFrom here\n\nFrom there\nFrom b\n\n"


def test_a_list_of_years_comes_in_whole(cast):
    """Longer than what is read of a file at once."""
    said = [
        f"From x\nFrom: Paul <paul@ailleurs.fr>\nDate: Fri, 14 Jun 2019 {n // 60:02}:{n % 60:02}:00 +0200\nMessage-ID: <{n}@x>\n"
        f"Subject: Sujet {n}\n\nMot {n}. {'Et la suite. ' * 45}\n\n"
        for n in range(400)
    ]
    text = "".join(said)
    assert len(text) > 3 * 64 * 1024
    row = bring(cast, text)
    assert (row.total, row.done, row.refused) == (400, 400, [])
    expected = [f"Mot {n}. {'Et la suite. ' * 45}".strip() for n in range(400)]
    assert list(Message.objects.order_by("at", "pk").values_list("text", flat=True)) == expected
