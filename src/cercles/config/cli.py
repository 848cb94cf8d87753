"""The command ``cercles``: every verb of Django's ``manage.py`` and our own."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cercles", *sys.argv[1:]])
