"""Behind a proxy each computer has its own limits, and nobody borrows the address of another."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from django.test.client import ClientHandler

from cercles.config import api
from cercles.config.proxies import behind

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations"


def asked(served: Any, computer: str, said: str = "") -> int:
    """What the list answers to this computer, whose request says that it carries that of ``said``."""
    extra = {"HTTP_X_FORWARDED_FOR": said} if said else {}
    environ = RequestFactory().get(LIST, REMOTE_ADDR=computer, **extra).environ
    answers: list[int] = []
    served(environ, answers.append)
    return answers[0]


def site(environ: dict[str, Any], say: Any) -> None:
    """The whole site, under the web server: what the test client asks, with all that is in front of the views."""
    say(ClientHandler()(environ).status_code)


@pytest.fixture(autouse=True)
def two_a_minute(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(api, "PER_MINUTE", 2)
    monkeypatch.setattr("cercles.core.limits._counts", {})


def test_each_computer_behind_the_proxy_has_its_own_limit() -> None:
    served = behind("127.0.0.1, 10.0.0.0/8", site)
    assert [asked(served, "127.0.0.1", "192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert asked(served, "127.0.0.1", "192.0.2.2") == 200
    # through two proxies: what the visitor wrote herself, on the left, is not believed
    assert asked(served, "127.0.0.1", "192.0.2.3, 192.0.2.1, 10.9.0.1") == 429
    assert asked(served, "127.0.0.1", "198.51.100.4, 192.0.2.3, 10.9.0.1") == 200


def test_a_computer_that_is_no_proxy_is_itself_whatever_it_says() -> None:
    served = behind("127.0.0.1", site)
    assert [asked(served, "192.0.2.1", f"198.51.100.{n}") for n in range(3)] == [200, 200, 429]


def test_without_a_proxy_nothing_that_is_said_counts() -> None:
    served = behind("", site)
    assert [asked(served, "127.0.0.1", f"198.51.100.{n}") for n in range(3)] == [200, 200, 429]
