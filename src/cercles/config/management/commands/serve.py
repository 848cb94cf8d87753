"""``cercles serve``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from cercles.config.serve import CannotServe, Keeper, check_port, children, take_lock


class Command(BaseCommand):
    help = "Sert le site et fait partir les courriels, jusqu’à ce qu’on l’arrête (Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        try:
            lock = take_lock(settings.HOME)
            check_port(host, port)
            self._check_database()
            self.stdout.write(f"Cercles répond sur http://{host}:{port} (Ctrl-C pour l’arrêter).")
            Keeper(children(host, port), lock).run()
        except CannotServe as refusal:
            raise CommandError(str(refusal)) from None

    def _check_database(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CannotServe("La base n’est pas à jour. Lancez d’abord : cercles prepare")
        connections.close_all()
