"""What an address or a form says is a number, or none of ours."""

import pytest

from cercles.core.text import whole_number

NINES = "9" * 5000  # Python refuses to read it at all


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", 12), ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, 0), (NINES, 0),
     ("", 0), ("-1", 0), (" 1", 0), ("1.0", 0), ("²", 0),
     ("١٢", 0)],
)  # fmt: skip
def test_the_number_that_is_written(written, number):
    assert whole_number(written) == number


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/recherche/?q=atelier&kind=organisations", "/organisations/?q=atelier", "/organisations/?order=name"]
)
@pytest.mark.parametrize("page", [NINES, "-1", "²", "0", "un"])
def test_no_page_breaks_on_a_number_that_is_none(client, address, page):
    assert client.get(f"{address}&page={page}").status_code == 200
