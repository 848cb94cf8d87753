"""What every answer goes through: an address that nobody typed is no page, and never an error of ours."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
NUL = "\x00"


@pytest.mark.parametrize(
    "address",
    [
        lambda: reverse("library:detail", args=[NUL]),
        lambda: reverse("meetings:feed", args=[NUL]),
        lambda: f"{reverse('search:results')}?q=%00",
    ],
)
def test_an_address_with_a_nul_is_no_page_on_any_database(cast, client_of, address):
    answer = client_of(cast.member).get(address())
    assert (answer.status_code, "Cette page n’existe pas" in answer.content.decode()) == (404, True)


def test_nor_is_the_key_of_a_form(cast, client_of):
    url = reverse("people:consent_set")
    data = {"kind": "directory", "given": "yes", "_form_key": NUL + "a"}
    assert client_of(cast.member).post(url, data).status_code == 302
