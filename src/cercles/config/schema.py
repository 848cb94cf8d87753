"""Was the database made by the same migrations as the code? Edited in place until the first release, their names do not say."""

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _


def missing() -> list[str]:
    """The tables and columns that the code reads and the database has not, as ``table.column``."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        found = []
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or model._meta.proxy:
                continue
            there = connection.introspection.get_table_description(cursor, table) if table in tables else []
            names = {column.name for column in there}
            found += [f"{table}.{f.column}" for f in model._meta.local_concrete_fields if f.column not in names]
    return found


def made_otherwise() -> str:
    """One sentence when something is missing, else nothing."""
    text = _(
        "La base a été faite par une autre version de Cercles (il manque %(what)s). Servez-la avec la version qui l’a faite."
    )
    return next((text % {"what": what} for what in missing()), "")
