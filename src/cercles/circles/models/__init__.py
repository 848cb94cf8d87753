"""Circles of peers: who is in them, what they agreed to, how far they are, and what each says it does."""

from cercles.circles.models.charter import CharterAcceptance, CharterVersion
from cercles.circles.models.circle import Circle, CircleTheme, OpeningRequest, StageNote
from cercles.circles.models.joining import Handover, Invitation, JoinLink, JoinRequest
from cercles.circles.models.membership import Membership
from cercles.circles.models.position import PositionStatement
from cercles.circles.models.threads import Mention, Message, MessageFile, MessageVersion, Thread, ThreadReading

__all__ = [
    "CharterAcceptance",
    "CharterVersion",
    "Circle",
    "CircleTheme",
    "Handover",
    "Invitation",
    "JoinLink",
    "JoinRequest",
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
