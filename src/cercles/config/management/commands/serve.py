"""``cercles serve``."""

import os
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cercles.config.schema import made_otherwise
from cercles.config.serve import CannotServe, Keeper, answers, check_port, children, take_lock


class Command(BaseCommand):
    help = _("Sert le site et fait partir les courriels, jusqu’à ce qu’on l’arrête (Ctrl-C).")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("CERCLES_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        try:
            lock = take_lock(settings.HOME)
            check_port(host, port)
            self._check_database()
            self._check_assets()
            os.environ["CERCLES_SERVED"] = "1"
            Keeper(children(host, port), lock, lambda: self._says_ready(host, port)).run()
        except CannotServe as refusal:
            raise CommandError(str(refusal)) from None

    def _says_ready(self, host: str, port: int) -> bool:
        if not answers(host, port):
            return False
        said = _("Cercles répond sur %(address)s (Ctrl-C pour l’arrêter).")
        self.stdout.write(said % {"address": settings.SITE_URL})
        self.stdout.flush()
        return True

    def _check_database(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CannotServe(_("La base n’est pas à jour. Lancez d’abord : cercles prepare"))
        if refusal := made_otherwise():
            raise CannotServe(refusal)
        connections.close_all()

    def _check_assets(self) -> None:
        if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
            raise CannotServe(_("Les fichiers d’affichage ne sont pas prêts. Lancez d’abord : cercles prepare"))
