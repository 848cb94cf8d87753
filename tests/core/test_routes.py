"""An address kept is the address."""

from django.urls import reverse, set_script_prefix

from cercles.core.routes import address_of


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
