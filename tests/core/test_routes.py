"""An address kept is the address."""

import pytest
from django.test import RequestFactory
from django.urls import reverse, set_script_prefix

from cercles.core.routes import address_of, narrowed


def test_an_address_is_what_reverse_gives_whatever_was_asked_before():
    for _ in range(2):
        assert address_of("organisations:detail", "abc") == reverse("organisations:detail", args=["abc"])
        assert address_of("organisations:detail", "abd") == reverse("organisations:detail", args=["abd"])
        assert address_of("organisations:list") == reverse("organisations:list")


def test_a_site_below_another_address():
    here = address_of("organisations:list")
    set_script_prefix("/reseau/")
    try:
        assert address_of("organisations:list") == f"/reseau{here}"
    finally:
        set_script_prefix("/")
    assert address_of("organisations:list") == here


@pytest.mark.parametrize(
    ("asked", "value", "address"),
    [
        ("", "b", "/liste/?theme=b"),
        ("?theme=a&page=3", "b", "/liste/?theme=b"),
        ("?q=à+deux&theme=a&kind=", "b", "/liste/?q=%C3%A0+deux&theme=b"),
        ("?q=à+deux&theme=a", "", "/liste/?q=%C3%A0+deux"),
        ("?theme=a&page=2", "", "/liste/"),
    ],
)
def test_an_address_that_narrows_keeps_the_rest_and_begins_again(asked: str, value: str, address: str) -> None:
    assert narrowed(RequestFactory().get(f"/liste/{asked}"), "theme")(value) == address
