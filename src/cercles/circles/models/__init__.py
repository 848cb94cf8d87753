"""Circles of peers: who is in them, what they agreed to, how far they are, and what each says it does."""

from cercles.circles.models.charter import CharterAcceptance, CharterVersion
from cercles.circles.models.circle import Circle, CircleTheme, OpeningRequest, StageNote
from cercles.circles.models.held import BlockedSender, HeldMessage, ListImport
from cercles.circles.models.joining import Handover, Invitation, JoinLink, JoinRequest
from cercles.circles.models.membership import Membership
from cercles.circles.models.position import PositionStatement
from cercles.circles.models.threads import Mention, Message, MessageFile, MessageVersion, Thread, ThreadReading

__all__ = [
    "BlockedSender",
    "CharterAcceptance",
    "CharterVersion",
    "Circle",
    "CircleTheme",
    "Handover",
    "HeldMessage",
    "Invitation",
    "JoinLink",
    "JoinRequest",
    "ListImport",
    "Membership",
    "Mention",
    "Message",
    "MessageFile",
    "MessageVersion",
    "OpeningRequest",
    "PositionStatement",
    "StageNote",
    "Thread",
    "ThreadReading",
]
