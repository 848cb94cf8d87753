"""What every letter about a meeting says the same way."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core import links
from cercles.meetings.enums import Came
from cercles.meetings.models import Meeting, Registration
from cercles.meetings.queries import deadline_of, moment_of, place_of

ANSWER = "meetings.answer"


def page_url(meeting: Meeting) -> str:
    return settings.SITE_URL + meeting.get_absolute_url()


def answer_url(row: Registration) -> str:
    """Je participe, je ne peux pas: one link, until the meeting starts."""
    return links.url(ANSWER, row, row.person, until=row.meeting.starts_at)


def facts(meeting: Meeting, *, seated: bool) -> list[tuple[Any, Any]]:
    found = [(_("Rencontre"), meeting.title), (_("Quand"), moment_of(meeting))]
    if place := place_of(meeting, seated=seated):
        found.append((_("Où"), place))
    if not seated and meeting.takes_registrations and (deadline := deadline_of(meeting)):
        found.append((_("Répondre avant"), deadline))
    found.append((_("Cercle"), meeting.circle.name))
    return found


def said_by(row: Registration, by: Any) -> list[Any]:
    """She telephoned, perhaps: whoever facilitates answered in her name."""
    if by is None or by == row.person:
        return []
    return [_("L’animation du cercle a noté cette réponse pour vous. Si ce n’est pas la vôtre, changez-la.")]


def why(row: Registration) -> str:
    """Why one receives this."""
    words = {
        Came.CIRCLE: _("Vous êtes membre du cercle « %(circle)s »."),
        Came.GUEST: _("Le cercle « %(circle)s » vous invite à cette rencontre."),
        Came.COLLEAGUE: _("Quelqu’un de votre organisation vous a proposé au cercle « %(circle)s »."),
        Came.VISITOR: _("Votre adresse a été saisie sur la page publique d’une rencontre du cercle « %(circle)s »."),
    }
    text = words.get(Came(row.came), _("Vous avez demandé une place à une rencontre du cercle « %(circle)s »."))
    return text % {"circle": row.meeting.circle.name}


def title_of(meeting: Meeting) -> dict[str, Any]:
    return {"title": meeting.title, "day": moment_of(meeting)}
