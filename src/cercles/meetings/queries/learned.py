"""What a meeting left, for whoever writes it up: nothing is typed twice."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cercles.meetings import rules
from cercles.meetings.models import Meeting, Minutes
from cercles.organisations.models import Organisation


@dataclass(frozen=True)
class Learned:
    """What a practice sheet may begin with. Under the Chatham House rule ``organisations`` is empty, whoever asks."""

    title: str
    question: str
    day: Any
    decisions: tuple[tuple[str, str], ...]
    minutes: str
    organisations: tuple[Organisation, ...]
    territory: Any
    under_chatham: bool


def what_was_learned(meeting: Meeting, reader: Any) -> Learned | None:
    """What ``reader`` may know of it; None when the meeting does not exist for her."""
    if not rules.can_see_meeting(reader, meeting):
        return None
    minutes = Minutes.objects.visible_to(reader).filter(meeting=meeting, published_number__gt=0).first()
    version = minutes.versions.first() if minutes else None
    told = minutes is not None or rules.takes_part(reader, meeting)
    decisions = tuple(meeting.decisions.values_list("text", "why")) if told else ()
    organisations: tuple[Organisation, ...] = ()
    if not meeting.is_chatham and rules.can_see_names(reader, meeting):
        rows = meeting.registrations.taking_part()
        organisations = tuple(
            Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("search_key", "id")
        )
    return Learned(
        title=meeting.title, question=meeting.question, day=meeting.local_start.date(), decisions=decisions,
        minutes=version.text if version else "", organisations=organisations, territory=meeting.territory,
        under_chatham=meeting.is_chatham,
    )  # fmt: skip


def draft_minutes(meeting: Meeting) -> str:
    """What minutes begin with: the question, then the points of the agenda; no name."""
    parts = [f"## {_('La question')}\n\n{meeting.question}"] if meeting.question else []
    parts += [f"## {item['title']}\n" for item in meeting.agenda]
    return "\n\n".join(parts)
