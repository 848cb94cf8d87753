"""Where an object comes from, what came of it, and what happened to it.

``{% load thread %}{% thread_of obj=sheet %}`` and ``{% history_of obj=sheet %}``.
"""

from django import template
from django.db import models

from cercles.core.templatetags.ui.blocks import thread
from cercles.core.templatetags.ui.library import draw
from cercles.core.typography import when_time
from cercles.journal import queries

register = template.Library()


@register.simple_tag(takes_context=True)
def thread_of(context: template.Context, *, obj: models.Model, teaching: str = "") -> str:
    """Draw the thread of ``obj`` for the person who reads. With no thread, nothing, or the line ``teaching``."""
    return thread(items=queries.thread_of(obj, context.get("user")), teaching=teaching)


@register.simple_tag(takes_context=True)
def history_of(context: template.Context, *, obj: models.Model, most: int = queries.MOST, nobody: str = "") -> str:
    """Who did what to ``obj`` and when, the newest first, for the person who reads. With nothing to tell, nothing.

    ``nobody``: the name of whoever is not named; the site, unless the object keeps its people to itself.
    """
    told = queries.entries_of(obj, context.get("user"), most)
    rows = tuple((one.who, one.words, one.reason, one.at.isoformat(), when_time(one.at)) for one in told)
    return draw("journal/history.html", rows=rows, nobody=nobody) if rows else ""
