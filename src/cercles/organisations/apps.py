"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cercles.core import jobs, links, slots, verbs


class OrganisationsConfig(AppConfig):
    name = "cercles.organisations"
    label = "organisations"

    def ready(self) -> None:
        from cercles.organisations import api, emails
        from cercles.organisations.actions import duplicates
        from cercles.organisations.actions.imports import ANSWERS_JOB, JOB, run_import, write_answers
        from cercles.organisations.adapters import personal, processing, retention, search
        from cercles.organisations.adapters import slots as given
        from cercles.organisations.adapters.links import VERBS

        slots.register("api.routers", api.routers)
        slots.register("audience.strings", given.audience_strings)
        slots.register("nav.main", given.nav, order=60)
        slots.register("nav.account", given.account_menu)
        slots.register("thread.nodes:organisations.organisation", given.nodes)
        slots.register("territory.counts", given.counts)
        slots.register("territory.panels", given.territory_panel, order=20)
        slots.register("person.panels", given.person_panel, order=20)
        slots.register("due", given.due)
        slots.register("search.sources", search.sources)
        slots.register("person.export", personal.export)
        slots.register("privacy.processings", processing.processings, order=60)
        slots.register("retention.rules", retention.rules, order=60)
        slots.register("person.erase", personal.erase)
        slots.register("person.erase_told", personal.told)
        for verb in VERBS:
            links.register(verb)
        jobs.name_mails(emails.TITLES)
        jobs.register(JOB, run_import, _("Import d’un fichier d’organisations"))
        jobs.register(ANSWERS_JOB, write_answers, _("Réponses à beaucoup de rapprochements"))
        jobs.register(duplicates.JOB, duplicates.run_search, _("Recherche des doublons"))
        jobs.repeat(duplicates.JOB, every=timedelta(days=7), hour=3)
        verbs.register_verbs(WORDS)


WORDS = {
    "organisations.created": _("a ajouté la page"),
    "organisations.edited": _("a modifié la page"),
    "organisations.shown": _("a changé qui voit la page"),
    "organisations.represented": _("a confirmé une personne qui représente l’organisation"),
    "organisations.repaired": _("a corrigé les identifiants"),
    "organisations.placed": _("a retrouvé la commune"),
    "organisations.doubt_same": _("a reconnu cette organisation dans une ligne importée"),
    "organisations.doubt_another": _("a dit qu’une ligne importée est une autre organisation"),
    "organisations.doubt_later": _("a remis à plus tard un rapprochement"),
    "organisations.taken_back": _("a repris ce que dit le registre"),
    "organisations.merged": _("a réuni un doublon à cette page"),
    "organisations.parted": _("a séparé une page de celle-ci"),
}
