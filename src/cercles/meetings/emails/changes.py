"""Letters about the meeting itself: moved, cancelled, soon."""

from django.utils.translation import gettext as _

from cercles.journal.actions import send_letter
from cercles.meetings.emails.parts import answer_url, facts, page_url, title_of, why
from cercles.meetings.enums import Presence
from cercles.meetings.models import Registration
from cercles.meetings.queries import calendar


def moved(row: Registration) -> None:
    """The date or the place changed: the file joined replaces the one in her calendar."""
    meeting, seated = row.meeting, row.state == Presence.REGISTERED
    send_letter(
        key=f"meetings.moved:{row.pk}:{meeting.sequence}", person=row.person,
        subject=_("La date ou le lieu change : %(title)s") % title_of(meeting),
        lines=[
            _("La rencontre a changé. Voici où et quand elle se tient désormais."),
            _("Votre réponse est gardée. Si cela ne vous convient plus, dites-le : une autre personne prendra la place."),
        ],
        facts=facts(meeting, seated=seated), act=(_("Changer ma réponse"), answer_url(row)),
        attachments=[calendar.attachment(row)] if seated else [], reason=why(row),
    )  # fmt: skip


def cancelled(row: Registration) -> None:
    meeting, seated = row.meeting, row.state == Presence.REGISTERED
    send_letter(
        key=f"meetings.cancelled:{row.pk}", person=row.person, subject=_("Annulée : %(title)s") % title_of(meeting),
        lines=[
            _("La rencontre n’aura pas lieu. Raison : %(reason)s") % {"reason": meeting.state_reason},
            _("Le fichier joint la retire de votre agenda.") if seated else _("Vous n’avez rien à faire."),
        ],
        facts=facts(meeting, seated=False), act=(_("Voir la rencontre"), page_url(meeting)),
        attachments=[calendar.attachment(row, cancels=True)] if seated else [], reason=why(row),
    )  # fmt: skip


def reminder(row: Registration) -> None:
    """Two days before."""
    meeting = row.meeting
    send_letter(
        key=f"meetings.reminder:{row.pk}:{meeting.sequence}", person=row.person,
        subject=_("Bientôt : %(title)s, %(day)s") % title_of(meeting),
        lines=[
            _("Vous avez une place. À bientôt !"),
            _("Si vous ne pouvez plus venir, dites-le maintenant : quelqu’un attend peut-être."),
        ],
        facts=facts(meeting, seated=True), act=(_("Changer ma réponse"), answer_url(row)), reason=why(row),
    )  # fmt: skip
