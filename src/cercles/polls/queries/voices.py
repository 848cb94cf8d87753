"""Whose voices count. A member's; or an organisation's, held by one of those who sit there for it, the others standing in."""

from dataclasses import dataclass, field
from typing import Any

from cercles.circles.models import Membership
from cercles.circles.queries import current_members
from cercles.organisations.models import Affiliation
from cercles.polls.models import Ballot, Poll


@dataclass
class Voice:
    """``people``: who may give it, the holder first. She is who represents the organisation, else who came first."""

    label: str
    person_id: int | None
    organisation_id: int | None
    people: list[Any] = field(default_factory=list)

    @property
    def keys(self) -> dict[str, int | None]:
        """How its ballot is found."""
        return {"person_id": self.person_id, "organisation_id": self.organisation_id}

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
    members = list(current_members(poll.circle))
    if everybody or not poll.by_organisation:
        return [Voice(row.person.display_name, row.person_id, None, [row.person]) for row in members]
    return _houses(members)


def _houses(members: list[Membership]) -> list[Voice]:
    """Duplicates that were merged are one organisation."""
    seated = [row for row in members if row.organisation is not None]
    represented = set(
        Affiliation.objects.representatives()
        .filter(person__in=[row.person_id for row in seated])
        .values_list("person", "organisation")
    )

    def rank(row: Membership) -> tuple[bool, Any, int]:
        return (row.person_id, row.organisation_id) not in represented, row.since, row.pk

    found: dict[int, Voice] = {}
    for row in sorted(seated, key=rank):
        house = row.organisation.merged_into_id or row.organisation_id  # type: ignore[union-attr]
        voice = found.setdefault(house, Voice(row.organisation.name, None, house))  # type: ignore[union-attr, arg-type]
        voice.people.append(row.person)
    return sorted(found.values(), key=lambda voice: voice.label)


def voice_of(poll: Poll, person: Any) -> Voice | None:
    """The one she may give, or none."""
    return next((voice for voice in voices_of(poll) if any(one.pk == person.pk for one in voice.people)), None)


def silent_voices(poll: Poll) -> list[Voice]:
    """Those who said nothing of what is asked now."""
    said = Ballot.objects.filter(poll=poll, round=poll.round).values_list("person_id", "organisation_id")
    answered = set(said)
    return [voice for voice in voices_of(poll) if voice.key not in answered]
