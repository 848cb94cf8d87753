"""What only looks like a program's doing is a person's, and stays: a page without its head's end, a subject, a dash, « Envoyé par »."""

import pytest

from cercles.journal.reading import nature_of, read_letter, split
from cercles.journal.reading.pages import page_text
from tests.journal.mails import raw

SAID = "Bonjour, le devis est là.\n"


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><meta charset=utf-8><body><p>Bonjour, le devis est là.</p></body></html>",
        "<html><head><title>Devis</title><style>p {color: red}</style><p>Bonjour, le devis est là.</p>",
        "<head><title>Devis<body><p>Bonjour, le devis est là.</p>",
        "<head><script>1 < 2</script></head><div>Bonjour, le devis est là.</div>",
        "<head><style>p {color: red}<body><p>Bonjour, le devis est là.</p>",
        "<body><template><p>Bonjour, le devis est là.</p></body>",
    ],
)
def test_a_page_keeps_its_words_whatever_was_left_open(html):
    assert page_text(html).strip() == SAID.strip()


def test_what_a_page_hides_stays_hidden():
    assert page_text("<head><title>a</title></head><template>b</template><style>c</style><p>d</p>") == "d\n"
    assert page_text("<head><title>a</title></head>") == ""


def subject(said, header=""):
    data = raw("gmail")
    line = next(line for line in data.splitlines() if line.startswith(b"Subject:"))
    return read_letter(data.replace(line, f"Subject: {said}".encode() + (f"\n{header}".encode() if header else b"")))


@pytest.mark.parametrize(
    ("said", "header", "kind"),
    [
        ("Absence de Paul jeudi", "", ""),
        ("Re: Absence de Paul jeudi", "", ""),
        ("Absence de Paul jeudi", "X-Auto-Response-Suppress: OOF", ""),
        ("Absents au conseil", "", ""),
        ("En congés, qui me remplace ?", "", ""),
        ("Accusé de réception des dossiers", "", ""),
        ("Répondeur téléphonique", "", ""),
        ("Re: Réponse automatique : comment la régler", "", ""),
        ("Réponse automatique : Poste", "", "doubtful"),
        ("Out of office: Poste", "", "doubtful"),
        ("Automatic reply: Poste", "", "doubtful"),
        ("Automatic reply: Poste", "X-Auto-Response-Suppress: All", "automatic"),
        ("Absence de Paul jeudi", "Auto-Submitted: auto-replied", "automatic"),
        ("Absence de Paul jeudi", "Auto-Submitted: no", ""),
        ("Absence de Paul jeudi", "Precedence: bulk", "automatic"),
        ("Absence de Paul jeudi", "X-Autorespond: yes", "automatic"),
        ("Absence de Paul jeudi", "Return-Path: <>", "automatic"),
    ],
)
def test_a_subject_alone_decides_nothing(said, header, kind):
    assert nature_of(subject(said, header), host="testserver").kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Envoyé par l’équipe technique ce matin, le devis tient en trois points :\n- le prix\n- le délai",
        "Envoyé par l’équipe technique",
        "Bonjour,\n\nEnvoyé depuis mon mobile le devis de Paul\n\n> Et le devis ?",
        "Bonjour,\nEnvoyé de mon iPhone\nMais je complète ce soir.",
        "Provenance : Bretagne",
        "Provenance : les trois communes.\nDestination : la région.",
        "Premier point.\n—\nSecond point, le plus important.",
        "Premier point.\n__\nSecond point le plus important",
        "Premier point.\n—\n- un\n- deux",
        "Premier point.\n—\n" + "\n".join("ABCDEFG"),
    ],
)
def test_what_only_looks_like_a_signature_stays_hers(text):
    own = text.partition("\n\n>")[0]
    assert split(text).body == own


@pytest.mark.parametrize(
    "sign",
    [
        "Envoyé de mon iPhone", "Envoyé depuis mon mobile", "Envoyé depuis ma tablette", "Envoyé depuis mon appareil Galaxy",
        "Envoyé depuis mon smartphone Samsung Galaxy.", "Envoyé à partir de Outlook pour Android<https://aka.ms/AAb9ysg>",
        "Envoyé depuis l’application Mail Orange", "Envoyé depuis ma boîte laposte.net", "Provenance : Courrier pour Windows 10",
        "Provenance : Mail pour Windows", "Envoyé depuis Yahoo Mail pour iPhone", "Envoyé avec la messagerie sécurisée Proton Mail.",
        "Sent from my iPad", "Sent from Mail for Windows", "Obtenez Outlook pour iOS<https://aka.ms/o0ukef>", "Get Outlook for Android",
        "Une messagerie gratuite, garantie à vie et des services en plus, ça vous tente ?\nJe crée ma boîte mail www.laposte.net",
        "-- \nMalo Membre\nune phrase qui va jusqu’au bout.", "—\nMalo Membre\nVal-Fibre\n06 12 34 56 78\nmalo@val.example", "__\nMalo",
        "Envoyé de mon iPhone\n-- \nMalo",
    ],
)  # fmt: skip
@pytest.mark.parametrize("after", ["", "\n\n> Qui ?\n"])
def test_a_signature_is_still_set_apart(sign, after):
    done = split(f"Oui.\n\n{sign}{after}")
    assert done.body == "Oui."
    assert sign.split("\n")[0].strip() in done.kept
