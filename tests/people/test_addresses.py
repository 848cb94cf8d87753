"""A list pasted from anywhere becomes people, and what cannot be read is told by line."""

from cercles.core.addresses import Address, parse_addresses

MAUD = Address("Maud Lenoir", "maud@exemple.fr")


def test_forms_people_paste():
    for text in (
        "Maud Lenoir <maud@exemple.fr>",
        '"Maud Lenoir" <Maud@Exemple.fr>',
        "Maud\tLenoir\tmaud@exemple.fr",
        "maud@exemple.fr;Maud Lenoir",
        "• Maud Lenoir – maud@exemple.fr",
        "Maud Lenoir mailto:maud@exemple.fr.",
    ):
        assert parse_addresses(text) == ([MAUD], []), text


def test_several_on_one_line():
    found, rejected = parse_addresses("Maud Lenoir <maud@exemple.fr>; a@b.fr, Éloi Brès <eloi@exemple.fr>\n\nc@d.fr")
    assert found == [MAUD, Address("", "a@b.fr"), Address("Éloi Brès", "eloi@exemple.fr"), Address("", "c@d.fr")]
    assert rejected == []


def test_what_cannot_be_read_is_told_with_its_line():
    found, rejected = parse_addresses("Éloi Brès\nÉloi Brès <eloi@@exemple.fr>; Maud Lenoir <maud@exemple.fr>")
    assert found == [MAUD]
    assert [(refusal.line, refusal.text, str(refusal.reason)) for refusal in rejected] == [
        (1, "Éloi Brès", "aucune adresse électronique"),
        (2, "Éloi Brès eloi@@exemple.fr", "ce n’est pas une adresse électronique complète"),
    ]


def test_the_first_line_of_a_spreadsheet_and_a_second_mention_are_no_fault():
    pasted = "Nom;Prénom;Adresse électronique\nMaud Lenoir <maud@exemple.fr>\nMAUD@exemple.fr"
    assert parse_addresses(pasted) == ([MAUD], [])


def test_a_mail_program_puts_the_last_name_first():
    assert parse_addresses('"Lenoir, Maud" <maud@exemple.fr>; "A, B" <a@b.fr>') == (
        [MAUD, Address("B A", "a@b.fr")],
        [],
    )


def test_hostile_text_is_only_a_name():
    found, _rejected = parse_addresses("<script>alert(1)</script> maud@exemple.fr")
    assert [address.email for address in found] == ["maud@exemple.fr"]


def test_under_a_heading_only_names_and_addresses_are_read():
    for text in (
        "nom;courriel;organisation;rôle;depuis\nMaud Lenoir;Maud@Exemple.fr;Val-Fibre;Membre;02/03/2026\n",
        "\ufeffE-mail\tNom\tPrénom\tTéléphone\nmaud@exemple.fr\tLenoir\tMaud\t01 02 03 04 05",
        'Organisation,Nom,Adresse,Courriel\n"Val, Fibre","Maud Lenoir","1 rue\ndu Pont",<maud@exemple.fr>\n,,,\n',
        "nom;adresse_electronique\r\n\r\n'Maud Lenoir;mailto:maud@exemple.fr\r\n",
        "Nom;Courriel\nMaud Lenoir maud@exemple.fr",
    ):
        assert parse_addresses(text) == ([MAUD], []), text


def test_under_a_heading_another_column_lends_no_address():
    found, rejected = parse_addresses(
        "nom;courriel;remarque\nMaud;maud@;écrire à a@b.fr\nÉloi;;a@b.fr\nLéa;lea@exemple.fr"
    )
    assert found == [Address("Léa", "lea@exemple.fr")]
    assert [(refusal.line, refusal.text, str(refusal.reason)) for refusal in rejected] == [
        (2, "Maud maud@", "ce n’est pas une adresse électronique complète"),
        (3, "Éloi a@b.fr", "aucune adresse électronique"),
    ]
