"""Polls as files. Of a secret one, what every member reads once it is over: each ballot under its receipt, and no name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.typography import when_time
from cercles.polls.enums import PollState, ShownWhen
from cercles.polls.models import Ballot, Objection, Option, Poll, PollVersion, Urn
from cercles.polls.queries import names_nobody, results_of

_SHOWN = Q(poll__state=PollState.CLOSED) | Q(poll__shown_when=ShownWhen.ALWAYS)


def _unnamed(of: str) -> ExpressionWrapper:
    """Whether what a room above says of a poll names nobody: the date of a meeting under the Chatham House rule."""
    return ExpressionWrapper(names_nobody(of), output_field=BooleanField())


def _named(row: Any, seat: Seat) -> bool:
    return not row.is_unnamed


def _parts(row: Any) -> Iterator[Part]:
    yield Part(_("La question"), row.text or row.title)
    if row.state == PollState.CLOSED or row.shown_when == ShownWhen.ALWAYS:
        results = results_of(row)
        lines = [f"- {line.label} : {line.said_count}" for line in results.lines]
        yield Part(_("Les réponses"), "\n".join(lines))
    if row.outcome:
        yield Part(_("Ce qui en est retenu"), row.outcome)


def _sheet(row: Any, seat: Seat) -> Sheet:
    facts = [
        (_("Forme"), row.get_kind_display()), (_("Voix"), row.get_voters_display()),
        (_("Bulletin secret"), _("oui") if row.is_secret else ""),
        (_("Ouvert le"), when_time(row.created_at)), (_("Clos le"), when_time(row.closed_at) if row.closed_at else ""),
    ]  # fmt: skip
    return Sheet(row.title, facts, _parts(row))


def _ready(facts: Facts, circle: Any) -> Facts:
    return {**facts, "audience": circle.members_audience}


def review(circle: Any) -> dict[str, list[str]]:
    """For the final review of a circle: what its polls retained."""
    rows = Poll.objects.filter(circle=circle, state=PollState.CLOSED).exclude(outcome="").order_by("closed_at", "id")
    return {
        "decided": [_("« %(title)s » : %(outcome)s") % {"title": row.title, "outcome": row.outcome} for row in rows]
    }


def tables() -> list[Table]:
    return [POLLS, VERSIONS, OPTIONS, BALLOTS, OBJECTIONS, URNS]


POLLS = Table(
    name="sondages", title=gettext_lazy("Sondages"), model=Poll, key="ref", sheet=_sheet, ready=_ready, findable=True,
    unnamed=lambda row: row.is_unnamed,
    rows=lambda seat: Poll.objects.filter(circle=seat.circle).annotate(is_unnamed=_unnamed("pk__"))
    .select_related("opened_by", "closed_by").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("question", "title"), Column("texte", "text"), Column("forme", "kind", Kind.CHOICE),
        Column("voix", "voters", Kind.CHOICE), Column("résultats", "shown_when", Kind.CHOICE),
        Column("secret", "is_secret", Kind.YES), Column("plusieurs réponses", "takes_many", Kind.YES),
        Column("ouvert par", "opened_by", Kind.ROW, "personnes", shown=_named), Column("jusqu’au", "closes_at", Kind.MOMENT),
        Column("tour", "round", Kind.NUMBER), Column("état", "state", Kind.CHOICE), Column("clos le", "closed_at", Kind.MOMENT),
        Column("clos par", "closed_by", Kind.ROW, "personnes", shown=_named), Column("retenu", "outcome"),
        Column("adopté", "adopted", Kind.YES), Column("voix possibles", "voices", Kind.NUMBER),
        Column("fictif", "is_fictional", Kind.YES), Column("ouvert le", "created_at", Kind.MOMENT),
        Column("changé le", "changed_at", Kind.MOMENT),
    ),
)  # fmt: skip

VERSIONS = Table(
    name="sondages_avant", aside=True, title=gettext_lazy("Ce que disaient les propositions changées"), model=PollVersion, in_circle="",
    rows=lambda seat: PollVersion.objects.filter(poll__circle=seat.circle).select_related("poll").order_by("id"),
    columns=(
        Column("sondage", "poll", Kind.ROW, "sondages"), Column("tour", "round", Kind.NUMBER), Column("texte", "text"),
        Column("jusqu’au", "until", Kind.MOMENT),
    ),
)  # fmt: skip

OPTIONS = Table(
    name="sondages_choix", aside=True, title=gettext_lazy("Réponses proposées"), model=Option, in_circle="",
    rows=lambda seat: Option.objects.filter(poll__circle=seat.circle).select_related("poll").order_by("id"),
    columns=(
        Column("sondage", "poll", Kind.ROW, "sondages"), Column("place", "position", Kind.NUMBER),
        Column("réponse", "label"), Column("début", "starts_at", Kind.MOMENT),
    ),
)  # fmt: skip

BALLOTS = Table(
    name="sondages_reponses", aside=True, title=gettext_lazy("Réponses données"), model=Ballot, in_circle="",
    rows=lambda seat: Ballot.objects.filter(_SHOWN, poll__circle=seat.circle, poll__is_secret=False)
    .annotate(is_unnamed=_unnamed("poll__")).select_related("poll", "person", "organisation__merged_into", "cast_by")
    .prefetch_related("options", "if_needed").order_by("id"),
    columns=(
        Column("sondage", "poll", Kind.ROW, "sondages"), Column("personne", "person", Kind.ROW, "personnes", shown=_named),
        Column("organisation", "organisation", Kind.ROW, "organisations", shown=_named),
        Column("donnée par", "cast_by", Kind.ROW, "personnes", shown=_named), Column("à la place de", "by_substitute", Kind.YES),
        Column("choix", "options", Kind.ROWS, "sondages_choix"),
        Column("si besoin", "if_needed", Kind.ROWS, "sondages_choix"), Column("réponse", "answer", Kind.CHOICE),
        Column("raison", "reason"), Column("tour", "round", Kind.NUMBER), Column("le", "at", Kind.MOMENT),
        Column("changements", "changes", Kind.NUMBER),
    ),
)  # fmt: skip

OBJECTIONS = Table(
    name="sondages_objections", aside=True, title=gettext_lazy("Objections"), model=Objection, in_circle="",
    rows=lambda seat: Objection.objects.filter(_SHOWN, poll__circle=seat.circle)
    .select_related("poll", "ballot", "person", "decided_by").order_by("id"),
    columns=(
        Column("sondage", "poll", Kind.ROW, "sondages"), Column("réponse", "ballot", Kind.ROW, "sondages_reponses"),
        Column("de", "person", Kind.ROW, "personnes"), Column("texte", "text"), Column("tour", "round", Kind.NUMBER),
        Column("état", "state", Kind.CHOICE), Column("ce qui a été répondu", "response"), Column("le", "at", Kind.MOMENT),
        Column("traitée le", "decided_at", Kind.MOMENT), Column("traitée par", "decided_by", Kind.ROW, "personnes"),
    ),
)  # fmt: skip

URNS = Table(
    name="sondages_bulletins", aside=True, title=gettext_lazy("Bulletins secrets, sous leur reçu"), model=Urn, in_circle="",
    rows=lambda seat: Urn.objects.filter(poll__circle=seat.circle, poll__state=PollState.CLOSED)
    .select_related("poll").order_by("id"),
    columns=(Column("sondage", "poll", Kind.ROW, "sondages"), Column("bulletins", "opened", Kind.JSON)),
)  # fmt: skip
