"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "cercles.library"
    label = "library"

    def ready(self) -> None:
        from cercles.core import jobs, slots, verbs
        from cercles.library import actions, queries
        from cercles.library.adapters import (
            archive,
            attaching,
            digest,
            joined,
            moderating,
            processing,
            reporting,
            retention,
            showing,
            week,
        )

        slots.register("moderation.kinds", moderating.kinds, order=20)
        slots.register("circle.signs", week.signs)
        slots.register("due", queries.due_of)
        slots.register("circle.half_year", reporting.review, order=35)
        slots.register("circle.handover", reporting.handover, order=35)
        slots.register("circle.tabs", showing.tabs, order=17)
        slots.register("circle.overview", showing.circle_overview, order=40)
        slots.register("digest.items", digest.added, order=60)
        slots.register("privacy.processings", processing.processings, order=70)
        slots.register("retention.rules", retention.rules, order=70)
        slots.register("person.export", queries.of_person)
        slots.register("person.erase", actions.forget_person, order=110)
        slots.register("person.erase_told", showing.erase_told)
        slots.register("thread.nodes:library.circledocument", showing.nodes)
        slots.register("library.attached", attaching.attached_to_messages, order=30)
        slots.register("circle.archive", archive.tables, order=18)
        slots.register("circle.final_review", archive.review, order=18)
        slots.register("search.sources", showing.sources)
        slots.register("search.sources", joined.sources)
        slots.register("consistency", queries.contradictions)
        verbs.register_verbs(showing.WORDS)
        slots.register("circle.narrowed", actions.narrow_with_circle)
        jobs.register("library.read_text", actions.read_text, _("Lecture du texte d’un document"))
        jobs.register("library.note_attached", actions.note_attached, _("Recherche de fichiers joints à lire"))
        jobs.register("library.read_attached", actions.read_attached, _("Lecture du texte d’un fichier joint"))
        jobs.register("library.take_folder", actions.take_folder, _("Reprise d’un ancien dossier"))
        jobs.register("library.read_again", actions.read_again, _("Nouvel essai des fichiers qui ne répondaient pas"))
        jobs.repeat("library.note_attached", every=timedelta(minutes=2))
        jobs.repeat("library.read_again", every=timedelta(days=1), hour=5)
