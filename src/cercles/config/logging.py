"""Signed links never appear in logs."""

import logging
import re

_TOKEN = re.compile(r"/l/[^\s\"'?]+")


class HideSignedLinks(logging.Filter):
    """Replace ``/l/<token>`` by ``/l/…`` in whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = _TOKEN.sub("/l/…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
