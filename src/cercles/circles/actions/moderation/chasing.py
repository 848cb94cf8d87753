"""What waits for an answer comes, day after day, to whoever may give it by then."""

from django.db import transaction
from django.db.models import QuerySet

from cercles.circles.actions.moderation.appealing import ask_reviewers
from cercles.circles.actions.moderation.reporting import ask_deciders
from cercles.circles.enums import MeasureState, ReportState
from cercles.circles.models import ContentReport, Measure
from cercles.core.jobs import one_by_one


def chase_moderation() -> None:
    """Once a day: somebody was named since, or a week has passed and who administers may answer too. Nobody is written to twice."""
    reports, appeals = _reports().values_list("pk", flat=True), _appeals().values_list("pk", flat=True)
    try:
        one_by_one("report", list(reports), _chase_report)
    finally:
        one_by_one("measure", list(appeals), _chase_appeal)


def _reports() -> QuerySet[ContentReport]:
    return ContentReport.objects.filter(state=ReportState.OPEN).order_by("pk")


def _appeals() -> QuerySet[Measure]:
    return Measure.objects.filter(state=MeasureState.APPEALED).order_by("pk")


@transaction.atomic
def _chase_report(pk: int) -> None:
    """Locked: it may be answered at this moment."""
    report = _reports().filter(pk=pk).select_for_update(of=("self",)).select_related("circle", "person").first()
    if report is not None:
        ask_deciders(report)


@transaction.atomic
def _chase_appeal(pk: int) -> None:
    measure = _appeals().filter(pk=pk).select_for_update(of=("self",)).select_related("circle", "person").first()
    if measure is not None:
        ask_reviewers(measure)
