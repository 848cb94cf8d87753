"""What waits for an answer, what was done, and the register of a circle."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cercles.circles.enums import LATE, MeasureKind, MeasureState, ReportState, Writing
from cercles.circles.models import Circle, ContentReport, Measure, Membership
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.people.models import User

REGISTER_A_PAGE = 30


def open_reports(reader: Any, circle: Circle | None = None) -> QuerySet[ContentReport]:
    """One line a thing, whatever the number of reports: the first one, with ``many``."""
    seen = ContentReport.objects.visible_to(reader).filter(state=ReportState.OPEN)
    seen = seen if circle is None else seen.filter(circle=circle)
    same = seen.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    first = seen.filter(~Exists(same.filter(pk__lt=OuterRef("pk")))).select_related("circle", "author")
    many = same.order_by().values("kind").annotate(n=Count("pk")).values("n")
    return first.annotate(many=Subquery(many)).order_by("at", "pk")


def reports_with(report: ContentReport) -> QuerySet[ContentReport]:
    """Every report of the same thing that was decided, or waits, with this one."""
    same = ContentReport.objects.filter(kind=report.kind, object_id=report.object_id, state=report.state)
    return same.filter(measure=report.measure_id, decided_at=report.decided_at).order_by("at", "pk")


def appeals(reader: Any, circle: Circle | None = None) -> QuerySet[Measure]:
    """Those the reader looks at again: never what she decided, nor what concerns her."""
    seen = Measure.objects.visible_to(reader).filter(state=MeasureState.APPEALED)
    seen = seen.exclude(by=reader).exclude(person=reader)
    seen = seen if circle is None else seen.filter(circle=circle)
    return seen.select_related("circle", "person").order_by("appealed_at", "pk")


def register_of(circle: Circle, reader: Any) -> QuerySet[Measure]:
    """Every measure of a circle, the newest first."""
    seen = Measure.objects.visible_to(reader).filter(circle=circle)
    return seen.select_related("person", "by", "reviewed_by").order_by("-at", "-pk")


def decided_reports(circle: Circle, reader: Any) -> QuerySet[ContentReport]:
    """What was reported and left in place, or gone before the answer."""
    answered = (ReportState.KEPT, ReportState.GONE)
    seen = ContentReport.objects.visible_to(reader).filter(circle=circle, state__in=answered)
    return seen.select_related("decided_by").order_by("-decided_at", "-pk")


def removed_on(kind: str, pk: int) -> datetime:
    """Of something that moderation took away: when."""
    rows = Measure.objects.filter(kind=kind, object_id=pk).exclude(state=MeasureState.LIFTED)
    return rows.order_by("-at").values_list("at", flat=True).get()


def standing_of(circle: Circle, person: Any) -> Measure | None:
    """Of how a person writes in a circle, what is in force."""
    rows = Measure.objects.filter(circle=circle, person=person).exclude(what=MeasureKind.REMOVED)
    return rows.exclude(state=MeasureState.LIFTED).first()


def standing_for(circle: Circle, reader: Any) -> Measure | None:
    """The same, for her own pages: nothing is asked as long as she writes freely."""
    mine = memory.membership_of(reader, circle)
    return None if mine is None or mine.writing == Writing.FREE else standing_of(circle, reader)


def deciders(report: ContentReport) -> list[Any]:
    """Who may answer a report: who facilitates, save its author; else, and after a week, who administers."""
    return _near_then_far(report.circle, report.at, report.author_id)


def reviewers(measure: Measure) -> list[Any]:
    """The same of an appeal, without who decided."""
    return _near_then_far(measure.circle, measure.appealed_at or clock.now(), measure.by_id, measure.person_id)


def _near_then_far(circle: Circle, since: datetime, *others_than: int | None) -> list[Any]:
    near = _facilitating(circle, *others_than)
    if near and since >= clock.now() - LATE:
        return near
    known = {person.pk for person in near}
    return near + [person for person in _administering(*others_than) if person.pk not in known]


def waits_for_nobody(row: ContentReport | Measure) -> bool:
    """It waits for an answer that nobody may give."""
    return type(row).objects.filter(pk=row.pk).without_anybody().exists()


def who_names(circle: Circle) -> list[Any]:
    """Those who can name another person: who facilitates, who administers."""
    near = _facilitating(circle)
    return near + [person for person in _administering() if person not in near]


def without_anybody(circles: Collection[int] | None = None) -> int:
    """How many questions wait that nobody may answer: of these circles, or of all."""
    rows = (ContentReport.objects.without_anybody(), Measure.objects.without_anybody())
    return sum((found if circles is None else found.filter(circle__in=circles)).count() for found in rows)


def _facilitating(circle: Circle, *others_than: int | None) -> list[Any]:
    rows = Membership.objects.facilitators().filter(circle=circle, person__is_active=True).select_related("person")
    return [row.person for row in rows.order_by("pk") if row.person_id not in others_than]


def _administering(*others_than: int | None) -> list[Any]:
    found = User.objects.filter(is_administrator=True, is_active=True)
    return list(found.exclude(pk__in=[pk for pk in others_than if pk]).order_by("pk"))


@prepared
def _waiting(circles: Collection[int], person: Any) -> QuerySet[Circle, Any]:
    asked = ContentReport.objects.filter(circle=OuterRef("pk"), state=ReportState.OPEN).exclude(author=person)
    contested = Measure.objects.filter(circle=OuterRef("pk"), state=MeasureState.APPEALED)
    contested = contested.exclude(by=person).exclude(person=person)

    def many(rows: Any, what: str) -> Any:
        return Coalesce(
            Subquery(rows.order_by().values("circle").annotate(n=Count(what, distinct=True)).values("n")), 0
        )

    found = Circle.objects.filter(pk__in=circles).order_by("search_key", "pk")
    nobody = [rows.objects.without_anybody().filter(circle=OuterRef("pk")) for rows in (ContentReport, Measure)]
    found = found.filter(Exists(asked) | Exists(contested) | Exists(nobody[0]) | Exists(nobody[1]))
    stuck = many(nobody[0], "pk") + many(nobody[1], "pk")
    return found.values_list("slug", "name", many(asked, "object_id"), many(contested, "pk"), stuck)


def waiting_by_circle(person: Any, circles: Collection[int]) -> list[tuple[str, str, int, int, int]]:
    """Slug, name, how many things are reported and how many measures contested, of each circle where something waits for her; and how
    many wait for somebody who is not named yet."""
    return list(_waiting(list(circles), person)) if circles else []


def waiting_for_administration(person: Any) -> int:
    """Of the circles that she does not facilitate herself, and where nobody else answers."""
    mine = memory.facilitated(person)
    return open_reports(person).exclude(circle__in=mine).count() + appeals(person).exclude(circle__in=mine).count()


def without_anybody_elsewhere(person: Any) -> int:
    """In the circles that she does not facilitate herself."""
    mine = memory.facilitated(person)
    rows = (ContentReport.objects.without_anybody(), Measure.objects.without_anybody())
    return sum(found.exclude(circle__in=mine).count() for found in rows)
