"""What questions taken to a member give to her grouped mail, and to the copy of her data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails.chasing import UNKNOWN
from cercles.circles.enums import ANSWER
from cercles.circles.models import Solicitation
from cercles.circles.queries.chasing import unanswered
from cercles.core import audience, links, standing
from cercles.journal.queries import MOST_GIVEN, NewsItem, Section


def asked(circle: int, since: datetime, until: datetime) -> Iterable[Section]:
    """Each to the member it was taken to, and to nobody else: the link says « je ne sais pas », the address answers."""
    waiting = unanswered().filter(thread__circle=circle).order_by().values("pk")
    rows = Solicitation.objects.filter(
        question__in=waiting, is_grouped=True, passed_at=None, at__gt=since, at__lte=until
    )
    rows = rows.select_related("question__thread__circle", "person").order_by("at", "pk")
    items = [_item(row) for row in rows[:MOST_GIVEN]]
    return [Section(_("On vous demande"), tuple(items))] if items else []


def _item(row: Solicitation) -> NewsItem:
    thread = row.question.thread
    reply = standing.address(ANSWER, thread, row.person)
    why = _("Pourquoi vous : %(reasons)s.") % {"reasons": " ; ".join(row.reasons)}
    how = _("Répondre par courriel : %(address)s. Dire que vous ne savez pas : suivez le lien.") % {"address": reply}
    return NewsItem(
        row.at, thread.title, f"/l/{links.token(UNKNOWN, row, row.person)}", audience.key("person", row.person_id),
        note=f"{why} {how}" if reply else why,
    )  # fmt: skip


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    rows = Solicitation.objects.filter(person=person).select_related("question__thread__circle").order_by("at")
    return {
        _("Questions qui vous ont été portées"): [
            {
                _("cercle"): row.question.thread.circle.name, _("question"): row.question.thread.title,
                _("le"): row.at.isoformat(), _("parce que"): " ; ".join(row.reasons),
                _("« je ne sais pas » le"): row.passed_at.isoformat() if row.passed_at else "",
            }
            for row in rows
        ]
    }  # fmt: skip


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [(False, _("les questions qui vous ont été portées, et pourquoi"))]
