"""A poll, its answers, its objections."""

from cercles.polls.models.answers import Ballot, Objection
from cercles.polls.models.poll import Option, Poll, PollVersion

__all__ = ["Ballot", "Objection", "Option", "Poll", "PollVersion"]
