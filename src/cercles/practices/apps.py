"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "practices.started": _("a commencé la fiche"),
    "practices.submitted": _("a demandé l’accord des organisations nommées"),
    "practices.approval_circle": _("a donné son accord pour le cercle"),
    "practices.approval_public": _("a donné son accord pour tout le monde"),
    "practices.approval_changes": _("a demandé une correction"),
    "practices.approval_declined": _("n’a pas donné son accord"),
    "practices.withdrawn": _("a repris le texte"),
    "practices.shared": _("a partagé une version"),
    "practices.opened": _("a rendu la fiche publique"),
    "practices.narrowed": _("a ramené la fiche à son cercle"),
    "practices.retracted": _("a retiré son accord : la fiche n’est plus partagée"),
    "practices.given_up": _("a abandonné le nouveau texte"),
    "practices.archived": _("a archivé la fiche"),
    "practices.confirmed_fresh": _("a confirmé que la fiche est à jour"),
}


class PracticesConfig(AppConfig):
    name = "cercles.practices"
    label = "practices"

    def ready(self) -> None:
        from cercles.core import jobs, links, slots, verbs
        from cercles.practices import actions, adapters, emails, queries
        from cercles.practices.adapters import (
            archive,
            digest,
            knowing,
            moderating,
            processing,
            reporting,
            retention,
            week,
        )

        for verb in adapters.VERBS:
            links.register(verb)
        verbs.register_verbs(WORDS)
        jobs.name_mails(emails.TITLES)
        jobs.register("practices.tell_members", actions.tell_members, _("Annonce d’une fiche partagée"))
        jobs.register("practices.find_old_sheets", actions.find_old_sheets, _("Recherche des fiches à rafraîchir"))
        jobs.repeat("practices.find_old_sheets", every=timedelta(days=1), hour=5)
        slots.register("nav.main", adapters.nav, order=40)
        slots.register("circle.tabs", adapters.circle_tabs, order=40)
        slots.register("circle_thread.panels", adapters.thread_panels, order=40)
        slots.register("meeting.panels", adapters.meeting_panels, order=40)
        slots.register("organisation.panels", adapters.organisation_panels, order=40)
        slots.register("home.public", adapters.home_public, order=40)
        slots.register("due", adapters.due, order=40)
        slots.register("week.words", week.words, order=40)
        slots.register("circle.signs", week.signs)
        slots.register("circle.knowing", knowing.knowing)
        slots.register("circle.voices", reporting.voices)
        slots.register("circle.indicators", reporting.indicators, order=40)
        slots.register("circle.half_year", reporting.review, order=40)
        slots.register("circle.handover", reporting.handover, order=40)
        slots.register("week.panels", adapters.week_panels, order=40)
        slots.register("week.sent", adapters.week_sent, order=40)
        slots.register("digest.items", digest.shared, order=50)
        slots.register("privacy.processings", processing.processings, order=85)
        slots.register("retention.rules", retention.rules, order=85)
        slots.register("moderation.kinds", moderating.kinds, order=40)
        slots.register("person.export", adapters.export)
        slots.register("library.attached", adapters.attached, order=20)
        slots.register("search.sources", adapters.sources)
        slots.register("person.erase", adapters.erase)
        slots.register("person.erase_told", adapters.erase_told)
        slots.register("thread.nodes:practices.practicesheet", queries.sheet_nodes)
        slots.register("circle.archive", archive.tables, order=40)
        slots.register("circle.final_review", archive.review, order=40)
        slots.register("thread.nodes:practices.reuse", queries.reuse_nodes)
