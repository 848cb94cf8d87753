"""Which addresses prove that one speaks for an organisation."""

import pytest

from cercles.organisations.rules.domains import is_on_domain


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("maud@val-fibre.fr", "https://val-fibre.fr"),
        ("maud@val-fibre.fr", "http://www.VAL-FIBRE.fr/contact"),
        ("rh@mail.ville.fr", "https://ville.fr"),
    ],
)
def test_an_address_on_the_site_s_domain_proves(email: str, website: str) -> None:
    assert is_on_domain(email, website)


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("maud@autre.fr", "https://val-fibre.fr"),
        ("maud@val-fibre.fr", ""),
        ("maud@val-fibre.fr", "https://[oups"),
        ("maud@evil-val-fibre.fr", "https://val-fibre.fr"),  # ends alike, is another domain
        ("maud@val-fibre.fr.evil.com", "https://val-fibre.fr"),
        ("maud@reseau.fr", "https://lyon.reseau.fr"),  # the network does not speak for its member
        ("maud@gmail.com", "https://gmail.com"),  # anybody has an address there
        ("maud@free.fr", "http://asso.free.fr"),
        ("asso@asso.wordpress.com", "https://asso.wordpress.com"),  # anybody has a site there
        ("maud@fr", "https://fr"),
        ("lea@etu.univ-lyon.fr", "https://univ-lyon.fr"),  # a student
    ],
)
def test_no_other_address_does(email: str, website: str) -> None:
    assert not is_on_domain(email, website)
