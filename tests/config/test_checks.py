"""What an operator forgot is said with what to do."""

import pytest
from django.core.checks import run_checks

PUBLIC = {"SITE_URL": "https://cercles.exemple.fr", "DEFAULT_FROM_EMAIL": "Cercles <cercles@exemple.fr>"}


def said() -> list[str]:
    return sorted(message.id for message in run_checks() if message.id.startswith("cercles."))


def test_an_instance_on_this_machine_has_nothing_to_hear():
    assert said() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"SITE_URL": "cercles.exemple.fr"}, ["cercles.E001"]),
        ({"DEBUG": True}, ["cercles.E002"]),
        ({"SITE_URL": "http://cercles.exemple.fr"}, ["cercles.W003"]),
        ({"DEMO": True}, ["cercles.W004"]),
        ({"DEFAULT_FROM_EMAIL": "Cercles <cercles@localhost>"}, ["cercles.W005"]),
        ({"SECRET_KEY": "court"}, ["cercles.E006"]),
        ({"WHO_OPENS_CIRCLES": "nobody"}, ["cercles.E008"]),
        ({"PROXIES": "10.0.0.2, 172.18.0.0/16,::1"}, []),
        ({"PROXIES": "127.0.0.1, nginx"}, ["cercles.E009"]),
        ({"PROXIES": "172.18.0.1/16"}, ["cercles.E009"]),
        ({"LEGAL": {"accessibility": "oui"}}, ["cercles.E010"]),
        ({"LEGAL": {"accessibility": "partielle"}}, []),
    ],
)
def test_a_public_instance_hears_what_is_wrong(settings, changed, expected):
    for name, value in {**PUBLIC, **changed}.items():
        setattr(settings, name, value)
    assert said() == expected
