"""Invented practices, asked, agreed or refused, opened, taken up: each step happens once, whatever a visitor did since."""

from typing import Any

from django.db import models

from cercles.journal.models import Entry
from cercles.journal.queries import kind_of
from cercles.meetings.models import Meeting
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import organisation, person
from cercles.pages.demo.circles import circle
from cercles.pages.demo.meetings import meeting
from cercles.practices import actions
from cercles.practices.enums import TEXT_FIELDS, ApprovalState
from cercles.practices.models import PracticeSheet, Reuse
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.territories.models import Territory


def load_sheets() -> None:
    for told in read("sheets")["sheets"]:
        sheet = _start(told)
        if not _happened("practices.submitted", sheet):
            with on(told["submitted"]):
                actions.submit_sheet(sheet=sheet, by=sheet.author)
        for answer in told["answers"]:
            _answer(sheet, answer)
        if "opened" in told and not _happened("practices.opened", sheet):
            with on(told["opened"]):
                actions.open_sheet(sheet=sheet, by=sheet.author)
        if "revised" in told and not _happened("practices.written", sheet):
            _revise(sheet, told)
        for reuse in told.get("reuses", ()):
            _reuse(sheet, reuse)


def _happened(verb: str, obj: models.Model) -> bool:
    return Entry.objects.filter(verb=verb, kind=kind_of(obj), object_id=obj.pk).exists()


def _start(told: dict[str, Any]) -> PracticeSheet:
    author, place = person(told["author"]), circle(told["circle"])
    known = place.sheets.filter(author=author, is_fictional=True)
    found = known.filter(title=told["texts"]["title"]).first()
    if found is not None:
        return found
    with on(told["started"]):
        return actions.start_sheet(
            circle=place, by=author, texts=told["texts"], is_fictional=True, origin=_origin(told.get("origin")),
            organisations=[organisation(key) for key in told["organisations"]],
            economic_models=Term.objects.of(Vocabulary.ECONOMIC_MODEL).filter(code=told["model"]), **_sorted(told),
        )  # fmt: skip


def _sorted(told: dict[str, Any]) -> dict[str, Any]:
    """A place that is not loaded is left unsaid."""
    return {
        "goals": Term.objects.of(Vocabulary.SDG).filter(code__in=told["goals"]),
        "place": Territory.objects.communes().filter(code=told["place"]).first(),
    }


def _revise(sheet: PracticeSheet, told: dict[str, Any]) -> None:
    """The next version: written, asked, agreed by all in a week."""
    said = {name: text for name, text in told["revised"].items() if name in TEXT_FIELDS}
    by, days = person(told["revised"]["by"]), told["revised"]["days"]
    with on(days):
        actions.write_sheet(
            sheet=sheet, by=by, texts=told["texts"] | said, organisations=sheet.organisations.all(), licence=sheet.licence,
            economic_models=sheet.economic_models.all(), **_sorted(told),
        )  # fmt: skip
        actions.submit_sheet(sheet=sheet, by=by, change_note=told["revised"]["note"])
    with on(days - 7):
        for answer in told["answers"]:
            approval = sheet.approvals.get(organisation=organisation(answer["for"]))
            actions.answer_approval(approval=approval, by=person(answer["by"]), answer=answer["answer"])
        actions.tell_members(sheet=sheet.pk, version=2)


def _origin(said: dict[str, str] | None) -> Meeting | Reuse | None:
    """A sheet may come of a meeting, or of what another organisation did with a practice: the thread goes on."""
    if said is None:
        return None
    if "meeting" in said:
        return meeting(said["meeting"])
    return Reuse.objects.get(sheet__title=said["sheet"], organisation=organisation(said["reused_by"]))


def _answer(sheet: PracticeSheet, said: dict[str, Any]) -> None:
    """Those who were asked once and did not answer yet; what a visitor answered since stays."""
    approval = sheet.approvals.get(organisation=organisation(said["for"]))
    who = person(said["by"])
    answered = Entry.objects.filter(
        verb__startswith="practices.approval_", kind=kind_of(sheet), object_id=sheet.pk, by=who
    )
    if answered.exists() or (approval.state != ApprovalState.WAITING and approval.answered_by_id != who.pk):
        return
    with on(said["days"]):
        actions.answer_approval(approval=approval, by=who, answer=said["answer"], reason=said.get("reason", ""))
        for version in sheet.versions.all():
            actions.tell_members(sheet=sheet.pk, version=version.number)


def _reuse(sheet: PracticeSheet, said: dict[str, Any]) -> None:
    who = organisation(said["for"])
    if Reuse.objects.filter(sheet=sheet, organisation=who).exists():
        return
    words = {name: said[name] for name in ("outcome", "where", "what_changed", "result")}
    with on(said["days"]):
        actions.declare_reuse(sheet=sheet, by=person(said["by"]), organisation=who, **words)
