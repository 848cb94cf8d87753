"""What programs really send, read: her words apart from what her program added, and nothing lost."""

import email
import email.policy
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercles.journal.reading import nature_of, read_letter, split
from cercles.journal.reading.pages import page_text
from cercles.journal.reading.tnef import TnefUnreadable, files_of_tnef
from tests.journal.mails import HERE, raw

HERS = "Oui, dès 2017 : l’été, à deux structures.\n\nMalo"


def letter(name):
    return read_letter(raw(name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gmail", HERS),
        ("outlook", HERS),
        ("outlook-html", HERS),
        ("outlook-origine", HERS.replace("’", "'")),
        ("orange", HERS),
        ("free", "Oui, dès 2017 : 300 € par mois, un cœur de métier.\n\nMalo"),
        ("laposte", HERS),
        ("iphone", HERS),
        ("dessous", HERS),
        (
            "thunderbird",
            "Bonjour,\n\n> Qui a mutualisé un poste ?\nNous, dès 2017, et ce fut long parce que la convention demandait deux conseils"
            " d’administration.\n\n> Qu’avez-vous écrit dans la convention ?\nTrois pages.",
        ),
    ],
)
def test_her_words_are_apart_and_the_rest_is_kept(name, text):
    read = letter(name)
    assert read.text == text
    assert "Fanny Animatrice" in read.kept
    assert (read.sender, read.sender_name) == ("member@example.org", "Malo Membre")


def test_a_signature_is_kept_apart():
    assert letter("thunderbird").kept.endswith("-- \nMalo Membre\nVal-Fibre")
    assert "Envoyé de mon iPhone" in letter("iphone").kept


ACCENTED = "Œuvre à Noël : 12 €, « déjà »."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("code-utf8-base64", ACCENTED),
        ("code-utf8-qp", ACCENTED),
        ("code-latin1", "Oeuvre à Noël, « déjà »."),
        ("code-windows-1252", ACCENTED),
        ("code-latin1-menteur", ACCENTED),
        ("code-latin9", ACCENTED),
        ("code-utf7", ACCENTED),
        ("code-mac", ACCENTED),
        ("code-gb18030", "你好，Noël 㐀"),
        ("code-muet", ACCENTED),
        ("code-muet-windows", ACCENTED),
        ("code-utf8-menteur", ACCENTED),
        ("code-inconnu", ACCENTED),
    ],
)
def test_every_encoding_even_mislabelled(name, text):
    assert letter(name).text == text


# What declares a way of writing that refuses everything, makes halves of characters, or is none


def poison(how):
    """A mail of a member that a parser stumbles on."""
    head = b"From: Malo <member@example.org>\nTo: <@TO@>\nMessage-ID: <poison@exemple.fr>\n"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(1200))
    named = b"Content-Disposition: attachment; filename*=undefined''a%41\n\nOui.\n--b--\n"
    return head + {
        "subject": b"Subject: =?undefined?q?abc?=\n\nOui.",
        "subject of halves": b"Subject: =?utf-7?q?+2AA-?=\n\nOui.",
        "body": b"Subject: s\nContent-Type: text/plain; charset=undefined\n\nOui.",
        "body of halves": b"Subject: s\nContent-Type: text/plain; charset=utf-7\n\nOui.+2AA-",
        "body of escapes": b"Subject: s\nContent-Type: text/plain; charset=unicode_escape\n\nOui.\\u0041",
        "8-bit body": b"Subject: s\nContent-Type: text/plain; charset=undefined\n\nOui.\xe9",
        "zero byte": b"Subject: s\nContent-Type: text/plain; charset*=a%00b\'\'utf-8\n\nOui.",
        "zero byte in subject": b"Subject: =?a\0b?q?abc?=\n\nOui.",
        "zero byte in name": b"Subject: s\nReferences: <a\0b\xe9@x>\n\nOui.",
        "file": b'Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nOui.\n--b\nContent-Type: x/y\n' + named,
        "date": b"Subject: s\nDate: Fri, 31 Dec 9999 23:00:00 -2300\n\nOui.",
        "nested": b"Subject: s\n" + nested + b"Content-Type: text/plain\n\nOui.",
        "text, then nested": b'Subject: s\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nOui.\n--b\n' + nested,
    }[how]  # fmt: skip


POISONS = {
    "subject": ("abc", "Oui."), "subject of halves": ("\ufffd", "Oui."), "body": ("s", "Oui."), "body of halves": ("s", "Oui.\ufffd"),
    "body of escapes": ("s", "Oui.\\u0041"), "8-bit body": ("s", "Oui.é"), "zero byte": ("s", "Oui."),
    "zero byte in subject": ("abc", "Oui."), "zero byte in name": ("s", "Oui."), "file": ("s", "Oui."), "date": ("s", "Oui."),
    "nested": ("s", ""), "text, then nested": ("s", "Oui."),
}  # fmt: skip


@pytest.mark.parametrize("how", POISONS)
def test_no_way_of_writing_breaks_the_reading(how):
    read = read_letter(poison(how))
    assert (read.subject, read.text) == POISONS[how]
    assert read.unread == ("nested" in how)
    assert nature_of(read, host="testserver").kind == ""
    said = repr((read.subject, read.text, read.answers, read.sent_to, [file.name for file in read.files]))
    assert ("\\ud8" in said, "\\x00" in said) == (False, False)
    assert read.at is None


