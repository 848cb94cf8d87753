"""What the room gives to the others: signed-link acts, what is due, panels, personal data, what is found."""

from cercles.practices.adapters.attaching import attached
from cercles.practices.adapters.due import due
from cercles.practices.adapters.finding import sources
from cercles.practices.adapters.links import VERBS
from cercles.practices.adapters.panels import (
    circle_tabs,
    home_public,
    meeting_panels,
    nav,
    organisation_panels,
    thread_panels,
    week_panels,
    week_sent,
)
from cercles.practices.adapters.personal import erase, erase_told, export

__all__ = [
    "VERBS",
    "attached",
    "circle_tabs",
    "due",
    "erase",
    "erase_told",
    "export",
    "home_public",
    "meeting_panels",
    "nav",
    "organisation_panels",
    "sources",
    "thread_panels",
    "week_panels",
    "week_sent",
]  # fmt: skip
