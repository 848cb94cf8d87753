"""Secret addresses never appear in logs: signed links, private calendars."""

import logging
import re

_TOKEN = re.compile(r"(/l/|/rencontres/agenda/|/cercles/courriels/)[^\s\"'?]+")


class HideSignedLinks(logging.Filter):
    """Replace ``/l/<token>`` by ``/l/…`` in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = _TOKEN.sub(r"\1…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
