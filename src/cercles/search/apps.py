from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cercles.core import jobs, slots


class SearchConfig(AppConfig):
    name = "cercles.search"
    label = "search"

    def ready(self) -> None:
        from cercles.search import actions, adapters, worker

        slots.register("worker.threads", worker.follow)
        slots.register("nav.search", adapters.address)
        slots.register("nav.account", adapters.account_menu, order=210)
        slots.register("health", adapters.index_health)
        jobs.register("search.prune", actions.prune, _("Ménage du journal de la recherche"))
        jobs.repeat("search.prune", every=timedelta(hours=1))
