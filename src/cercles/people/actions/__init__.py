"""Everything that changes an account. Rooms above call these; each takes who acts and refuses in words."""

from cercles.people.actions.accounts import (
    ask_to_sign_up,
    enter,
    forget_unconfirmed,
    invite_person,
    settle_in,
    update_profile,
)

__all__ = ["ask_to_sign_up", "enter", "forget_unconfirmed", "invite_person", "settle_in", "update_profile"]
