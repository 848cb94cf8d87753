"""What one can do in the room ``circles``: one function an act."""

from cercles.circles.actions.charter import accept_charter, publish_charter, write_charter_letters
from cercles.circles.actions.handover import accept_handover, cancel_handover, decline_handover, propose_handover
from cercles.circles.actions.invitations import (
    accept_invitation,
    answer_invitation,
    cancel_invitation,
    decline_invitation,
    invite,
    invite_many,
    renew_join_link,
    revoke_join_link,
)
from cercles.circles.actions.leaving import forget_person
from cercles.circles.actions.life import (
    add_theme,
    close_circle,
    reopen_circle,
    retire_theme,
    set_stage,
    update_circle,
    write_closing_letters,
)
from cercles.circles.actions.locks import locked_open, require_open
from cercles.circles.actions.membership import (
    add_member,
    ask_to_leave,
    change_member,
    leave_circle,
    remove_member,
    speak_for,
)
from cercles.circles.actions.nudges import never_again, put_off, send_word, take_up
from cercles.circles.actions.opening import accept_opening, ask_to_open, decline_opening, open_circle
from cercles.circles.actions.positions import state_position, withdraw_position
from cercles.circles.actions.requests import (
    accept_request,
    ask_to_join,
    decline_request,
    enter_by_link,
    withdraw_request,
)
from cercles.circles.actions.reviews import publish_review, write_review, write_review_letters

__all__ = [
    "accept_charter",
    "accept_handover",
    "accept_invitation",
    "accept_opening",
    "accept_request",
    "add_member",
    "add_theme",
    "answer_invitation",
    "ask_to_join",
    "ask_to_leave",
    "ask_to_open",
    "cancel_handover",
    "cancel_invitation",
    "change_member",
    "close_circle",
    "decline_handover",
    "decline_invitation",
    "decline_opening",
    "decline_request",
    "enter_by_link",
    "forget_person",
    "invite",
    "invite_many",
    "leave_circle",
    "locked_open",
    "never_again",
    "open_circle",
    "propose_handover",
    "publish_charter",
    "publish_review",
    "put_off",
    "remove_member",
    "renew_join_link",
    "reopen_circle",
    "require_open",
    "retire_theme",
    "revoke_join_link",
    "send_word",
    "set_stage",
    "speak_for",
    "state_position",
    "take_up",
    "update_circle",
    "withdraw_position",
    "withdraw_request",
    "write_charter_letters",
    "write_closing_letters",
    "write_review",
    "write_review_letters",
]
