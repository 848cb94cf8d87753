"""What imports leave to whoever administers: one line a kind, whatever a national register left."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core.routes import address_of
from cercles.journal.queries import DueItem
from cercles.organisations.queries.imports import MOST_COUNTED, waiting_counts


def left_by_imports(reader: Any) -> Iterator[DueItem]:
    waiting = waiting_counts(reader)
    lines = (
        (
            waiting.doubts, _("Rapprochements à décider"), _("Décider"), "organisations:doubts",
            ngettext("%(n)s attend votre avis", "%(n)s attendent votre avis", waiting.doubts),
        ),
        (
            waiting.places, _("Lieux à retrouver"), _("Placer"), "organisations:unplaced",
            ngettext("%(n)s organisation sans commune", "%(n)s organisations sans commune", waiting.places),
        ),
        (
            waiting.pairs, _("Doublons à examiner"), _("Examiner"), "organisations:duplicates",
            ngettext("%(n)s paire de pages se ressemble", "%(n)s paires de pages se ressemblent", waiting.pairs),
        ),
    )  # fmt: skip
    for count, title, label, name, note in lines:
        if count:
            said = note % {"n": floatformat(min(count, MOST_COUNTED), "0g")}
            note = _("Plus de %(what)s") % {"what": said} if count > MOST_COUNTED else said
            yield DueItem(title, note, label, address_of(name), urgency=20, group=_("Organisations"))
