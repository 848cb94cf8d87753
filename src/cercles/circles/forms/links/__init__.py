"""What a signed link of the room shows, asks and does. Every act tells its person by letter what was done in her name."""

from cercles.circles import rules
from cercles.circles.forms.links import chasing, doors, life, moderation, questions
from cercles.circles.forms.links.doors import InvitationForm
from cercles.circles.forms.links.frame import LinkDecisionForm, LinkLeaveForm, LinkRelayForm
from cercles.circles.forms.moderation import AppealLinkForm
from cercles.core.links import Verb

VERBS = (
    Verb(
        "circle.appeal", moderation.load_measure, moderation.present_appeal, moderation.perform_appeal, AppealLinkForm,
        may=moderation.is_hers,
    ),
    Verb("circle.leave", life.load_membership, life.present_leaving, life.perform_leaving, LinkLeaveForm, may=life.is_hers),
    Verb("circle.fits", questions.load_answer, questions.present_answer, questions.perform_fits, may=questions.may_settle),
    Verb("circle.unknown", chasing.load, chasing.present, chasing.perform, may=rules.can_pass),
    Verb("circle.invitation", doors.load_invitation, doors.present_invitation, doors.perform_invitation, InvitationForm),
    Verb(
        "circle.request", doors.load_request, doors.present_request, doors.perform_request, LinkDecisionForm,
        may=rules.can_decide_door,
    ),
    Verb(
        "circle.charter", life.load_version, life.present_charter, life.perform_charter, life.CharterLinkForm,
        may=life.is_asked,
    ),
    Verb(
        "circle.handover", life.load_handover, life.present_handover, life.perform_handover, LinkRelayForm,
        may=life.may_take,
    ),
    Verb(
        "circle.opening", doors.load_opening, doors.present_opening, doors.perform_opening, LinkDecisionForm,
        may=rules.can_see_opening,
    ),
)  # fmt: skip
