"""What of a circle leaves as files and comes back: its charter, its people, its grid, its stages, its conversations."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.adapters.archived_reviews import HALF_YEARS
from cercles.circles.adapters.archived_threads import FILES, MESSAGES, QUESTIONS, THREADS, VERSIONS
from cercles.circles.models import (
    ArrivedMember,
    CharterAcceptance,
    CharterVersion,
    Circle,
    CircleTheme,
    FinalReview,
    Membership,
    PositionStatement,
    StageNote,
)
from cercles.core import audience
from cercles.core.enums import Visibility
from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.text import search_key
from cercles.core.typography import when

_TERM = ("vocabulary", "code")


def _circle_ready(facts: Facts, circle: Any) -> Facts:
    key = search_key(facts["name"], facts["audience_text"], facts["purpose"])[:500]
    return {**facts, "search_key": key}


def _circle_born(rows: list[Any], circle: Any) -> None:
    """Until all of it is there, nobody sees that it is coming."""
    for row in rows:
        Circle.objects.filter(pk=row.pk).update(audience=row.members_audience)


def _charter_sheet(row: Any, seat: Seat) -> Sheet:
    facts = [(_("Publiée le"), when(row.published_at)), (_("Ce qui change"), row.change_note)]
    return Sheet(str(row), facts, [Part(_("Texte"), row.text)])


def _review_sheet(row: Any, seat: Seat) -> Sheet:
    return Sheet(str(_("Bilan final")), [(_("Écrit le"), when(row.at))], [Part(_("Texte"), row.text)])


def _shown_positions(seat: Seat) -> Any:
    """What the grid shows: of who is here, as far as the members read it."""
    read = [audience.PUBLIC, audience.NETWORK, seat.circle.members_audience]
    rows = PositionStatement.objects.filter(circle=seat.circle, audience__in=read).current()
    waited = ArrivedMember.objects.filter(circle=seat.circle)
    theirs = Q(organisation__in=waited.values("organisation")) | Q(
        person__in=waited.filter(organisation__isnull=True).values("person")
    )
    rows = rows.filter(theirs) | rows.of_members()
    return rows.select_related("theme", "organisation__merged_into", "person", "said_by").order_by("said_at", "id")


def _position_ready(facts: Facts, circle: Any) -> Facts:
    own = facts["visibility"] in (Visibility.PUBLIC, Visibility.NETWORK)
    return {**facts, "audience": facts["visibility"] if own else circle.members_audience}


def tables() -> list[Table]:
    """In the order in which each finds what it points to."""
    return [
        CIRCLE,
        THEMES,
        CHARTERS,
        ACCEPTANCES,
        MEMBERS,
        POSITIONS,
        STAGES,
        REVIEWS,
        HALF_YEARS,
        THREADS,
        MESSAGES,
        QUESTIONS,
        VERSIONS,
        FILES,
    ]


CIRCLE = Table(
    name="cercle", aside=True, title=gettext_lazy("Le cercle"), model=Circle, in_circle="", findable=True,
    rows=lambda seat: Circle.objects.filter(pk=seat.circle.pk).prefetch_related("themes"),
    ready=_circle_ready, born=_circle_born,
    columns=(
        Column("nom court", "slug"), Column("nom", "name"), Column("raison d’être", "purpose"),
        Column("pour qui", "audience_text"), Column("étape", "stage", Kind.CHOICE), Column("depuis", "since", Kind.DAY),
        Column("thèmes", "themes", Kind.WORDS, code=_TERM), Column("question à l’entrée", "join_question"),
        Column("visible", "visibility", Kind.CHOICE), Column("fictif", "is_fictional", Kind.YES),
        Column("ouvert le", "created_at", Kind.MOMENT), Column("changé le", "changed_at", Kind.MOMENT),
    ),
)  # fmt: skip

THEMES = Table(
    name="themes", title=gettext_lazy("Thèmes de la grille"), model=CircleTheme,
    rows=lambda seat: seat.circle.own_themes.select_related("term").order_by("id"),
    columns=(
        Column("thème", "label"), Column("terme", "term", Kind.WORD, code=_TERM), Column("place", "position", Kind.NUMBER),
        Column("retiré le", "retired_at", Kind.MOMENT),
    ),
)  # fmt: skip

CHARTERS = Table(
    name="chartes", title=gettext_lazy("Charte, version après version"), model=CharterVersion, sheet=_charter_sheet,
    rows=lambda seat: seat.circle.charter_versions.select_related("published_by").order_by("number"),
    columns=(
        Column("version", "number", Kind.NUMBER), Column("texte", "text"), Column("ce qui change", "change_note"),
        Column("publiée le", "published_at", Kind.MOMENT), Column("par", "published_by", Kind.ROW, "personnes"),
    ),
)  # fmt: skip

ACCEPTANCES = Table(
    name="chartes_acceptees", title=gettext_lazy("Qui a accepté la charte"), model=CharterAcceptance, in_circle="",
    rows=lambda seat: CharterAcceptance.objects.filter(version__circle=seat.circle)
    .select_related("person", "organisation__merged_into").order_by("id"),
    columns=(
        Column("charte", "version", Kind.ROW, "chartes"), Column("personne", "person", Kind.ROW, "personnes"),
        Column("organisation", "organisation", Kind.ROW, "organisations"), Column("le", "at", Kind.MOMENT),
    ),
)  # fmt: skip

MEMBERS = Table(
    name="membres", title=gettext_lazy("Membres"), model=Membership, arrives=ArrivedMember,
    also=lambda seat: ArrivedMember.objects.filter(circle=seat.circle)
    .select_related("person", "organisation__merged_into").order_by("since", "id"),
    rows=lambda seat: Membership.objects.filter(circle=seat.circle).current()
    .select_related("person", "organisation__merged_into").order_by("since", "id"),
    columns=(
        Column("personne", "person", Kind.ROW, "personnes"),
        Column("organisation", "organisation", Kind.ROW, "organisations"), Column("rôle", "role", Kind.CHOICE),
        Column("pair pionnier depuis", "pioneer_since", Kind.DAY), Column("depuis", "since", Kind.MOMENT),
    ),
)  # fmt: skip

POSITIONS = Table(
    name="positions", title=gettext_lazy("Qui fait cela ?"), model=PositionStatement, key="ref",
    rows=_shown_positions, ready=_position_ready,
    columns=(
        Column("référence", "ref"), Column("thème", "theme", Kind.ROW, "themes"),
        Column("organisation", "organisation", Kind.ROW, "organisations"), Column("personne", "person", Kind.ROW, "personnes"),
        Column("où", "level", Kind.CHOICE), Column("en une phrase", "text"), Column("visible", "visibility", Kind.CHOICE),
        Column("dit le", "said_at", Kind.MOMENT), Column("par", "said_by", Kind.ROW, "personnes"),
    ),
)  # fmt: skip

STAGES = Table(
    name="etapes", title=gettext_lazy("Étapes"), model=StageNote,
    rows=lambda seat: seat.circle.stage_notes.select_related("by").order_by("at", "id"),
    columns=(
        Column("étape", "stage", Kind.CHOICE), Column("ce qui le montre", "note"),
        Column("par", "by", Kind.ROW, "personnes"), Column("le", "at", Kind.MOMENT),
    ),
)  # fmt: skip

REVIEWS = Table(
    name="bilans", title=gettext_lazy("Bilans finaux"), model=FinalReview, sheet=_review_sheet,
    rows=lambda seat: seat.circle.final_reviews.select_related("by").order_by("at", "id"),
    columns=(
        Column("texte", "text"), Column("par", "by", Kind.ROW, "personnes"), Column("le", "at", Kind.MOMENT),
    ),
)  # fmt: skip
