"""What the tests of circles share."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings

from cercles.circles.models import CharterVersion
from cercles.core import slots
from tests.cast import Cast


@pytest.fixture
def charter(cast: Cast) -> CharterVersion:
    """The version in force in the cast's circle."""
    return cast.circle.charter_versions.get()


@pytest.fixture
def this_room_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What rooms above add to these pages is counted by their own tests."""
    above = ("cercles.library", "cercles.polls", "cercles.meetings", "cercles.practices", "cercles.pages")
    kept = {
        slot: [entry for entry in entries if not entry[1].startswith(above)]
        for slot, entries in slots._registered.items()
    }
    monkeypatch.setattr(slots, "_registered", kept)


@pytest.fixture
def path_in() -> Callable[[object], str]:
    """The signed link a letter carries, as a path."""

    def found(mail: object) -> str:
        match = re.search(rf"{re.escape(settings.SITE_URL)}(/l/\S+)", mail.text)
        assert match, mail.text
        return match.group(1)

    return found
