"""Circles of peers: who is in them, what they agreed to, how far they are, and what each says it does."""

from cercles.circles.models.arriving import Arrival, ArrivedMember, ArrivedRow
from cercles.circles.models.charter import CharterAcceptance, CharterVersion
from cercles.circles.models.circle import Circle, CircleTheme, OpeningRequest, StageNote
from cercles.circles.models.ending import FinalReview, PreparedCopy
from cercles.circles.models.held import BlockedSender, HeldFile, HeldMessage, ListImport
from cercles.circles.models.joining import Handover, Invitation, JoinLink, JoinRequest
from cercles.circles.models.membership import Membership
from cercles.circles.models.moderation import ContentReport, Measure
from cercles.circles.models.nudge import Nudge
from cercles.circles.models.position import PositionStatement
from cercles.circles.models.questions import Question, Solicitation
from cercles.circles.models.review import HalfYearReview
from cercles.circles.models.threads import Mention, Message, MessageFile, MessageVersion, Thread, ThreadReading
from cercles.circles.models.visits import SupportVisit

__all__ = [
    "Arrival",
    "ArrivedMember",
    "ArrivedRow",
    "BlockedSender",
    "CharterAcceptance",
    "CharterVersion",
    "Circle",
    "CircleTheme",
    "ContentReport",
    "FinalReview",
    "HalfYearReview",
    "Handover",
    "HeldFile",
    "HeldMessage",
    "Invitation",
    "JoinLink",
    "JoinRequest",
    "ListImport",
    "Measure",
    "Membership",
    "Mention",
    "Message",
    "MessageFile",
    "MessageVersion",
    "Nudge",
    "OpeningRequest",
    "PositionStatement",
    "PreparedCopy",
    "Question",
    "Solicitation",
    "StageNote",
    "SupportVisit",
    "Thread",
    "ThreadReading",
]
