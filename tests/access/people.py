"""Scenes of the room ``people``: the page of the cast's member, in each state it may be in."""

from typing import Any

from cercles.people.enums import AccountState, LegalPage
from cercles.people.models import User
from cercles.people.rules import can_edit_person, can_see_person
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast
from tests.factories.legal import drafted, published

RULES["person"] = (User, can_see_person, can_edit_person)


@stage("person")
def person(cast: Cast, visibility: str, state: str) -> Any:
    subject = cast.member
    subject.visibility = visibility
    subject.is_active = state not in ("suspended", "erased")
    subject.state = AccountState.ACTIVE if state == "suspended" else state
    subject.audience = subject.page_audience
    subject.save()
    return subject


@stage("person_open")
def person_open(cast: Cast, visibility: str, state: str) -> Any:
    """She lets whoever sees her page write to her."""
    subject = person(cast, visibility, state)
    subject.reached_by = "network"
    subject.save()
    return subject


@stage("person_closed")
def person_closed(cast: Cast, visibility: str, state: str) -> Any:
    """She lets nobody."""
    subject = person(cast, visibility, state)
    subject.reached_by = "private"
    subject.save()
    return subject


for name in ("link_act", "link_renew", "link_forwarded"):
    URL_KWARGS[f"people:{name}"] = lambda cast: {"token": "test.nothing.1.1.1.0.altered"}
for name in ("person", "write", "administration_person", "reactivate", "set_administrator", "demo_enter"):
    URL_KWARGS[f"people:{name}"] = lambda cast: {"ref": cast.member.ref}
URL_KWARGS["people:legal_version"] = lambda cast: {"page": LegalPage.TERMS, "number": published().number}
URL_KWARGS["people:legal_preview"] = lambda cast: {"page": drafted().page}
for name in ("legal_write", "legal_discard"):
    URL_KWARGS[f"people:{name}"] = lambda cast: {"page": LegalPage.NOTICE}
