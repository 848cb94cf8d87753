"""Everything that changes an account. Rooms above call these; each takes who acts and refuses in words."""

from cercles.people.actions.accounts import (
    ask_to_enter,
    enter,
    forget_unconfirmed,
    introduce,
    invite_person,
    settle_in,
    update_profile,
)
from cercles.people.actions.administration import (
    appoint_administrator,
    invite_to_platform,
    last_administrator,
    reactivate,
    set_administrator,
    suspend,
)
from cercles.people.actions.consents import set_consent
from cercles.people.actions.erasure import erase_blockers, erase_person
from cercles.people.actions.links import renew_link, revoke_links
from cercles.people.actions.messages import write_to

__all__ = [
    "appoint_administrator",
    "ask_to_enter",
    "enter",
    "erase_blockers",
    "erase_person",
    "forget_unconfirmed",
    "introduce",
    "invite_person",
    "invite_to_platform",
    "last_administrator",
    "reactivate",
    "renew_link",
    "revoke_links",
    "set_administrator",
    "set_consent",
    "settle_in",
    "suspend",
    "update_profile",
    "write_to",
]
