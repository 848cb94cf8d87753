"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "cercles.circles"
    label = "circles"

    def ready(self) -> None:
        from cercles.circles import actions, adapters, emails, queries
        from cercles.circles.actions import threads as talking
        from cercles.circles.adapters import threads
        from cercles.circles.forms.links import VERBS
        from cercles.core import jobs, links, slots, verbs

        slots.register("audience.strings", adapters.audience_strings)
        slots.register("person.peers", adapters.peers)
        slots.register("person.are_peers", adapters.are_peers)
        slots.register("nav.main", adapters.nav, order=20)
        slots.register("due", queries.due_of)
        slots.register("person.export", queries.of_person)
        slots.register("person.erase_blockers", queries.erase_blockers)
        slots.register("person.erase_told", adapters.erase_told)
        slots.register("person.erase", actions.forget_person)
        slots.register("person.erase", talking.forget_in_threads)
        slots.register("person.erase_told", threads.erase_told)
        slots.register("person.export", threads.export)
        slots.register("due", threads.due)
        slots.register("mail.inboxes", threads.inboxes)
        slots.register("mail.addresses", talking.receive_named)
        slots.register("circle.left", talking.left)
        slots.register("circle.close_told", threads.close_told)
        slots.register("circle.tabs", adapters.tabs_first, order=10)
        slots.register("circle.tabs", threads.tabs, order=15)
        slots.register("circle.tabs", adapters.tabs_grid, order=40)
        slots.register("circle.tabs", adapters.tabs_last, order=80)
        slots.register("organisation.panels", adapters.organisation_panels)
        slots.register("person.panels", adapters.person_panels)
        slots.register("thread.nodes:circles.circle", adapters.thread_nodes)
        slots.register("thread.nodes:circles.thread", threads.nodes)
        slots.register("search.sources", adapters.sources)
        slots.register("search.sources", threads.sources)
        slots.register("consistency", queries.contradictions)
        jobs.register(
            "circles.charter_letters", actions.write_charter_letters, _("Lettres de la nouvelle charte d’un cercle")
        )
        jobs.register("circles.closing_letters", actions.write_closing_letters, _("Lettres de la clôture d’un cercle"))
        jobs.register("circles.message_letters", talking.write_message_letters, _("Envoi d’un message aux membres"))
        jobs.register("circles.import_list", talking.import_list, _("Reprise d’une ancienne liste"))
        jobs.register("circles.grouped_letters", talking.write_grouped_letters, _("Courriels groupés des échanges"))
        jobs.repeat("circles.grouped_letters", every=timedelta(days=1), hour=7)
        jobs.name_mails(emails.TITLES)
        verbs.register_verbs(adapters.WORDS)
        for verb in VERBS:
            links.register(verb)
