from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core import jobs, slots
from cercles.core.components import NavItem


class JournalConfig(AppConfig):
    name = "cercles.journal"
    label = "journal"

    def ready(self) -> None:
        from cercles.journal import actions, adapters, postbox

        slots.register("worker.threads", postbox.follow)
        slots.register("health", worker_health)
        slots.register("due", adapters.due)
        slots.register("nav.account", account_menu, order=200)
        slots.register("nav.footer", footer)
        slots.register("retention.rules", adapters.retention_rules, order=20)
        slots.register("privacy.processings", adapters.processings, order=20)
        slots.register("person.export", export_mails)
        slots.register("person.erase", actions.erase_mails, order=900)  # whatever the others wrote to her
        jobs.register("journal.read_mail", actions.read_mail, _lazy("Lecture d’un courriel reçu"))
        jobs.register("journal.tidy", actions.tidy, _lazy("Ménage des courriels et des travaux passés"))
        jobs.register("journal.digests", actions.write_digests, _lazy("Courriels groupés, à l’heure de chacun"))
        jobs.register("journal.sweep_files", actions.sweep_files, _lazy("Ménage des fichiers que rien ne nomme"))
        jobs.repeat("journal.sweep_files", every=timedelta(days=1), hour=4)
        jobs.repeat("journal.digests", every=timedelta(hours=1))
        jobs.name_mails({"digest": _lazy("Courriel groupé : ce qui est nouveau")})
        jobs.repeat("journal.tidy", every=timedelta(days=1), hour=4)


def worker_health() -> dict[str, bool]:
    """``{"worker": True}`` when a worker said it lives within the last minute."""
    from cercles.journal import queries

    return {"worker": queries.worker_alive()}


def account_menu(person: Any) -> list[NavItem]:
    from cercles.journal import rules

    mine = NavItem(_("Mes courriels"), "journal:rhythms", "rhythms", "mail")
    if not rules.can_administer_work(person):
        return [mine]
    return [mine, NavItem(_("Courriels et travaux"), "journal:work", "administration", "mail")]


def footer() -> list[NavItem]:
    return [NavItem(_("Courrier de la démonstration"), "journal:mailbox", "mailbox", "mail")] if settings.DEMO else []


def export_mails(person: Any) -> dict[str, list[dict[str, Any]]]:
    """The mails the site wrote to a person, for her own copy of her data."""
    from cercles.journal import queries

    return {_("Courriels reçus du site"): queries.mails_of(person)}
