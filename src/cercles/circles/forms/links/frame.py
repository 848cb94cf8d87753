"""What the links of the room share: the charter to read, and the letter that says what was done."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails import frame
from cercles.circles.forms.doors import DecisionForm, RelayForm
from cercles.circles.forms.members import LeaveForm
from cercles.circles.models import CharterVersion
from cercles.circles.queries import current_charter
from cercles.core.components import Panel
from cercles.core.difference import difference


def charter_text(circle: Any, *, read: CharterVersion | None = None) -> Panel:
    """The charter in force, and what changed since the version that was read."""
    current = current_charter(circle)
    changed = read is not None and current is not None and read != current
    changes = difference(read.text, current.text) if changed else []
    return Panel("circles/charter_panel.html", {"version": current, "changes": changes})


def told(mark: str, person: Any, line: str) -> str:
    frame.done(key=f"circle-done-{mark}-{person.pk}", person=person, subject=line, line=line)
    return line


class LinkDecisionForm(DecisionForm):
    def __init__(self, data: Any = None, *, obj: Any, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)


class LinkLeaveForm(LeaveForm):
    def __init__(self, data: Any = None, *, obj: Any, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)


class LinkRelayForm(RelayForm):
    def __init__(self, data: Any = None, *, obj: Any, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)


def answered(request: Any) -> str:
    """Of a request that nobody has to answer any more: what was said, and by whom."""
    who = request.decided_by or request.person
    return _("Il y a déjà eu une réponse : « %(state)s », par %(name)s.") % {
        "state": request.get_state_display(), "name": who,
    }  # fmt: skip
