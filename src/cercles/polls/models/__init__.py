"""A poll, its answers, its objections."""

from cercles.polls.models.answers import Ballot, Objection
from cercles.polls.models.poll import Option, Poll, PollVersion
from cercles.polls.models.urn import Urn

__all__ = ["Ballot", "Objection", "Option", "Poll", "PollVersion", "Urn"]
