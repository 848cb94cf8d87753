"""The whole story, part after part. A part is a function that may be run again at any time."""

from cercles.circles.models import CharterAcceptance, Circle, JoinRequest, Membership, PositionStatement
from cercles.organisations.enums import Source
from cercles.organisations.models import Organisation
from cercles.pages.demo.cast import load_cast
from cercles.pages.demo.circles import load_circles
from cercles.pages.demo.closings import counts as counts_of_closings
from cercles.pages.demo.closings import load_closings
from cercles.pages.demo.documents import counts as counts_of_documents
from cercles.pages.demo.documents import load_documents
from cercles.pages.demo.legal import load_legal
from cercles.pages.demo.meetings import counts as counts_of_meetings
from cercles.pages.demo.meetings import load_meetings
from cercles.pages.demo.polls import counts as counts_of_polls
from cercles.pages.demo.polls import load_polls
from cercles.pages.demo.reviews import counts as counts_of_reviews
from cercles.pages.demo.reviews import load_reviews
from cercles.pages.demo.sheets import load_sheets
from cercles.pages.demo.threads import counts as counts_of_threads
from cercles.pages.demo.threads import load_threads
from cercles.people.models import User
from cercles.practices.models import Approval, PracticeSheet, Reuse

PARTS = (
    load_cast, load_legal, load_circles, load_meetings, load_sheets, load_threads, load_polls, load_documents, load_reviews,
    load_closings,
)  # fmt: skip


def load() -> dict[str, int]:
    """Each act of the story is its own transaction, as in real use; gives what the demonstration holds."""
    for part in PARTS:
        part()
    return counts()


def counts() -> dict[str, int]:
    sheets = PracticeSheet.objects.filter(is_fictional=True)
    return {
        "people": User.objects.filter(is_fictional=True).count(),
        "organisations": Organisation.objects.filter(source=Source.DEMO).count(),
        "circles": Circle.objects.count(),
        "memberships": Membership.objects.current().count(),
        "charter_acceptances": CharterAcceptance.objects.count(),
        "positions": PositionStatement.objects.current().count(),
        "join_requests": JoinRequest.objects.count(),
        **counts_of_meetings(),
        **counts_of_threads(),
        **counts_of_polls(),
        **counts_of_documents(),
        **counts_of_reviews(),
        **counts_of_closings(),
        "sheets": sheets.count(),
        "approvals": Approval.objects.filter(sheet__in=sheets).count(),
        "reuses": Reuse.objects.filter(sheet__in=sheets).count(),
    }
