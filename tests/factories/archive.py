"""A circle in which each kind of object lives, told by the cast; and what must never leave it."""

from datetime import timedelta
from typing import Any

from cercles.circles.actions import threads as talking
from cercles.circles.models import Circle, CircleTheme, HalfYearReview, Nudge, PositionStatement, StageNote
from cercles.core import clock
from cercles.journal import actions as journal
from cercles.organisations.models import Organisation
from cercles.polls import actions as polls
from cercles.polls.models import Poll, Urn
from cercles.practices.models import Reuse
from tests.factories.library import add, sent
from tests.factories.meetings import (
    DecisionFactory,
    FollowUpFactory,
    MeetingFactory,
    MinutesFactory,
    RegistrationFactory,
    TakeawayFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.polls import make_poll
from tests.factories.practices import make_shared, make_sheet

# Written in the scene where nobody but its author, or nobody at all, reads them.
HIDDEN = (
    "fiche gardée", "brouillon du compte rendu", "mot retiré", "Tiphaine Cachée", "voix pas encore montrée", "raison du départ",
    "former@example.org", "tiphaine@example.org", "bilan en chantier", "relance gardée", "Fatou Ancienne",
    "Oriane Discrète",
)  # fmt: skip
# Read by who facilitates, not by a member.
FOR_FACILITATORS = (
    "réunion en préparation",
    "12 rue des Pairs",
    "retenu pour moi",
    "dit à huis clos",
    "décidé à huis clos",
    "member@example.org",
    "facilitator@example.org",
)


def make_full(cast: Any) -> Circle:
    circle: Circle = cast.circle
    circle.memberships.filter(person=cast.former).update(leaving_reason="raison du départ")
    StageNote.objects.create(circle=circle, stage="active", note="Chacun vient.", by=cast.facilitator, at=clock.now())
    theme = CircleTheme.objects.create(circle=circle, label="Louer; « l’usage »")
    PositionStatement.objects.create(
        circle=circle, theme=theme, organisation=cast.organisation, level="trying", text="=1+1, sur\ndeux lignes",
        said_by=cast.member, audience=circle.members_audience,
    )  # fmt: skip
    _talk(cast, circle)
    _ask(cast)
    add(cast, name="Modèle d’accord.txt", theme=theme)
    _meet(cast, circle)
    _review(cast, circle)
    sheet = make_shared(cast)
    make_sheet(cast, title="fiche gardée")
    other = Organisation.objects.create(name="Froid des Combes", search_key="froid des combes", audience="public")
    Reuse.objects.create(
        sheet=sheet, version=1, organisation=other, declared_by=cast.representative, outcome="tried", result="Bien.",
        audience=circle.members_audience,
    )  # fmt: skip
    return circle


def _review(cast: Any, circle: Circle) -> None:
    """One that was published; the next, still a draft; and a line of the week that nobody but who facilitates knows of."""
    said = {"engagement": True, "engagement_said": "Ils s’appellent.", "enterprise": True, "enterprise_said": "Louer.",
            "repertoire": False, "repertoire_said": "Pas encore."}  # fmt: skip
    today = clock.today()
    HalfYearReview.objects.create(
        circle=circle, state="published", since=today - timedelta(days=183), until=today, text="## Notre semestre", **said,
        stage="active", stage_note="Chacun vient.", published_at=clock.now(), published_by=cast.facilitator,
    )  # fmt: skip
    HalfYearReview.objects.create(circle=circle, since=today, until=today + timedelta(days=9), text="bilan en chantier")
    Nudge.objects.create(
        circle=circle, kind="silent", about=cast.member.pk, person=cast.member, title="relance gardée", state="never",
        by=cast.facilitator,
    )  # fmt: skip


def _talk(cast: Any, circle: Circle) -> None:
    thread = talking.start_thread(
        circle=circle,
        by=cast.member,
        title="Où louer ?",
        text="Bonjour à **tous**",
        files=[sent("plan.txt", b"Le plan")],
    )
    first = thread.messages.get()
    talking.edit_message(message=first, by=cast.member, text="Bonjour à toutes")
    talking.post_message(thread=thread, by=cast.facilitator, text="Chez nous.", answers=first)
    gone = talking.post_message(thread=thread, by=cast.member, text="mot retiré")
    talking.withdraw_message(message=gone, by=cast.member)


def _ask(cast: Any) -> None:
    poll = make_poll(cast)
    polls.answer_poll(poll=poll, by=cast.member, options=[poll.options.first()])
    polls.close_poll(poll=poll, by=cast.facilitator, outcome="Les stocks.")
    kept = make_poll(cast, title="À la fin", shown_when="closed")
    polls.answer_poll(poll=kept, by=cast.member, options=[kept.options.last()], reason="voix pas encore montrée")
    secret = make_poll(cast, title="En secret", shown_when="closed", is_secret=True)
    Poll.objects.filter(pk=secret.pk).update(state="closed", closed_at=clock.now())
    Urn.objects.create(poll=secret, opened=[["22222aaaaa", [1], []]])


def _meet(cast: Any, circle: Circle) -> None:
    meeting = MeetingFactory(circle=circle, title="Louer à deux", closed=True, opened_by=cast.facilitator)
    RegistrationFactory(meeting=meeting, person=cast.member, organisation=cast.organisation, attended=True)
    MinutesFactory(meeting=meeting).versions.update(author=cast.facilitator)
    DecisionFactory(meeting=meeting)
    FollowUpFactory(meeting=meeting, person=cast.member)
    TakeawayFactory(meeting=meeting, person=cast.member, text="retenu pour moi")
    journal.link(circle, meeting, verb="meets", by=cast.facilitator)
    agenda = [{"minutes": 20, "title": "Récit", "speaker": "Oriane Discrète"}]
    quiet = MeetingFactory(circle=circle, title="Entre nous", closed=True, chatham=True, agenda=agenda)
    hidden = PersonFactory(name="Tiphaine Cachée", email="tiphaine@example.org")
    RegistrationFactory(meeting=quiet, person=hidden, attended=True)
    FollowUpFactory(meeting=quiet, person=hidden)
    journal.link(meeting, quiet, verb="meets", by=hidden)
    MinutesFactory(meeting=quiet, visibility="meeting", draft="dit à huis clos")
    DecisionFactory(meeting=quiet, text="décidé à huis clos")
    TakeawayFactory(meeting=quiet, person=hidden, text="Dit sans nom", may_share=True)
    MinutesFactory(meeting=MeetingFactory(circle=circle, title="réunion en préparation", draft=True),
                   published=False, draft="brouillon du compte rendu")  # fmt: skip
