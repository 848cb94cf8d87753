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


def test_refusals_name_their_line():
    found, rejected = parse_addresses("Nom\tAdresse\nmaud@\nMaud Lenoir <maud@exemple.fr>\nMAUD@exemple.fr")
    assert found == [MAUD]
    assert [(refusal.line, refusal.text, str(refusal.reason)) for refusal in rejected] == [
        (1, "Nom\tAdresse", "aucune adresse électronique"),
        (2, "maud@", "ce n’est pas une adresse électronique complète"),
        (4, "maud@exemple.fr", "cette adresse est déjà à la ligne 3"),
    ]


def test_hostile_text_is_only_a_name():
    found, _rejected = parse_addresses("<script>alert(1)</script> maud@exemple.fr")
    assert [address.email for address in found] == ["maud@exemple.fr"]
