"""The letters of the week: a message prepared in the name of who facilitates; the half-yearly review, once published."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address, why_member
from cercles.circles.models import HalfYearReview, Nudge
from cercles.circles.queries.week import Word
from cercles.core.plaintext import typed
from cercles.core.typography import when
from cercles.journal import actions as journal


def word_letter(row: Nudge, word: Word, person: Any, by: Any, text: str, *, with_address: bool) -> None:
    """Her words, and how to answer: by mail if she gave her address, else from her page in the site."""
    how = _("Pour répondre, répondez à ce courriel : %(name)s le recevra.")
    if not with_address:
        how = _("Pour répondre à %(name)s, ouvrez sa page dans le site : ce courriel ne se répond pas.")
    said = f"{text}\n\n{how % {'name': by.display_name}}"
    act = word.act(person) if word.act else (_("Aller au cercle"), address("circles:detail", slug=word.circle.slug))
    journal.send_letter(
        key=f"circle-word-{row.pk}-{row.at:%Y%m%d}", person=person, subject=word.subject, body=(said, typed(said)),
        lines=[], act=act, reason=why_member(row.circle),
        reply_to=by.email if with_address else "",
    )  # fmt: skip


def review_published(review: HalfYearReview, person: Any) -> None:
    """Where to read it; its text stays in the site."""
    circle = review.circle
    values = {"circle": circle, "since": when(review.since), "until": when(review.until)}
    journal.send_letter(
        key=f"circle-review-{review.pk}-{person.pk}", person=person, subject=_("Le bilan du semestre de « %(circle)s »") % values,
        lines=[_("Ce que le cercle a fait du %(since)s au %(until)s, et ce qu’il en retient.") % values],
        act=(_("Lire le bilan"), address("circles:review", ref=review.ref)), reason=why_member(circle),
    )  # fmt: skip
