"""A decision in words, line by line, for the pages that show it."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.models import Measure
from cercles.core.typography import when, when_time


def _with(moment: Any, who: Any, text: str = "") -> str:
    """« le 4 mars 2027 à 10 h · Maud Kerbrat », then what she said."""
    head = f"{when_time(moment)} · {who.display_name}" if who else when_time(moment)
    return f"{head} — {text}" if text else head


def facts_of(measure: Measure, *, hers: bool) -> list[tuple[str, str]]:
    """To the person it concerns, nobody is named: the animation decided. Whoever moderates reads who did what."""
    by, reviewer = (None, None) if hers else (measure.by, measure.reviewed_by)
    facts = [
        (_("Motif"), measure.motive_label),
        (_("Qui"), "" if hers or measure.person is None else measure.person.display_name),
        (_("Décidé le"), _with(measure.at, by)),
        (_("Jusqu’au"), when(measure.until) if measure.until else ""),
        (_("Pourquoi"), measure.words),
        (_("Contestée le"), _with(measure.appealed_at, None, measure.appeal) if measure.appealed_at else ""),
        (_("Réponse du"), _with(measure.reviewed_at, reviewer, measure.review) if measure.reviewed_at else ""),
    ]
    return [(name, value) for name, value in facts if value]
