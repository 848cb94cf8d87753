"""Asked just before a letter leaves: it may have waited for days, and things are no longer what it says."""

from collections.abc import Callable
from typing import Any

from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import Registration


def _row(mail: Any) -> Registration | None:
    """The registration that its key names; gone when she left the circle that asked her."""
    return Registration.objects.select_related("meeting").filter(pk=int(mail.key.split(":")[1])).first()


def _hers(mail: Any) -> bool:
    """It says where, or by what link: not to whoever is no longer expected."""
    return _row(mail) is not None


def _to_come(mail: Any) -> bool:
    """It asks for an answer."""
    row = _row(mail)
    return row is not None and row.meeting.state == MeetingState.ANNOUNCED and not row.meeting.has_started


def _reminds(mail: Any) -> bool:
    """Of a seat she still has, at the date that still holds."""
    row = _row(mail)
    same = row is not None and mail.key.endswith(f":{row.meeting.sequence}") and row.state == Presence.REGISTERED
    return same and _to_come(mail)


LEAVING: dict[str, Callable[[Any], bool]] = {
    "meetings.invitation:": _to_come,
    "meetings.reminder:": _reminds,
    **dict.fromkeys(("meetings.confirmation:", "meetings.promotion:", "meetings.waiting:", "meetings.moved:"), _hers),
}
