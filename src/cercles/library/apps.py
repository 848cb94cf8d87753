"""What the room gives to the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "cercles.library"
    label = "library"

    def ready(self) -> None:
        from cercles.core import jobs, slots, verbs
        from cercles.library import actions, queries
        from cercles.library.adapters import showing

        slots.register("circle.tabs", showing.tabs, order=17)
        slots.register("circle.overview", showing.circle_overview, order=40)
        slots.register("person.export", queries.of_person)
        slots.register("person.erase", actions.forget_person, order=110)
        slots.register("person.erase_told", showing.erase_told)
        slots.register("thread.nodes:library.circledocument", showing.nodes)
        slots.register("search.sources", showing.sources)
        slots.register("consistency", queries.contradictions)
        verbs.register_verbs(showing.WORDS)
        jobs.register("library.read_text", actions.read_text, _("Lecture du texte d’un document"))
