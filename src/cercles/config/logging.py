"""Secret addresses never appear in logs: signed links, private calendars."""

import logging
import re
from typing import Any

_TOKEN = re.compile(r"(/l/|/rencontres/agenda/|/cercles/courriels/)[^\s\"'?]+")


class HideSignedLinks(logging.Filter):
    """Replace ``/l/<token>`` by ``/l/…`` in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = _TOKEN.sub(r"\1…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True


def quiet() -> dict[str, Any]:
    """What is said on the standard output: what the house says, and errors."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"links": {"()": "cercles.config.logging.HideSignedLinks"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["links"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "cercles": {"level": "INFO"},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
