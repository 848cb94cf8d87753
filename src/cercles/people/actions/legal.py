"""Write, publish and accept the pages the law asks for."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.audience import key
from cercles.core.errors import RuleBroken
from cercles.core.typography import when
from cercles.journal import actions as journal
from cercles.people import emails
from cercles.people.enums import LegalPage
from cercles.people.models import LegalAcceptance, LegalDraft, LegalVersion, User
from cercles.people.queries import legal, marks

_SLICE = 100  # letters a transaction


def _check_revision(draft: LegalDraft | None, revision: int) -> None:
    """What is on the screen is the draft as it stands."""
    if (draft.revision if draft else 0) != revision:
        text = _(
            "Ce brouillon vient de changer ailleurs. Voici ce qui a été écrit ; reprenez votre changement à partir de là."
        )
        raise RuleBroken("draft_changed", text, field="text")


def _locked(page: str) -> LegalDraft | None:
    return LegalDraft.objects.select_for_update().filter(page=page).first()


@transaction.atomic
def save_legal_draft(
    *, page: str, by: Any, text: str, change_note: str = "", asks_acceptance: bool = False, revision: int
) -> LegalDraft:
    """What is being written, kept until it is published. ``revision``: that of the draft it was written from, 0 for none."""
    draft = _locked(page)
    _check_revision(draft, revision)
    said = {
        "text": text.strip(), "change_note": " ".join(change_note.split()), "changed_by": by, "changed_at": clock.now(),
        "asks_acceptance": asks_acceptance and page == LegalPage.TERMS, "revision": revision + 1,
    }  # fmt: skip
    if draft is None:  # of two who begin at once, one began: the other reads it first
        draft, begun = LegalDraft.objects.get_or_create(page=page, defaults=said)
        _check_revision(draft, draft.revision if begun else revision)
        return draft
    for name, value in said.items():
        setattr(draft, name, value)
    draft.save()
    return draft


@transaction.atomic
def discard_legal_draft(*, page: str, by: Any) -> None:
    LegalDraft.objects.filter(page=page).delete()


@transaction.atomic
def publish_legal(*, page: str, by: Any, in_force_on: date, revision: int) -> LegalVersion:
    """The draft becomes a version that nobody changes any more; those it asks are written to."""
    draft = _locked(page)
    _check_revision(draft, revision)
    if draft is None:
        raise RuleBroken("nothing_to_publish", _("Écrivez d’abord le texte."))
    former, text = legal.latest(page), marks.expanded(draft.text)
    _check(draft, text, former, in_force_on)
    version = LegalVersion.objects.create(
        page=page, number=former.number + 1 if former else 1, source=draft.text, text=text,
        change_note=draft.change_note if former else "", asks_acceptance=draft.asks_acceptance, in_force_on=in_force_on,
        published_at=clock.now(), published_by=by,
    )  # fmt: skip
    draft.delete()
    journal.record("people.legal_published", version, by=by, version=version.number)
    if version.asks_acceptance:
        note_acceptance(version, person=by)  # whoever publishes it wrote it
        journal.enqueue("people.terms_letters", key=f"people-terms-letters-{version.pk}", version=version.pk)
    return version


def _check(draft: LegalDraft, text: str, former: LegalVersion | None, in_force_on: date) -> None:
    left = marks.holes(text)
    if left:
        raise RuleBroken("legal_holes", _("Il reste à compléter : %(what)s.") % {"what": " ; ".join(left)})
    if former and text == former.text:
        raise RuleBroken("legal_same", _("Ce texte est déjà celui de la dernière version."))
    if former and not draft.change_note:
        raise RuleBroken("note_missing", _("Dites en une phrase ce qui change : elle sera lue de tous."))
    if in_force_on < clock.today():
        raise RuleBroken("legal_past", _("Une version entre en vigueur aujourd’hui ou plus tard."), field="in_force_on")
    if former and in_force_on < former.in_force_on:
        text = _("La version %(number)s entre en vigueur le %(day)s : celle-ci, ce jour-là ou après.")
        said = {"number": former.number, "day": when(former.in_force_on)}
        raise RuleBroken("legal_before", text % said, field="in_force_on")


def note_acceptance(version: LegalVersion, *, person: Any) -> tuple[LegalAcceptance, bool]:
    """The row, once, and whether this act made it."""
    return LegalAcceptance.objects.get_or_create(version=version, person=person, defaults={"at": clock.now()})


@transaction.atomic
def accept_terms(*, version: LegalVersion, by: Any, by_mail: bool = False) -> LegalAcceptance:
    """``by`` accepts the terms she read: those in force, or later ones that are announced. From a mail, she is told by mail."""
    now = legal.terms_in_force()
    if version.page != LegalPage.TERMS or (now and version.number < now.number):
        text = _("Les conditions ont changé pendant votre lecture. Relisez ce qui change, puis acceptez de nouveau.")
        raise RuleBroken("terms_changed", text)
    acceptance, is_new = note_acceptance(version, person=by)
    if is_new:
        journal.record("people.terms_accepted", by, by=by, audience=key("person", by.pk), version=version.number)
        if by_mail:
            emails.terms_accepted(by, version)
    return acceptance


def write_terms_letters(version: int) -> int:
    """The worker's part: one letter a person, a few a transaction, sent once however often it runs."""
    found = LegalVersion.objects.get(pk=version)
    written, last = 0, 0
    while legal.latest(found.page) == found:
        with transaction.atomic():
            asked = list(legal.people_to_ask(found).filter(pk__gt=last).order_by("pk")[:_SLICE])
            for person in asked:
                emails.terms_changed(person, found)
        if not asked:
            break
        written, last = written + len(asked), asked[-1].pk
    return written


def settled_terms(person: User, version: int | None) -> None:
    """At the door: the terms she ticked, if they are still those in force. If not, she is asked on the next page."""
    asked = legal.terms_to_accept(person)
    if asked is not None and asked.number == version:
        accept_terms(version=asked, by=person)
