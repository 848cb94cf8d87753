"""Each rule of the rooms above: on the eve of its day nothing goes, on its day exactly what it says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cercles.circles.models import Handover, Nudge, Question, Solicitation
from cercles.core import clock, retention
from cercles.journal.models import Digest, Entry
from cercles.library.models import FolderFile, FolderImport
from cercles.meetings.enums import MeetingState
from cercles.meetings.models import FollowUp, Registration, Takeaway
from cercles.organisations.models import Claim, ImportRefusal, Report
from cercles.people.actions import purge_all
from cercles.polls.models import Ballot, Objection
from cercles.practices.actions import attach_file, write_sheet
from cercles.practices.models import PracticeSheet
from tests.factories.circles import ThreadFactory
from tests.factories.meetings import FollowUpFactory, MeetingFactory, RegistrationFactory
from tests.factories.organisations import ClaimFactory, ImportRunFactory
from tests.factories.polls import make_consent, make_poll
from tests.factories.practices import TEXTS, make_shared, make_sheet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = datetime(2026, 1, 10, 3, tzinfo=UTC)
YEAR = 365


def purged(day: int, *codes: str) -> dict[str, int]:
    """What the rules of these codes took in the night of that day."""
    with clock.at(START + day * DAY):
        return {code: count for code, count in purge_all().items() if count and code.startswith(codes)}


def claims(cast):
    for state in ("declined", "withdrawn", "confirmed"):
        reason = "Pas de lien." if state == "declined" else ""
        ClaimFactory(person=cast.account, state=state, reason=reason, asked_at=START, decided_at=START)
    ClaimFactory(person=cast.account, asked_at=START)
    return lambda: sorted(Claim.objects.values_list("state", flat=True)) == ["asked", "confirmed"]


def reports(cast):
    for state in ("accepted", "declined", "asked"):
        Report.objects.create(
            organisation=cast.organisation, column="name", says="Val-Fibre SA", state=state, reason="Non.", asked_at=START,
            decided_at=None if state == "asked" else START, person=cast.account,
        )  # fmt: skip
    return lambda: [row.state for row in Report.objects.all()] == ["asked"]


def refusals(cast):
    for number, state in enumerate(("done", "stopped")):
        run = ImportRunFactory(
            layout="cercles", file_name="a.csv", sha256=str(number) * 64, size=1, state=state, reason="Arrêt." * number,
            finished_at=START,
        )  # fmt: skip
        for line in (1, 2):
            ImportRefusal.objects.create(run=run, line=line, reason="Sans nom.", cells=["Maud Lenoir"])
    return lambda: {row.run.state for row in ImportRefusal.objects.all()} == {"stopped"}


def not_there(cast):
    for state in (MeetingState.HELD, MeetingState.CANCELLED):
        meeting = MeetingFactory(
            circle=cast.circle, state=state, state_reason="La salle est fermée.", starts_at=START - DAY, ends_at=START
        )
        for person, trait in ((cast.member, "invited"), (cast.facilitator, "declined"), (cast.account, "attended")):
            RegistrationFactory(meeting=meeting, person=person, **{trait: True})
    later = MeetingFactory(circle=cast.circle, starts_at=START + 10 * YEAR * DAY)
    RegistrationFactory(meeting=later, person=cast.member, invited=True)
    return lambda: sorted(Registration.objects.values_list("state", flat=True)) == ["attended", "invited"]


def follow_ups(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    for state in ("done", "dropped", "open"):
        FollowUpFactory(
            meeting=meeting,
            person=cast.member,
            state=state,
            reason="Faute de temps.",
            created_at=START - DAY,
            news_at=START,
        )
    return lambda: set(FollowUp.objects.values_list("state", "person")) == {
        ("done", None), ("dropped", None), ("open", cast.member.pk),
    }  # fmt: skip


def closed(poll) -> None:
    type(poll).objects.filter(pk=poll.pk).update(state="closed", closed_at=START)


def ballots(cast):
    over, going_on = make_poll(cast), make_poll(cast)
    for poll in (over, going_on):
        Ballot.objects.create(poll=poll, person=cast.member, cast_by=cast.member, at=START)
    closed(over)
    return lambda: (
        dict(Ballot.objects.values_list("poll", "person")) == {over.pk: None, going_on.pk: cast.member.pk}
        and Ballot.objects.get(poll=over).voice_label == "nom effacé"
    )


def objections(cast):
    poll = make_consent(cast)
    ballot = Ballot.objects.create(poll=poll, answer="objection")
    Objection.objects.create(poll=poll, ballot=ballot, person=cast.member, text="Trop tôt.", round=1)
    closed(poll)
    return lambda: (
        [(row.text, row.person, row.who) for row in Objection.objects.all()] == [("Trop tôt.", None, "nom effacé")]
    )


def taken(cast):
    for state in ("done", "stopped", "running"):
        row = FolderImport.objects.create(
            circle=cast.circle, by=cast.member, name="ancien.zip", at=START, state=state, total=1,
            finished_at=None if state == "running" else START,
        )  # fmt: skip
        FolderFile.objects.create(folder=row, position=1, path="Salaires de Maud.xls", taken="refused")
    return lambda: FolderFile.objects.count() == 1 and FolderImport.objects.get().state == "running"


def sent(cast):
    for day in (0, 5):
        name = default_storage.save(f"dossiers/{day}", ContentFile(b"x"))
        FolderImport.objects.create(
            circle=cast.circle, by=cast.member, name="ancien.zip", at=START + day * DAY, total=1, file=name
        )
    return lambda: sorted(FolderImport.objects.values_list("state", flat=True)) == ["proposed", "stopped"]


def takeaways(cast):
    """Shared with the circle, it stays; answered anew three months later, it is kept from that day."""
    meeting = MeetingFactory(circle=cast.circle, held=True)
    for person, shared in ((cast.member, False), (cast.facilitator, True), (cast.account, False)):
        Takeaway.objects.create(
            meeting=meeting, person=person, text="Appeler Val-Fibre.", may_share=shared, answered_at=START,
            outcome_at=START + 90 * DAY if person == cast.account else None,
        )  # fmt: skip
    return lambda: set(Takeaway.objects.values_list("person", flat=True)) == {cast.facilitator.pk, cast.account.pk}


def nudges(cast):
    for number, state in enumerate(("sent", "later", "never")):
        until = START.date() if state == "later" else None
        Nudge.objects.create(
            circle=cast.circle, kind="silence", about=number, person=cast.member, title="Malo se tait", state=state, at=START,
            until=until,
        )  # fmt: skip
    return lambda: [row.state for row in Nudge.objects.all()] == ["never"]


def solicitations(cast):
    for state in ("open", "answered"):
        thread = ThreadFactory(circle=cast.circle, started_by=cast.facilitator, messages=2)
        answer = thread.messages.get(number=2) if state == "answered" else None
        question = Question.objects.create(
            thread=thread, asked_by=cast.facilitator, state=state, answer=answer, answered_at=answer and START
        )
        Solicitation.objects.create(question=question, person=cast.member, at=START)
    return lambda: [row.question.state for row in Solicitation.objects.all()] == ["open"]


def handovers(cast):
    for state in ("declined", "accepted", "cancelled", "proposed"):
        answered = None if state == "proposed" else START
        Handover.objects.create(
            circle=cast.circle, giver=cast.facilitator, taker=cast.member, state=state, proposed_at=START, answered_at=answered,
            reason="Faute de temps.",
        )  # fmt: skip
    return lambda: [row.state for row in Handover.objects.all()] == ["proposed"]


def digests(cast):
    Digest.objects.create(person=cast.member, day=START.date(), until=START)
    return lambda: Digest.objects.count() == 0


SCENES = {
    "organisations.claims": (claims, YEAR, 2), "organisations.reports": (reports, YEAR, 2),
    "organisations.refusals": (refusals, YEAR, 2), "meetings.not_there": (not_there, YEAR, 5),
    "meetings.follow_ups": (follow_ups, 3 * YEAR, 2), "polls.ballots": (ballots, 3 * YEAR, 1),
    "polls.objections": (objections, 3 * YEAR, 1), "library.taken": (taken, YEAR, 2), "library.sent": (sent, 7, 1),
    "meetings.takeaways": (takeaways, 3 * YEAR + 30, 1),
}  # fmt: skip
NEAR = {
    "circles.nudges": (nudges, YEAR, 2), "circles.solicitations": (solicitations, YEAR, 1),
    "circles.handovers": (handovers, YEAR, 3), "journal.digests": (digests, 90, 1),
}  # fmt: skip


@pytest.mark.parametrize("code", {**SCENES, **NEAR})
def test_each_rule_takes_on_its_day_what_it_says(code, cast):
    scene, life, rows = {**SCENES, **NEAR}[code]
    as_told = scene(cast)
    if code == "meetings.takeaways":  # told thirty days before it goes
        purged(life - 30, "meetings")
    assert purged(life, code) == {}, "the day itself is still within its time"
    assert purged(life + 1, code) == {code: rows}
    assert as_told()
    assert purged(life + 2, code) == {}


def test_every_room_with_a_rule_is_tried():
    told = {
        rule.code for rule in retention.rules() if rule.code.partition(".")[0] not in ("people", "journal", "circles")
    }
    assert told == {*SCENES, "practices.drafts"}


def test_the_archive_of_a_folder_nobody_confirms_leaves_the_store(cast, django_capture_on_commit_callbacks):
    sent(cast)
    with django_capture_on_commit_callbacks(execute=True):
        purged(8, "library")
    assert [default_storage.exists(f"dossiers/{day}") for day in (0, 5)] == [False, True]


# What somebody alone wrote: she is told first


def test_what_one_kept_of_a_meeting_comes_back_by_mail_before_it_goes(cast, outbox):
    takeaways(cast)

    def mails():
        return [mail for mail in outbox() if mail.key.startswith("meetings.takeaway_leaves")]

    assert (purged(3 * YEAR - 30, "meetings"), mails()) == ({}, [])
    for day in (29, 28):
        assert purged(3 * YEAR - day, "meetings") == {}
    (letter,) = mails()
    assert (letter.person, "Appeler Val-Fibre." in letter.text) == (cast.member, True)
    assert purged(3 * YEAR + 1, "meetings") == {}, "thirty whole days after the letter"
    assert purged(3 * YEAR + 2, "meetings") == {"meetings.takeaways": 1}


def test_whoever_cannot_be_written_to_loses_it_on_its_day_all_the_same(cast):
    takeaways(cast)
    type(cast.member).objects.filter(pk=cast.member.pk).update(is_active=False)
    assert purged(3 * YEAR, "meetings") == {}
    assert purged(3 * YEAR + 1, "meetings") == {"meetings.takeaways": 1}


# Drafts: their author is told first


def letters(outbox) -> list[str]:
    return [mail.to for mail in outbox() if mail.key.startswith("sheet-draft")]


@pytest.fixture
def draft(cast):
    with clock.at(START):
        sheet = make_sheet(cast, title="Un brouillon de 2026")
        attach_file(sheet=sheet, by=cast.member, file=ContentFile(b"%PDF-1.4 x", name="plan.pdf"))
        return sheet


def test_a_draft_leaves_a_month_after_its_letter(cast, draft, outbox, django_capture_on_commit_callbacks):
    with clock.at(START):
        make_shared(cast)
    name = draft.attachments.get().file.name
    assert (purged(3 * YEAR - 30, "practices"), letters(outbox)) == ({}, [])
    for day in (29, 28):
        assert (purged(3 * YEAR - day, "practices"), letters(outbox)) == ({}, ["member@example.org"])
    assert purged(3 * YEAR + 1, "practices") == {}, "thirty whole days after the letter"
    with django_capture_on_commit_callbacks(execute=True):
        assert purged(3 * YEAR + 2, "practices") == {"practices.drafts": 1}
    assert [sheet.state for sheet in PracticeSheet.objects.all()] == ["circle"]
    assert not default_storage.exists(name)
    assert not Entry.objects.filter(title="Un brouillon de 2026").exists()


def test_a_draft_written_again_is_kept_and_its_author_is_told_anew(cast, draft, outbox):
    purged(3 * YEAR - 29, "practices")
    with clock.at(START + (3 * YEAR - 5) * DAY):
        write_sheet(sheet=draft, by=cast.member, texts=TEXTS, organisations=[cast.organisation])
    assert (purged(3 * YEAR + 60, "practices"), len(letters(outbox))) == ({}, 1)
    assert PracticeSheet.objects.count() == 1
    assert (purged(6 * YEAR - 34, "practices"), len(letters(outbox))) == ({}, 2)


def test_a_draft_nobody_could_be_told_of_stays(cast, draft, outbox):
    type(cast.member).objects.filter(pk=cast.member.pk).update(is_active=False)
    assert (purged(5 * YEAR, "practices"), letters(outbox)) == ({}, [])
    assert PracticeSheet.objects.count() == 1
