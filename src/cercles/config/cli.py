"""The command ``cercles``: every verb of Django's ``manage.py`` and our own."""

import os
import sys


def main() -> None:
    """A verb is written with hyphens; Python names its module with underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    from django.core.management import execute_from_command_line

    verb = [word if word.startswith("-") else word.replace("-", "_") for word in sys.argv[1:2]]
    execute_from_command_line(["cercles", *verb, *sys.argv[2:]])
