"""What the room gives to the others: signed-link acts, what is due, panels, personal data."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import is_member, memory
from cercles.core.audience import key
from cercles.core.components import NavItem, Panel, Tab
from cercles.core.links import Verb
from cercles.core.markdown import plain
from cercles.core.prepared import counted, prepared
from cercles.core.routes import address_of
from cercles.journal.queries import DueItem
from cercles.meetings.rules import can_see_meeting
from cercles.organisations.enums import REPRESENTS
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices import actions, emails, forms, queries
from cercles.practices.enums import TEXT_FIELDS, ApprovalState, SheetState
from cercles.practices.models import Approval, PracticeSheet, Reuse, SheetVersion, represented_by
from cercles.practices.rules import can_answer, can_declare_reuse, can_write_in
from cercles.search.actions import touch
from cercles.search.queries import Document, Read, Shown, Source
from cercles.territories.queries import areas, levels


def load_approval(pk: int) -> Approval | None:
    return queries.asked_approvals().select_related("sheet", "organisation").filter(pk=pk).first()


def present_approval(approval: Approval, person: Any) -> dict[str, Any]:
    """The act needs the text: one agrees to what one has read."""
    sheet = approval.sheet
    texts = queries.texts_of(sheet)
    read = [
        (sheet._meta.get_field(name).verbose_name, text) for name, text in texts.items() if text and name != "title"
    ]
    asked = {"name": approval.organisation.name, "title": texts["title"]}
    return {
        "title": _("Votre accord pour « %(title)s »") % asked,
        "text": _("Cette fiche raconte ce que %(name)s a fait. Rien n’est partagé sans votre accord.") % asked,
        "panels": [Panel("practices/approval_text.html", {"texts": read})],
        "button": _("Répondre"),
    }


def perform_approval(approval: Approval, person: Any, **clean: Any) -> str:
    answered = actions.answer_approval(approval=approval, by=person, **clean)
    return _("Votre réponse est notée : %(answer)s.") % {"answer": answered.get_state_display()}


def load_sheet(pk: int) -> PracticeSheet | None:
    return PracticeSheet.objects.filter(pk=pk, shared_at__isnull=False).first()


def present_reuse(sheet: PracticeSheet, person: Any) -> dict[str, Any]:
    return {
        "title": _("Qu’avez-vous fait de « %(title)s » ?") % {"title": sheet.title},
        "text": _("Deux minutes, même si cela n’a pas marché. Ceux dont c’est la pratique seront prévenus."),
        "button": _("Déclarer"),
    }


def perform_reuse(sheet: PracticeSheet, person: Any, **clean: Any) -> str:
    actions.declare_reuse(sheet=sheet, by=person, **clean)
    return _("Merci : votre reprise est notée.")


VERBS = (
    Verb(emails.APPROVE, load_approval, present_approval, perform_approval, forms.ApprovalForm, may=can_answer),
    Verb(emails.REUSE, load_sheet, present_reuse, perform_reuse, forms.ReuseForm, may=can_declare_reuse),
)


@prepared
def _to_answer(organisations: Collection[int]) -> QuerySet[Approval]:
    rows = queries.asked_approvals().filter(organisation__in=organisations, state=ApprovalState.WAITING)
    found = rows.select_related("sheet", "organisation").order_by("id")
    return found.only("sheet__ref", "sheet__title", "organisation__name")


@prepared
def _to_take_up(person: Any) -> QuerySet[PracticeSheet, tuple[str, str, str]]:
    """Her sheets that were refused or grew old."""
    declined = Approval.objects.filter(sheet=OuterRef("pk"), state=ApprovalState.DECLINED)
    refused = Q(Exists(declined), state=SheetState.OWNER_CHECK)
    found = PracticeSheet.objects.filter(refused | Q(state=SheetState.TO_REFRESH), author=person)
    return found.values_list("ref", "title", "state")


def due(person: Any) -> list[DueItem]:
    """Agreements to give, and one's own sheets that were refused or grew old."""
    spoken_for = {row.organisation_id for row in current_affiliations(person) if row.is_representative}
    asked = [
        DueItem(
            title=_("Donner votre accord pour « %(title)s »") % {"title": row.sheet.title},
            note=_("au nom de %(name)s") % {"name": row.organisation.name}, label=_("Lire et répondre"),
            url=address_of("practices:approve", row.sheet.ref, row.pk), urgency=80,
        )
        for row in _to_answer(spoken_for)
    ]  # fmt: skip
    return asked + [_take_up(*sheet) for sheet in _to_take_up(person)]


def _take_up(ref: str, title: str, state: str) -> DueItem:
    url = address_of("practices:detail", ref)
    if state == SheetState.TO_REFRESH:
        title, note = _("Rafraîchir « %(title)s »") % {"title": title}, _("rien n’a bougé depuis deux ans")
        return DueItem(title=title, note=note, label=_("Voir"), url=url, urgency=30)
    title, note = _("Reprendre « %(title)s »") % {"title": title}, _("une organisation nommée n’est pas d’accord")
    return DueItem(title=title, note=note, label=_("Voir"), url=url, urgency=70)


