"""Moderation of a circle: report, answer, take away with a reason, contest, look at it again (docs/decisions/0024)."""

from cercles.circles.actions.moderation.appealing import confirm, contest, give_back, lift
from cercles.circles.actions.moderation.chasing import chase_moderation
from cercles.circles.actions.moderation.leaving import forget_in_moderation, purge_measures
from cercles.circles.actions.moderation.messages import erase_messages, remove_message, restore_message
from cercles.circles.actions.moderation.removing import remove
from cercles.circles.actions.moderation.reporting import keep_reported, remove_reported, report
from cercles.circles.actions.moderation.writing import answer, rejoined, restrict, start

__all__ = [
    "answer",
    "chase_moderation",
    "confirm",
    "contest",
    "erase_messages",
    "forget_in_moderation",
    "give_back",
    "keep_reported",
    "lift",
    "purge_measures",
    "rejoined",
    "remove",
    "remove_message",
    "remove_reported",
    "report",
    "restore_message",
    "restrict",
    "start",
]
