"""Half-yearly reviews as files: those that were published. A draft is the words of who facilitates, not yet the circle's."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.enums import ReviewState
from cercles.circles.forms.reviews import traits_of
from cercles.circles.models import HalfYearReview
from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.typography import when


def _sheet(row: Any, seat: Seat) -> Sheet:
    answers = [f"- {question} {_('Oui') if answer else _('Non')}. {said}" for question, answer, said in traits_of(row)]
    facts = [
        (_("Publié le"), when(row.published_at)),
        (_("Étape notée"), row.get_stage_display()),
        (_("Parce que"), row.stage_note),
    ]
    return Sheet(
        str(row), facts, [Part(_("Le bilan"), row.text), Part(_("Trois questions sur le cercle"), "\n".join(answers))]
    )


def _ready(facts: Facts, circle: Any) -> Facts:
    return {**facts, "state": ReviewState.PUBLISHED, "changed_at": facts["published_at"]}


HALF_YEARS = Table(
    name="bilans_semestriels", title=gettext_lazy("Bilans du semestre"), model=HalfYearReview, key="ref", sheet=_sheet, ready=_ready,
    rows=lambda seat: HalfYearReview.objects.filter(circle=seat.circle, state=ReviewState.PUBLISHED)
    .select_related("published_by").order_by("published_at", "id"),
    columns=(
        Column("référence", "ref"), Column("du", "since", Kind.DAY), Column("au", "until", Kind.DAY), Column("texte", "text"),
        Column("engagement", "engagement", Kind.YES), Column("ce qui montre l’engagement", "engagement_said"),
        Column("poursuite commune", "enterprise", Kind.YES), Column("ce qui montre la poursuite", "enterprise_said"),
        Column("mots et outils", "repertoire", Kind.YES), Column("ce qui montre les mots et outils", "repertoire_said"),
        Column("étape notée", "stage", Kind.CHOICE), Column("ce qui montre l’étape", "stage_note"),
        Column("publié le", "published_at", Kind.MOMENT), Column("publié par", "published_by", Kind.ROW, "personnes"),
    ),
)  # fmt: skip