def nav() -> list[NavItem]:
    return [NavItem(_("Fiches"), "practices:list", "practices")]


@prepared
def _of_circle(circle: Any, reader: Any, represented: Collection[int]) -> QuerySet[PracticeSheet, int]:
    """How many of its sheets she may read."""
    found = PracticeSheet.objects.by_audience(reader)
    found = found | PracticeSheet.objects.naming(represented) if represented else found
    return counted(found.filter(circle=circle))


def circle_tabs(circle: Any, reader: Any) -> list[Tab]:
    if not is_member(reader, circle):
        return []
    count = sum(_of_circle(circle, reader, represented_by(reader)))
    return [Tab(_("Fiches"), f"{address_of('practices:list')}?circle={circle.slug}", "practices", count)]


def meeting_panels(meeting: Any, reader: Any) -> list[Panel]:
    """Once it has begun, the members of its circle may tell what was learned."""
    told = meeting.was_announced and meeting.has_started and not meeting.is_cancelled
    if not told or not can_write_in(reader, meeting.circle) or not can_see_meeting(reader, meeting):
        return []
    return [Panel("practices/meeting_panel.html", {"slug": meeting.circle.slug, "ref": meeting.ref}, alone=True)]


def home_public(reader: Any) -> list[Panel]:
    """Sheets that were taken up, with what became of them: failures are told too."""
    sheets = queries.lines_of(queries.newest_public(reader, 4), reader, models=True)
    return [Panel("practices/home_panel.html", {"sheets": sheets})]


def week_panels(person: Any, told: Any) -> list[Panel]:
    return home_public(person)


@prepared
def _announced(circles: Collection[int], since: datetime) -> QuerySet[SheetVersion, int]:
    return counted(SheetVersion.objects.filter(sheet__circle__in=circles, shared_at__gte=since))


def week_sent(person: Any, since: datetime) -> list[str]:
    """Sheets whose sharing was told to the members of the circles she runs."""
    circles = {row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING}
    count = sum(_announced(circles, since))
    words = ngettext("%(n)d fiche annoncée aux membres", "%(n)d fiches annoncées aux membres", count)
    return [words % {"n": count}] if count else []


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    sheets = PracticeSheet.objects.filter(author=person).values(
        "title", "state", "created_at", "problem", "what_was_done", "difficulties"
    )
    reuses = Reuse.objects.filter(declared_by=person).values(
        "sheet__title", "outcome", "where", "what_changed", "result", "declared_at"
    )
    return {_("Fiches pratiques"): list(sheets), _("Reprises déclarées"): list(reuses)}


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [
        (False, _("vos brouillons de fiches")),
        (True, _("les fiches et les reprises partagées, accordées par des organisations, sans votre nom")),
    ]


def erase(person: Any) -> None:
    """Drafts go with their author; what was agreed by organisations stays."""
    for sheet in PracticeSheet.objects.filter(author=person, state="draft"):
        touch(sheet)
        sheet.delete()


# Search


def findable() -> QuerySet[PracticeSheet]:
    found = PracticeSheet.objects.select_related("circle", "place__parent", "place__epci")
    return found.prefetch_related("organisations", "economic_models", "goals")


def told(sheet: PracticeSheet) -> str:
    """Its text without its title, as one line."""
    texts = (getattr(sheet, name) for name in TEXT_FIELDS if name not in ("title", "contact"))
    return " · ".join(plain(text) for text in texts if text)


def document(sheet: PracticeSheet) -> Document:
    """The agreed text, for its audience and, once it left its author's desk, for those who speak for the organisations it names.

    What is being written for the next version (``pending``) is not found: nobody has agreed to it.
    """
    organisations = list(sheet.organisations.all())
    seen = {sheet.audience}
    if sheet.state != SheetState.DRAFT:
        seen |= {key(REPRESENTS, organisation.pk) for organisation in organisations}
    names = [organisation.name for organisation in organisations]
    facets = {
        "model": [term.code for term in sheet.economic_models.all()], "sdg": [term.code for term in sheet.goals.all()],
        "area": areas(sheet.place),
    }  # fmt: skip
    return Document(
        sheet.title, seen, " · ".join([told(sheet), *names]), facets=facets,
        places=levels(sheet.place), at=(sheet.shared_at or sheet.created_at).date(),
    )  # fmt: skip


def shown(sheet: PracticeSheet) -> Shown:
    return _shown(sheet, (organisation.name for organisation in sheet.organisations.all()))


def _shown(sheet: PracticeSheet, names: Iterable[str]) -> Shown:
    return Shown(sheet.title, sheet.get_absolute_url(), ", ".join(names), fictional=sheet.is_fictional)


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {sheet.pk: Read(_shown(sheet, names), told(sheet)) for sheet, names in queries.told_sheets(reader, ids)}


def sources() -> list[Source]:
    return [
        Source(
            PracticeSheet, "fiches", gettext_lazy("Fiches pratiques"), findable, document, shown, order=15, read=read
        )
    ]
