"""Pages side by side, and what is found when one types the name of a page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core.fields import SHOWN, Choice
from cercles.core.typography import when
from cercles.organisations.enums import KINDS, Fact
from cercles.organisations.models import Affiliation, DuplicatePair, Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS
from cercles.organisations.queries.directory import Filters, find_organisations


@dataclass(frozen=True)
class Compared:
    """One line: what each page says; ``same`` when both say it."""

    label: str
    first: str
    second: str
    same: bool


@dataclass(frozen=True)
class SideBySide:
    """A pair as the page that settles it shows it. ``must_keep``: the only one that may stay, since others lead to it; both: none may."""

    pages: tuple[Organisation, Organisation]
    lines: list[Compared]
    must_keep: list[Organisation]

    @property
    def hides(self) -> bool:
        """United, they lose the address that one of them shows and the other asked to hide."""
        return len({page.is_partly_diffusible for page in self.pages}) > 1

    @property
    def alias(self) -> Organisation | None:
        """The one that leads to the other, when they are merged."""
        ids = {page.pk for page in self.pages}
        return next((page for page in self.pages if page.merged_into_id in ids), None)


def waiting_pairs(reader: Any, fact: str = "") -> Any:
    """Those to settle, the strongest facts first, what was put off last."""
    found = DuplicatePair.objects.visible_to(reader).open()
    found = found.filter(first__merged_into__isnull=True, second__merged_into__isnull=True)
    found = found.filter(main=fact) if fact else found
    return found.select_related("first__seat", "second__seat").order_by("-state", "main", "pk")


def counts_by_fact(reader: Any) -> list[tuple[str, int]]:
    """How many to settle for each strongest fact, in one query."""
    counts = waiting_pairs(reader).select_related(None).order_by().values_list("main").annotate(n=Count("pk"))
    known = dict(counts)
    return [(fact, known[fact]) for fact in Fact.values if fact in known]


def side_by_side(pair: DuplicatePair) -> SideBySide:
    """In four queries."""
    rows = Organisation.objects.filter(pk__in=(pair.first_id, pair.second_id)).select_related(
        "category", "seat__parent"
    )
    first, second = sorted(rows.annotate(others=Count("aliases")), key=lambda row: row.pk)
    people = {pk: _people(found) for pk, found in _links(first, second).items()}
    told = [(label, value(first), value(second)) for label, value in _VALUES]
    told.append((_("Personnes"), people[first.pk], people[second.pk]))
    lines = [Compared(str(label), one, two, bool(one) and one == two) for label, one, two in told if one or two]
    return SideBySide((first, second), lines, [row for row in (first, second) if row.others])


def page_choices(reader: Any, text: str, without: int = 0) -> list[Choice]:
    """Pages that the words or the identifier find, for a box that proposes."""
    found = find_organisations(reader, text, Filters(), page=1).items
    return [Choice(str(row.pk), row.name, row.note) for row in found if row.pk != without][: SHOWN + 1]


def page_chosen(reader: Any, pk: int) -> Organisation | None:
    return Organisation.objects.visible_to(reader).canonical().filter(pk=pk).first()


def _links(*pages: Organisation) -> dict[int, list[Affiliation]]:
    near = Q(organisation__in=pages) | Q(organisation__merged_into__in=pages)
    rows = list(Affiliation.objects.current().filter(near).select_related("organisation"))
    return {
        page.pk: [row for row in rows if page.pk in (row.organisation_id, row.organisation.merged_into_id)]
        for page in pages
    }


def _people(links: list[Affiliation]) -> str:
    """How many, never who: whoever merges pages need not know the people."""
    spoken = sum(row.is_representative for row in links)
    return _("%(n)d, dont %(spoken)d qui la représente(nt)") % {"n": len(links), "spoken": spoken} if links else ""


def _place(row: Organisation) -> str:
    place = " ".join(part for part in (row.post_code, row.seat.label if row.seat else "") if part)
    return ", ".join(part for part in (row.address, place) if part)


_VALUES: tuple[Any, ...] = (
    (_lazy("Nom"), lambda row: row.name),
    (_lazy("Dénomination"), lambda row: row.legal_name),
    (_lazy("Sigle"), lambda row: row.short_name),
    *((name.upper(), lambda row, name=name: getattr(row, name) or "") for name in reversed(IDENTIFIERS)),
    (_lazy("Lieu"), _place),
    (_lazy("Catégorie"), lambda row: row.category.label if row.category else ""),
    (_lazy("Type"), lambda row: ", ".join(str(KINDS.get(kind, kind)) for kind in row.kinds.split())),
    (_lazy("Forme juridique"), lambda row: row.legal_form),
    (_lazy("Code NAF"), lambda row: row.activity_code),
    (_lazy("Situation"), lambda row: row.ended_label or row.get_state_display()),
    (_lazy("Site"), lambda row: row.website),
    (_lazy("Source"), lambda row: row.get_source_display()),
    (_lazy("Modifiée"), lambda row: when(row.changed_at)),
    (_lazy("Pages déjà réunies"), lambda row: str(row.others) if row.others else ""),
)
