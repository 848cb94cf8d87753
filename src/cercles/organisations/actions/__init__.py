"""What can be done with organisations: this list is the room's whole power."""

from cercles.organisations.actions.affiliations import add_affiliation, edit_affiliation, end_affiliation
from cercles.organisations.actions.claims import (
    ask_to_represent,
    confirm_claim,
    contest_claim,
    decline_claim,
    proves_by_address,
    withdraw_claim,
)
from cercles.organisations.actions.organisations import create_organisation, edit_organisation, set_visibility
from cercles.organisations.actions.people import add_somebody
from cercles.organisations.actions.repairs import merge_organisations, repair_identifiers, take_back, undo_merge
from cercles.organisations.actions.reports import accept_report, decline_report, report_error

__all__ = [
    "accept_report",
    "add_affiliation",
    "add_somebody",
    "ask_to_represent",
    "confirm_claim",
    "contest_claim",
    "create_organisation",
    "decline_claim",
    "decline_report",
    "edit_affiliation",
    "edit_organisation",
    "end_affiliation",
    "merge_organisations",
    "proves_by_address",
    "repair_identifiers",
    "report_error",
    "set_visibility",
    "take_back",
    "undo_merge",
    "withdraw_claim",
]
