"""The one shape of every mail of the house: a few paragraphs, a few facts, one act, why one receives it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core import standing
from cercles.journal.enums import RHYTHMS
from cercles.journal.queries.news import Told, TopicNews

_SILENT = ("erased", "arrived")  # states of an account, as the room ``people`` writes them


def may_be_written_to(person: Any) -> bool:
    """An erased person receives nothing more, nor does somebody without an address, or whom a file alone names."""
    return bool(person.email) and person.state not in _SILENT


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


def rhythm_url(person: Any) -> str:
    """Her own page of grouped mails, without signing in: from any of them, or by the button of her mail program."""
    token = standing.token(RHYTHMS, person, person)
    return settings.SITE_URL + reverse("journal:rhythms_link", kwargs={"token": token})


def digest_headers(person: Any) -> dict[str, str]:
    """RFC 8058: one click, without signing in, and no more grouped mails."""
    return {
        "List-Unsubscribe": f"<{rhythm_url(person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
    }


def digest_subject(news: list[TopicNews], many: int) -> str:
    if len(news) == 1:
        words = ngettext("%(topic)s : %(n)d nouveauté", "%(topic)s : %(n)d nouveautés", many)
        return words % {"topic": news[0].topic.label, "n": many}
    return _("Vos cercles : %(n)d nouveautés") % {"n": many}


@lru_cache(maxsize=256)
def _told(label: str, url: str, parts: tuple[Told, ...]) -> tuple[str, SafeString]:
    """What one circle says, as text and as HTML: those who read the same have the same words, drawn once."""
    context = {"label": label, "url": url, "parts": parts, "site_url": settings.SITE_URL}
    written = re.sub(r"\n{3,}", "\n\n", render_to_string("journal/digest_mail.txt", context)).strip()
    return written, mark_safe(render_to_string("journal/digest_mail.html", context))


def digest(person: Any, news: list[TopicNews], many: int) -> Letter:
    """What is new in all that she follows, under the name of each."""
    site = settings.SITE_URL
    told = [_told(one.topic.label, site + one.topic.url, one.parts) for one in news]
    why = _("Vous avez choisi des courriels groupés. Changer leur rythme ou leur heure, ou les arrêter : %(url)s")
    return compose(
        person=person, subject=digest_subject(news, many), lines=(),
        body=("\n\n\n".join(text for text, _html in told), mark_safe("\n".join(html for _text, html in told))),
        act=(_("Ouvrir le site"), f"{site}/"), reason=why % {"url": rhythm_url(person)},
    )  # fmt: skip
