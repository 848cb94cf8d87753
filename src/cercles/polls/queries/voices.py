"""Whose voices count. A member's; or an organisation's, held by one of those who sit there for it, the others standing in."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from cercles.circles.models import Membership
from cercles.circles.queries import current_members
from cercles.organisations.models import Affiliation
from cercles.polls.models import Ballot, Poll

# Of a row that names an organisation: the one that speaks for it. Duplicates may be merged after a ballot was cast.
HOUSE = Coalesce("organisation__merged_into", "organisation")
STANDS = ("by_substitute", "-at", "-pk")  # of two ballots of one voice: the holder's, else the last


@dataclass
class Voice:
    """``people``: who may give it, the holder first. She is who represents the organisation, else who came first."""

    label: str
    person_id: int | None
    organisation_id: int | None
    people: list[Any] = field(default_factory=list)

    @property
    def keys(self) -> dict[str, int | None]:
        """How its ballot is written."""
        return {"person_id": self.person_id, "organisation_id": self.organisation_id}

    @property
    def said(self) -> Q:
        """How its ballots are found: of an organisation, with those of its duplicates."""
        if self.organisation_id is None:
            return Q(person=self.person_id)
        return Q(organisation=self.organisation_id) | Q(organisation__merged_into=self.organisation_id)

    @property
    def key(self) -> tuple[int | None, int | None]:
        return self.person_id, self.organisation_id

    @property
    def holder_name(self) -> str:
        return str(self.people[0].display_name)

    def is_holder(self, person: Any) -> bool:
        return bool(self.people[0].pk == person.pk)


def voices_of(poll: Poll, *, everybody: bool = False) -> list[Voice]:
    """Two queries at most. ``everybody``: a voice for each member, to write to them all."""
    members = list(current_members(poll.circle).select_related("organisation__merged_into"))
    if everybody or not poll.by_organisation:
        return [Voice(row.person.display_name, row.person_id, None, [row.person]) for row in members]
    return _houses(members)


def _houses(members: list[Membership]) -> list[Voice]:
    """Duplicates that were merged are one organisation; whoever left it speaks for it no more."""
    seated = [(row, row.organisation.merged_into or row.organisation) for row in members if row.organisation]
    links: dict[Any, list[Affiliation]] = defaultdict(list)
    people = [row.person_id for row, _house in seated]
    for link in Affiliation.objects.filter(person__in=people).annotate(house=HOUSE):
        links[link.person_id, link.house].append(link)

    def rank(row: Membership, house: Any) -> tuple[bool, Any, int]:
        hers = links[row.person_id, house.pk]
        return not any(link.is_representative and link.is_current for link in hers), row.since, row.pk

    found: dict[int, Voice] = {}
    for row, house in sorted(seated, key=lambda one: rank(*one)):
        hers = links[row.person_id, house.pk]
        if not hers or any(link.is_current for link in hers):
            found.setdefault(house.pk, Voice(house.name, None, house.pk)).people.append(row.person)
    return sorted(found.values(), key=lambda voice: voice.label)


def voice_of(poll: Poll, person: Any) -> Voice | None:
    """The one she may give, or none."""
    return next((voice for voice in voices_of(poll) if any(one.pk == person.pk for one in voice.people)), None)


def silent_voices(poll: Poll) -> list[Voice]:
    """Those who said nothing of what is asked now."""
    said = Ballot.objects.filter(poll=poll, round=poll.round).annotate(house=HOUSE).values_list("person_id", "house")
    answered = set(said)
    return [voice for voice in voices_of(poll) if voice.key not in answered]
