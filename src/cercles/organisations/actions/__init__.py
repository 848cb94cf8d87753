"""What can be done with organisations: this list is the room's whole power."""

from cercles.organisations.actions.affiliations import add_affiliation, edit_affiliation, end_affiliation
from cercles.organisations.actions.organisations import create_organisation, edit_organisation, set_visibility

__all__ = [
    "add_affiliation",
    "create_organisation",
    "edit_affiliation",
    "edit_organisation",
    "end_affiliation",
    "set_visibility",
]
