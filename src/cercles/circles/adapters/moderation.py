"""What moderation gives to other rooms: messages as something to report, what waits, a person's copy, how long it is kept."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cercles.circles.actions import moderation as actions
from cercles.circles.enums import MeasureKind, MeasureState, ReportState
from cercles.circles.models import ContentReport, Measure, Message
from cercles.circles.queries.moderation import (
    ModeratedKind,
    Written,
    waiting_by_circle,
    waiting_for_administration,
    without_anybody_elsewhere,
)
from cercles.circles.rules import can_see_thread, memory
from cercles.core.retention import YEAR, Fate, Ground, Processing, Rule, delete
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.journal.queries import DueItem

MESSAGE = "circles.message"


def _written(message: Message) -> Written:
    thread = message.thread
    return Written(
        MESSAGE, message.pk, message.ref, thread.circle, message.author, message.author_label, thread.title, message.text,
        f"{thread.get_absolute_url()}#m{message.number}", message.is_withdrawn,
    )  # fmt: skip


def _message(**which: Any) -> Message | None:
    return Message.objects.filter(**which).select_related("author", "thread__circle").first()


def seen_message(ref: str, reader: Any) -> Written | None:
    found = _message(ref=ref)
    return _written(found) if found is not None and can_see_thread(reader, found.thread) else None


def found_message(pk: int) -> Written | None:
    found = _message(pk=pk)
    return None if found is None else _written(found)


def kinds() -> list[ModeratedKind]:
    return [
        ModeratedKind(
            MESSAGE, "message", seen_message, found_message, actions.remove_message, actions.restore_message,
            actions.erase_messages, gettext_lazy("Sa place reste, avec le motif."),
            gettext_lazy("Tout redevient comme avant."),
        )
    ]  # fmt: skip


def due(person: Any) -> list[DueItem]:
    """What is reported or contested in the circles she facilitates, or comes to administrators."""
    items = []
    for slug, name, reported, contested, stuck in waiting_by_circle(person, memory.facilitated(person)):
        url = address_of("circles:moderation", slug)
        if reported:
            title = ngettext("%(n)d écrit est signalé", "%(n)d écrits sont signalés", reported) % {"n": reported}
            note = _("qui l’a signalé attend votre réponse, et ne sera nommé à personne")
            items.append(DueItem(title, note, _("Lire et décider"), url, urgency=85, group=name))
        if contested:
            words = ngettext("%(n)d décision est contestée", "%(n)d décisions sont contestées", contested)
            note = _("une autre personne l’a prise : à vous de la regarder de nouveau")
            items.append(DueItem(words % {"n": contested}, note, _("Lire et répondre"), url, urgency=85, group=name))
        if stuck:
            items.append(
                _nobody(stuck, _("Nommer une autre personne qui anime"), address_of("circles:members", slug), name)
            )
    return items + (_for_administration(person) if person.is_administrator else [])


def _for_administration(person: Any) -> list[DueItem]:
    stuck, items = without_anybody_elsewhere(person), []
    if stuck:
        items.append(_nobody(stuck, _("Nommer une autre personne"), address_of("people:administration")))
    many = waiting_for_administration(person)
    if not many:
        return items
    words = ngettext("%(n)d question de modération vous revient", "%(n)d questions de modération vous reviennent", many)
    note = _("personne d’autre ne peut répondre, ou n’a répondu en sept jours")
    return [
        *items, DueItem(words % {"n": many}, note, _("Lire et répondre"), address_of("circles:moderations"), urgency=85),
    ]  # fmt: skip


def _nobody(many: int, label: str, url: str, group: str = "") -> DueItem:
    words = ngettext(
        "Une question de modération attend, et personne ne peut y répondre",
        "%(n)d questions de modération attendent, et personne ne peut y répondre", many,
    )  # fmt: skip
    note = _("on ne juge ni ce qu’on a écrit, ni ce qu’on a décidé : une autre personne doit être nommée")
    return DueItem(words % {"n": many}, note, label, url, urgency=85, group=group)


def erase_told(person: Any) -> list[tuple[bool, str]]:
    return [(True, _("les décisions de modération qui vous concernaient, sans votre nom ni votre texte"))]


def _day(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    """What she reported, and what was decided about her."""
    reports = ContentReport.objects.filter(person=person).select_related("circle")
    measures = Measure.objects.filter(person=person).select_related("circle")
    return {
        _("Signalements que vous avez faits"): [
            {
                _("cercle"): str(row.circle), _("motif"): row.motive_label, _("vos mots"): row.words, _("le"): _day(row.at),
                _("suite"): row.state_label, _("réponse"): row.answer,
            }
            for row in reports
        ],
        _("Décisions de modération qui vous concernent"): [
            {
                _("cercle"): str(row.circle), _("mesure"): row.what_label, _("motif"): row.motive_label,
                _("pourquoi"): row.words, _("texte"): row.text, _("le"): _day(row.at), _("jusqu’au"): str(row.until or ""),
                _("état"): row.state_label, _("votre contestation"): row.appeal, _("réponse"): row.review,
            }
            for row in measures
        ],
    }  # fmt: skip


# How long it is kept


def _reports(now: datetime) -> QuerySet:
    return ContentReport.objects.exclude(state=ReportState.OPEN).filter(decided_at__lt=now - YEAR)


def _measures(now: datetime) -> QuerySet:
    """A year after the last step, and after the last day of what lasts for somebody; not while she waits for an answer."""
    since = now - YEAR
    old = (
        Q(at__lt=since)
        & (Q(appealed_at=None) | Q(appealed_at__lt=since))
        & (Q(reviewed_at=None) | Q(reviewed_at__lt=since))
    )
    return (
        Measure.objects.filter(old)
        .exclude(state=MeasureState.APPEALED)
        .filter(
            Q(what=MeasureKind.REMOVED) | Q(until__lt=day_of(since)) | Q(state=MeasureState.LIFTED) | Q(person=None)
        )
    )


def rules() -> list[Rule]:
    return [
        Rule(
            "circles.reports", gettext_lazy("Signalements qui ont reçu leur réponse"), YEAR, gettext_lazy("la réponse"),
            Fate.ERASED, gettext_lazy("Comprendre ce qui revient, revenir sur une décision contestée."), Ground.OBLIGATION,
            _reports, delete,
        ),
        Rule(
            "circles.measures", gettext_lazy("Décisions de modération, et ce qui a été retiré"), YEAR,
            gettext_lazy("la dernière réponse"), Fate.ERASED,
            gettext_lazy("Laisser six mois pour contester, et pouvoir rendre ce qui a été retiré."), Ground.OBLIGATION,
            _measures, actions.purge_measures, slice=50,
        ),
    ]  # fmt: skip


def processings() -> list[Processing]:
    return [
        Processing(
            "circles.moderation",
            gettext_lazy("Modération d’un cercle"),
            gettext_lazy("Répondre à qui signale un écrit, motiver ce qui est décidé, laisser contester."),
            Ground.OBLIGATION,
            gettext_lazy("Personnes qui signalent, qui ont écrit, qui décident"),
            gettext_lazy(
                "Signalements, motifs, textes retirés, contestations, réponses ; l’adresse laissée par qui signale sans compte"
            ),
            gettext_lazy(
                "L’animation du cercle ; l’administration quand personne d’autre ne peut répondre ; la personne concernée"
            ),
            ("circles.ContentReport", "circles.Measure"),
            gettext_lazy("Jusqu’à la réponse, puis un an ; l’adresse laissée sans compte, jusqu’à la réponse."),
            rules=("circles.reports", "circles.measures"),
        )
    ]
