"""Everything that changes an account. Rooms above call these; each takes who acts and refuses in words."""

from cercles.people.actions.accounts import (
    ask_to_enter,
    enter,
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
from cercles.people.actions.legal import (
    accept_terms,
    discard_legal_draft,
    publish_legal,
    save_legal_draft,
    write_terms_letters,
)
from cercles.people.actions.links import renew_link, revoke_links
from cercles.people.actions.messages import write_to
from cercles.people.actions.retention import keep_account, purge_all

__all__ = [
    "accept_terms",
    "appoint_administrator",
    "ask_to_enter",
    "discard_legal_draft",
    "enter",
    "erase_blockers",
    "erase_person",
    "introduce",
    "invite_person",
    "invite_to_platform",
    "keep_account",
    "last_administrator",
    "publish_legal",
    "purge_all",
    "reactivate",
    "renew_link",
    "revoke_links",
    "save_legal_draft",
    "set_administrator",
    "set_consent",
    "settle_in",
    "suspend",
    "update_profile",
    "write_terms_letters",
    "write_to",
]
