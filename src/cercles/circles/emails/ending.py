"""The letter that says a copy of the circle is ready."""

from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address
from cercles.circles.models import PreparedCopy
from cercles.core.typography import when
from cercles.journal import actions as journal


def copy_ready(row: PreparedCopy) -> None:
    circle = row.circle
    journal.send_letter(
        key=f"circle-copy-{row.pk}",
        person=row.person,
        subject=_("Votre copie du cercle « %(circle)s » est prête") % {"circle": circle},
        lines=[
            _("Elle s’ouvre dans un navigateur, sans le logiciel ; ses tableaux s’ouvrent dans un tableur."),
            _("Elle vous attend jusqu’au %(day)s.") % {"day": when(row.until)},
        ],
        act=(_("Emporter la copie"), address("circles:copies", slug=circle.slug)),
        reason=_("Vous recevez ce courriel parce que vous avez demandé une copie du cercle « %(circle)s ».")
        % {"circle": circle},
    )
