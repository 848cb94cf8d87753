"""The demonstration, as ``cercles demo`` loads it."""

import json
from io import StringIO

from django.core.management import call_command


def load() -> dict[str, int]:
    """How many of each thing there are."""
    out = StringIO()
    call_command("load_demo", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])
