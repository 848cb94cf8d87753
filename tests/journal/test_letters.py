"""Every mail of the house: the same words as text and as HTML, one act, in the act's transaction, never to an erased person."""

import ast
from pathlib import Path

import pytest
from django.db import transaction

from cercles.journal.actions import send_letter
from cercles.journal.models import OutgoingMail
from cercles.people.models import User

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def person(**fields):
    return User.objects.create_user("maud@val-fibre.example", "Maud Lenoir", **fields)


def test_a_letter_says_the_same_as_text_and_as_html():
    mail = send_letter(
        key="essai:1",
        person=person(),
        subject="Êtes-vous disponible le 4 juillet ?",
        lines=["Le cercle « RSE & Partenariats » se réunit.", "Deux lignes\nau même paragraphe."],
        act=("Je participe", "http://testserver/l/rsvp.1.2.3"),
        facts=[("Lieu", "L’Haÿ-les-Roses")],
        reason="Vous êtes membre du cercle.",
    )
    assert (mail.to, mail.subject) == ("maud@val-fibre.example", "Êtes-vous disponible le 4 juillet ?")
    assert mail.text.startswith("Bonjour Maud Lenoir,\n\nLe cercle « RSE & Partenariats » se réunit.\n\nDeux lignes\n")
    assert "Lieu\u00a0: L’Haÿ-les-Roses" in mail.text
    assert "\nhttp://testserver/l/rsvp.1.2.3\n" in mail.text
    assert "Vous êtes membre du cercle." in mail.text
    assert "\n\n\n" not in mail.text
    assert "RSE &amp; Partenariats" in mail.html
    assert mail.html.count("http://testserver/l/rsvp.1.2.3") == 1


def test_a_title_cannot_forge_a_header():
    mail = send_letter(key="essai:2", person=person(), subject="Bonjour\r\nBcc: tous@example.org", lines=["…"])
    assert mail.subject == "Bonjour Bcc: tous@example.org"


def test_html_in_a_text_stays_text():
    mail = send_letter(key="essai:3", person=person(), subject="x", lines=["<script>alert(1)</script>"])
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script>" in mail.text


def test_nobody_writes_to_an_erased_person():
    assert send_letter(key="essai:4", person=person(state="erased"), subject="x", lines=["y"]) is None
    assert OutgoingMail.objects.count() == 0


def test_the_same_key_is_the_same_mail():
    maud = person()
    first = send_letter(key="essai:5", person=maud, subject="x", lines=["y"])
    second = send_letter(key="essai:5", person=maud, subject="autre", lines=["z"])
    assert first.pk == second.pk
    assert OutgoingMail.objects.get().subject == "x"


def test_a_mail_is_kept_only_if_the_act_is():
    maud = person()

    @transaction.atomic
    def act():
        send_letter(key="essai:6", person=maud, subject="x", lines=["y"])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert OutgoingMail.objects.count() == 0


def test_every_letter_says_why_one_receives_it():
    silent = []
    for path in sorted((ROOT / "src" / "cercles").rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        letters = (call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) == "send_letter")
        silent += [
            f"{path.name}:{call.lineno}" for call in letters
            if not {"reason", None} & {keyword.arg for keyword in call.keywords}
        ]  # fmt: skip
    assert silent == []