def test_headers_that_break_the_rules_are_read_all_the_same():
    read = letter("entetes-bruts")
    assert (read.subject, read.at, read.text) == ("Re: Déjà vu à Noël", None, "Oui.")
    assert letter("gmail").subject == "Re: Qui a mutualisé un poste ?"
    assert letter("gmail").at == datetime(2019, 6, 12, 12, 30, tzinfo=UTC)


def test_messages_within_messages_are_quoted_with_their_files():
    read = letter("transferts")
    assert read.text == (
        "Pour mémoire, le modèle d’Éric.\n\n> Éric · TR: La convention\n>\n> Voir dessous.\n> > Aline · La convention\n> >\n"
        "> > Trois pages suffisent."
    )
    assert [(file.name, file.content) for file in read.files] == [("convention.pdf", b"%PDF-1.7 convention")]


def test_what_outlook_hides_in_winmail_dat():
    assert [(file.name, file.content) for file in letter("winmail").files] == [
        ("Bilan de l’été.pdf", b"%PDF-1.7 bilan")
    ]
    assert (letter("winmail-coupe").sealed, letter("winmail-coupe").files) == (True, [])


@given(st.binary(max_size=200))
def test_a_broken_winmail_never_breaks_the_reading(data):
    head = b"\x78\x9f\x3e\x22\x01\x00"
    for blob in (data, head + data):
        with suppress(TnefUnreadable):
            files_of_tnef(blob)


def test_files_bear_the_names_they_were_given():
    assert [file.name for file in letter("pieces").files] == ["modèle.pdf", "tout.zip", "faux.pdf"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("absence", "automatic"), ("absence-sans-entete", "doubtful"), ("repondeur", "automatic"), ("precedence", "automatic"),
        ("boucle-liste", "loop"), ("boucle", "loop"), ("retour", "bounce"), ("retour-retard", "bounce"), ("retour-ancien", "bounce"),
        ("gmail", ""), ("outlook", ""), ("orange", ""), ("transferts", ""),
    ],
)  # fmt: skip
def test_a_program_is_told_from_a_person(name, kind):
    assert nature_of(letter(name), host="testserver").kind == kind


def test_what_a_server_says_of_a_mail_that_came_back():
    failed = nature_of(letter("retour"), host="testserver")
    assert (failed.status, failed.recipient, failed.for_good) == ("5.1.1", "member@example.org", True)
    assert failed.said == "smtp; 550 5.1.1 User unknown"
    assert nature_of(letter("retour-retard"), host="testserver").for_good is False
    assert nature_of(letter("retour-ancien"), host="testserver").status == "5.1.1"


# Divide and lose nothing

_LINES = st.sampled_from([
    "Bonjour,", "", "Oui.", "> cité", ">> deux fois", "Le 12/06/2019 à 09:12, Fanny a écrit :", "-- ", "Malo", "De : Fanny <f@x.fr>",
    "Envoyé : mercredi 12 juin 2019", "À : Malo", "Objet : poste", "-----Message d'origine-----", "________________________________",
    "Envoyé de mon iPhone", "Le 12 juin le préfet nous a écrit :", " > espace", "\x0b", "\u2028fin",
])  # fmt: skip


@given(st.lists(_LINES, max_size=25))
def test_every_line_is_on_one_side_and_in_order(lines):
    text = "\n".join(lines)
    done = split(text)
    assert "".join(part for _kind, part in done.parts) == text
    words = lambda said: sorted(said.split())  # noqa: E731
    assert words(done.body + "\n" + done.kept) == words(text)


@given(st.text(max_size=300))
def test_any_text_at_all(text):
    done = split(text)
    assert sorted((done.body + "\n" + done.kept).split()) == sorted(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Le 12 juin le préfet nous a écrit :\nvenez tous.",
        "De : là à ici, il n’y a qu’un pas.\n\nObjet : parlons-en.",
        "Nous avons deux points :\n- un\n- deux",
        "> Tout est cité, c’est ce que je transmets.",
    ],
)
def test_what_only_looks_like_a_quotation_stays_hers(text):
    assert (split(text).body, split(text).kept) == (text, "")


def test_a_page_as_text():
    html = (
        "<p>Bonjour&nbsp;!</p><script>alert(1)</script><ul><li>un<li>deux</ul><p>Voir <a href='https://exemple.fr/a'>ceci</a>"
        " ou <a href='https://exemple.fr'>https://exemple.fr</a></p><blockquote><p>cité</p></blockquote><table><tr><td>a<td>b</table>"
    )
    assert page_text(html) == (
        "Bonjour !\n\n- un\n- deux\n\nVoir ceci <https://exemple.fr/a> ou https://exemple.fr\n\n> cité\n\na b\n"
    )


@given(st.text(max_size=200))
def test_any_page_at_all(html):
    assert isinstance(page_text(html), str)


@given(st.binary(max_size=400))
def test_any_mail_at_all(data):
    read = read_letter(data)
    assert isinstance(read.text, str)
    assert nature_of(read, host="testserver").kind in {"", "automatic", "bounce", "loop"}


def test_the_samples_are_what_they_say():
    """A sample that an editor mended would prove nothing."""
    assert b"d\x8ej\x88" in raw("code-mac")
    assert b"\x8cuvre" in raw("code-windows-1252")
    for path in HERE.glob("*.eml"):
        assert email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)["From"]
