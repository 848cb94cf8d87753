"""The one shape of every mail of the house: a few paragraphs, a few facts, one act, why one receives it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_ERASED = "erased"  # the state of an account, as the room ``people`` writes it


def may_be_written_to(person: Any) -> bool:
    """An erased person receives nothing more, nor does somebody without an address."""
    return bool(person.email) and person.state != _ERASED


@dataclass(frozen=True)
class Letter:
    """A mail ready for the outbox."""

    subject: str
    text: str
    html: str


def one_line(text: Any) -> str:
    """A header's text: line breaks would let a title forge headers; the non-breaking spaces of French stay."""
    return re.sub(r"[\x00-\x20\x7f\x85\u2028\u2029]+", " ", str(text)).strip()[:250]


def compose(
    *,
    person: Any,
    subject: Any,
    lines: Iterable[Any],
    act: tuple[Any, str] | None = None,
    facts: Iterable[tuple[Any, Any]] = (),
    reason: Any = "",
    body: tuple[str, SafeString] | None = None,
) -> Letter:
    """Write the letter as text and as HTML, from the same words."""
    written, drawn = body or ("", "")
    label, url = act or ("", "")
    context = {
        "subject": one_line(subject),
        "greeting": ""
        if body
        else _("Bonjour %(name)s,") % {"name": person.name}
        if person and person.name
        else _("Bonjour,"),
        "body": written,
        "body_html": drawn,
        "lines": [str(line) for line in lines],
        "facts": [(str(name), str(value)) for name, value in facts],
        "act_label": str(label),
        "act_url": url,
        "reason": str(reason),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    text = re.sub(r"\n{3,}", "\n\n", render_to_string("core/mail.txt", context)).strip() + "\n"
    return Letter(context["subject"], text, render_to_string("core/mail.html", context).strip() + "\n")
