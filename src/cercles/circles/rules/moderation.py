"""Who reports, who answers, who takes a measure, who contests it and who looks at it again. Nobody judges what she wrote herself,
nor looks again at what she decided."""

from typing import Any

from django.apps import apps

from cercles.circles.enums import APPEAL, FACILITATING, LATE, MeasureState, ReportState
from cercles.circles.rules import memory
from cercles.core import clock


def _facilitates(person: Any, circle: Any) -> bool:
    row = memory.membership_of(person, circle)
    return row is not None and row.role in FACILITATING


def _somebody_else(circle: Any, *others_than: int | None) -> bool:
    """Facilitates this circle, and is none of these."""
    found = apps.get_model("circles.Membership").objects.facilitators().filter(circle=circle, person__is_active=True)
    return bool(found.exclude(person__in=[pk for pk in others_than if pk]).exists())


def _is_late(since: Any) -> bool:
    return bool(since is not None and since < clock.now() - LATE)


def can_report(person: Any, written: Any) -> bool:
    """Whoever reads it, with or without an account, save who wrote it."""
    return not person.is_authenticated or written.author_id != person.pk


def can_see_report(person: Any, report: Any) -> bool:
    """Who facilitates; who administers, when nobody else can answer or nobody has for a week; never who wrote what is reported."""
    if not person.is_authenticated or report.author_id == person.pk:
        return False
    if _facilitates(person, report.circle):
        return True
    if not person.is_administrator:
        return False
    late = report.state == ReportState.OPEN and _is_late(report.at)
    return late or report.decided_by_id == person.pk or not _somebody_else(report.circle, report.author_id)


def can_decide_report(person: Any, report: Any) -> bool:
    return report.state == ReportState.OPEN and can_see_report(person, report)


def can_remove(person: Any, written: Any) -> bool:
    """Take away what another wrote, without a report: who facilitates its circle, closed or not."""
    return _facilitates(person, written.circle) and written.author_id != person.pk


def can_see_measure(person: Any, measure: Any) -> bool:
    if not person.is_authenticated:
        return False
    if measure.person_id == person.pk or _facilitates(person, measure.circle):
        return True
    return person.is_administrator and (
        person.pk in (measure.by_id, measure.reviewed_by_id) or can_review_measure(person, measure)
    )


def can_appeal(person: Any, measure: Any) -> bool:
    """The person it concerns, once, within six months, wherever she is now."""
    hers = person.is_authenticated and measure.person_id == person.pk
    return bool(hers and measure.state == MeasureState.STANDING and measure.at > clock.now() - APPEAL)


def can_review_measure(person: Any, measure: Any) -> bool:
    """Another who facilitates; else who administers, and also once a week has passed without an answer."""
    if not person.is_authenticated or measure.state != MeasureState.APPEALED:
        return False
    if person.pk in (measure.by_id, measure.person_id):
        return False
    if _facilitates(person, measure.circle):
        return True
    late = _is_late(measure.appealed_at)
    return person.is_administrator and (late or not _somebody_else(measure.circle, measure.by_id, measure.person_id))


def answered_meanwhile(person: Any, measure: Any) -> bool:
    """It was for her to look at it again, until another did."""
    over = measure.state in (MeasureState.CONFIRMED, MeasureState.LIFTED) and measure.appealed_at is not None
    return over and person.pk not in (measure.by_id, measure.person_id) and can_see_measure(person, measure)


def can_lift_measure(person: Any, measure: Any) -> bool:
    """Give back what was taken, without being asked, or after all: who facilitates, never the person herself."""
    return measure.state != MeasureState.LIFTED and lifts_measures_of(person, measure)


def lifts_measures_of(person: Any, measure: Any) -> bool:
    """Whatever became of this one."""
    return measure.person_id != person.pk and _facilitates(person, measure.circle)
