"""The thread and the journal: a sheet comes of a meeting, a reuse of a sheet, another sheet of a reuse; and who did it all, when."""

from collections import defaultdict

from benchmarks.fill.book import Book, write
from cercles.circles.models import Circle, Membership
from cercles.journal.models import Entry, Link
from cercles.meetings.models import Meeting
from cercles.organisations.models import Organisation
from cercles.practices.models import PracticeSheet, Reuse
from cercles.search.models import Change

_CIRCLE, _MEETING, _SHEET, _REUSE = "circles.circle", "meetings.meeting", "practices.practicesheet", "practices.reuse"


def _link(origin: str, origin_id: int, outcome: str, outcome_id: int, verb: str) -> Link:
    return Link(origin_kind=origin, origin_id=origin_id, outcome_kind=outcome, outcome_id=outcome_id, verb=verb)


def fill_links(book: Book) -> None:
    """As the actions link: a meeting comes of its circle; a sheet of a meeting, of a reuse or of its circle; a reuse of a sheet."""
    meetings: dict[int, list[int]] = defaultdict(list)
    for pk, circle in Meeting.objects.order_by("pk").values_list("pk", "circle"):
        meetings[circle].append(pk)
    sheets = list(PracticeSheet.objects.order_by("pk").values_list("pk", "circle"))
    reuses = list(Reuse.objects.order_by("pk").values_list("pk", "sheet"))
    drawn = book.rng.sample(sheets, min(len(sheets), len(reuses) // 8))
    told = {sheet: reuse for (reuse, origin), (sheet, _circle) in zip(reuses, drawn, strict=False) if sheet != origin}
    rows = [_link(_CIRCLE, circle, _MEETING, pk, "meets") for circle, pks in meetings.items() for pk in pks]
    rows += [_link(_SHEET, origin, _REUSE, pk, "reused") for pk, origin in reuses]
    for pk, circle in sheets:
        if pk in told:
            rows.append(_link(_REUSE, told[pk], _SHEET, pk, "told"))
        elif meetings[circle] and book.rng.random() < 0.5:
            rows.append(_link(_MEETING, book.rng.choice(meetings[circle]), _SHEET, pk, "told"))
        else:
            rows.append(_link(_CIRCLE, circle, _SHEET, pk, "told"))
    write(rows)


def fill_journal(book: Book) -> None:
    """Five acts a sheet, one a member, one a meeting; and one line of the change log for each kind of object."""
    members = Membership.objects.order_by("pk").values_list("circle", "person", "since")
    rows = [
        Entry(verb="circles.joined", kind="circles.circle", object_id=pk, by_id=by, at=at, audience=f"circle:{pk}")
        for pk, by, at in members
    ]
    told = PracticeSheet.objects.order_by("pk").values_list("pk", "author", "created_at", "audience")
    for verb in ("practices.started", "practices.submitted", "practices.shared"):
        rows += [Entry(verb=verb, kind=_SHEET, object_id=pk, by_id=by, at=at, audience=who) for pk, by, at, who in told]
    meetings = Meeting.objects.order_by("pk").values_list("pk", "announced_at", "audience")
    rows += [
        Entry(verb="meetings.announced", kind=_MEETING, object_id=pk, by=None, at=at, audience=who)
        for pk, at, who in meetings
    ]
    write(rows)
    for model in (Circle, Organisation, Meeting, PracticeSheet):
        ids = model.objects.order_by("pk").values_list("pk", flat=True)
        Change.objects.create(kind=model._meta.label_lower, first_id=ids.first(), last_id=ids.last())
