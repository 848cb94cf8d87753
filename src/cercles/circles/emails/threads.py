"""Letters of conversations: a message of the circle, told to a member."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.circles.emails.frame import why_member
from cercles.circles.models import Message
from cercles.journal import actions as journal


def message(row: Message, person: Any) -> None:
    thread = row.thread
    journal.send_letter(
        key=f"circle-thread-{thread.circle_id}-m{row.pk}-{person.pk}",
        person=person,
        subject=thread.title,
        lines=[_("%(name)s a écrit :") % {"name": row.author_label}, row.text],
        act=(_("Lire et répondre"), settings.SITE_URL + thread.get_absolute_url()),
        reason=why_member(thread.circle),
    )
