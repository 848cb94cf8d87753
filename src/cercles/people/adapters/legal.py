"""The foot of every page, the signed link that accepts the terms, and what waits for those who administer."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core.components import NavItem, Panel
from cercles.core.links import Verb
from cercles.core.typography import when
from cercles.journal.queries import DueItem
from cercles.people import actions
from cercles.people.enums import LegalPage
from cercles.people.models import LegalVersion, User
from cercles.people.queries import legal
from cercles.people.queries.marks import accessibility_words
from cercles.people.rules import can_administer

WORDS = {
    "people.legal_published": _lazy("a publié une page légale"),
    "people.terms_accepted": _lazy("a accepté les conditions d’utilisation"),
}


def footer() -> list[NavItem]:
    """The four pages, always there; the law wants the state of accessibility said at the foot of the home."""
    return [
        NavItem(accessibility_words()[1] if page == LegalPage.ACCESSIBILITY else str(page.label), page.url_name, page.value, "info")
        for page in LegalPage
    ]  # fmt: skip


def due(person: Any) -> list[DueItem]:
    """Pages nobody published yet, and those that are no longer true, a line each."""
    if not can_administer(person):
        return []
    missing, old = legal.pages_to_look_at()
    told = (
        (missing, _("Publier les pages légales du site")),
        (old, _("Publier de nouveau les pages légales qui ne sont plus à jour")),
    )
    return [
        DueItem(
            title=title, note=", ".join(str(page.label) for page in pages), label=_("Ouvrir"),
            url=reverse("people:legal_pages"), urgency=20, group=_("Administration"),
        )
        for pages, title in told
        if pages
    ]  # fmt: skip


def _present(version: LegalVersion, person: Any) -> Mapping[str, Any]:
    title = _("Accepter les conditions d’utilisation")
    if not legal.people_to_ask(version).filter(pk=person.pk).exists():
        return {"title": title, "over": True, "warning": _("C’est déjà fait. Rien d’autre n’est à faire.")}
    if legal.latest(version.page) != version:
        return {
            "title": title, "over": True, "warning": _("Une version plus récente l’a remplacée : entrez pour la lire."),
        }  # fmt: skip
    day = {"number": version.number, "day": when(version.in_force_on)}
    before = legal.last_accepted(person)
    return {
        "title": title,
        "text": version.change_note or _("Lisez-les, puis acceptez. Rien n’est fait avant votre réponse."),
        "facts": [(_("Version"), _("%(number)s, en vigueur le %(day)s") % day)],
        "panels": [_panel(version, before)],
        "button": _("J’accepte"),
    }


def _panel(version: LegalVersion, before: LegalVersion | None) -> Panel:
    return Panel(
        "people/legal_text.html",
        {"version": version, "changes": legal.changes_since(before, version.text), "before": before},
    )


def _perform(version: LegalVersion, person: Any) -> str:
    actions.accept_terms(version=version, by=person, by_mail=True)
    return _("C’est noté : vous acceptez les conditions d’utilisation.")


def _load(pk: int) -> LegalVersion | None:
    return LegalVersion.objects.filter(pk=pk, page=LegalPage.TERMS).first()


def _may(person: User, version: LegalVersion) -> bool:
    return User.objects.active().filter(pk=person.pk).exists()


ACCEPT = Verb("people.accept", _load, _present, _perform, may=_may)
