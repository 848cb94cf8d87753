"""The signed link of an invitation: « Je participe », « Je ne peux pas »."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cercles.meetings import actions, queries
from cercles.meetings.enums import Presence
from cercles.meetings.models import Registration


def load(pk: int) -> Registration | None:
    rows = Registration.objects.select_related("meeting__circle", "meeting__territory", "person", "organisation")
    return rows.filter(pk=pk, meeting__announced_at__isnull=False).first()


def present(row: Registration, person: Any) -> Mapping[str, Any]:
    """What the page says before the act: never more than the letter said."""
    meeting = row.meeting
    warning = {
        Presence.REGISTERED: _("Vous avez dit que vous participez, et vous avez une place."),
        Presence.WAITING: _("Vous êtes en liste d’attente."),
        Presence.CANCELLED: _("Vous avez dit que vous ne participez pas."),
    }.get(Presence(row.state), "")
    if meeting.is_cancelled:
        warning = _("Cette rencontre est annulée : il n’y a plus rien à répondre.")
    elif meeting.has_started:
        warning = _("Cette rencontre a commencé : il n’est plus temps de répondre.")
    seats = queries.seats_of(meeting, organisation=row.organisation)
    if not (warning or seats.suits):
        warning = _(
            "Tout est pris : « Je participe » vous met en liste d’attente, et une place qui se libère vous revient à votre tour."
        )
    facts = [(_("Quand"), queries.moment_of(meeting)), (_("Où"), queries.place_of(meeting, seated=row.takes_part))]
    facts += [(_("Répondre avant"), queries.deadline_of(meeting) if meeting.takes_registrations else "")]
    facts += [(_("Cercle"), meeting.circle.name), (_("Places"), " · ".join(filter(None, (seats.words, seats.yours))))]
    facts += [
        (
            _("Qui le saura"),
            _("l’animation et les participants") if meeting.is_chatham else _("le cercle et les participants"),
        )
    ]
    return {
        "title": meeting.title,
        "text": meeting.question,
        "facts": [(name, value) for name, value in facts if value],
        "button": _("Envoyer ma réponse"),
        "warning": warning,
    }


def perform(row: Registration, person: Any, *, answer: str, organisation: Any = None) -> str:
    """The letter that says what was done is the confirmation itself."""
    if answer == "no":
        actions.decline(meeting=row.meeting, person=person, by=person)
        return _("C’est noté : vous ne participez pas.")
    done = actions.register(meeting=row.meeting, person=person, by=person, organisation=organisation)
    if done.state == Presence.WAITING:
        place = queries.place_in_line(done)
        return _("Tout est pris pour l’instant : vous êtes en liste d’attente, à la place %(place)d.") % {
            "place": place
        }
    return _("Vous participez : une confirmation est partie avec le fichier pour votre agenda.")
