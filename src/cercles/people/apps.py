from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core import jobs, links, slots, verbs
from cercles.core.components import NavItem


class PeopleConfig(AppConfig):
    name = "cercles.people"
    label = "people"

    def ready(self) -> None:
        from cercles.people import actions, emails, exports
        from cercles.people.adapters import legal, retention, search

        slots.register("nav.account", account_menu)
        slots.register("nav.footer", legal.footer, order=95)
        slots.register("person.export", exports.account_rows, order=0)
        slots.register("person.erase_blockers", actions.last_administrator)
        slots.register("person.erase_told", told_of_accounts, order=0)
        slots.register("search.sources", search.sources)
        jobs.name_mails(emails.TITLES)
        slots.register("retention.rules", retention.rules, order=10)
        slots.register("privacy.processings", retention.processings, order=10)
        links.register(retention.KEEP)
        links.register(legal.ACCEPT)
        verbs.register_verbs(retention.WORDS | legal.WORDS)
        slots.register("due", legal.due, order=90)
        jobs.register("people.terms_letters", actions.write_terms_letters, _lazy("Courriels des nouvelles conditions"))
        jobs.register("people.purge", actions.purge_all, _lazy("Effacement de ce qui n’est plus gardé"))
        jobs.repeat("people.purge", every=timedelta(days=1), hour=3)


def account_menu(person: Any) -> list[NavItem]:
    items = [
        NavItem(_("Mon compte"), "people:account", "account", "settings"),
        NavItem(_("Annuaire"), "people:directory", "people", "people"),
    ]
    if person.is_administrator:
        items.append(NavItem(_("Administrer les comptes"), "people:administration", "administration", "lock"))
        items.append(NavItem(_("Durées et registre"), "people:retention", "administration", "lock"))
        items.append(NavItem(_("Pages légales"), "people:legal_pages", "administration", "lock"))
    return items


def told_of_accounts(person: Any) -> list[tuple[bool, str]]:
    """What the erasure does in this room and in the journal, for the page that asks: ``(kept, sentence)``."""
    return [
        (False, _("votre nom, votre adresse électronique, votre téléphone et votre présentation")),
        (
            False,
            _(
                "l’historique de vos accords, les conditions que vous avez acceptées et les courriels que le site vous a écrits"
            ),
        ),
        (False, _("vos connexions en cours et tous les liens reçus par courriel, qui cessent d’agir")),
        (True, _("ce que vous avez écrit pour d’autres, signé « ancien membre »")),
        (True, _("la trace de ce qui a été fait et quand, sans votre nom")),
    ]
