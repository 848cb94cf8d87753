"""An account is erased, or the time of a measure is over."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cercles.circles.enums import MeasureKind, MeasureState
from cercles.circles.models import ContentReport, Measure
from cercles.circles.queries.moderation import kind_of, kinds
from cercles.core.retention import delete


def forget_in_moderation(person: Any) -> None:
    """Inside the erasure. The register keeps what was done, when and on which ground; neither her name nor what she wrote."""
    ContentReport.objects.filter(person=person).update(person=None, words="")
    if person.email:
        ContentReport.objects.filter(email=person.email.lower()).update(email="", words="")
    ContentReport.objects.filter(author=person).update(author=None)
    hers = Measure.objects.filter(person=person)
    hers.filter(state=MeasureState.APPEALED).update(
        state=MeasureState.STANDING
    )  # nobody waits for that answer any more
    hers.update(person=None, title="", text="", words="", appeal="", review="")


def purge_measures(rows: QuerySet[Measure], now: datetime) -> int:
    """What was taken away and never given back goes for good with its measure."""
    away = rows.filter(what=MeasureKind.REMOVED).exclude(state=MeasureState.LIFTED)
    for kind in kinds():
        pks = [pk for pk in away.filter(kind=kind.code).values_list("object_id", flat=True) if pk is not None]
        if pks:
            kind_of(kind.code).erase(pks)
    return delete(rows, now)
