"""What the room gives through slots: audience strings, peers, tabs, panels of other rooms' pages, ends of the thread."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles import rules
from cercles.circles.models import Circle, Membership
from cercles.circles.queries import shared_circles
from cercles.circles.rules import memory
from cercles.core import audience
from cercles.core.components import NavItem, Panel, Tab
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.journal.queries import Node
from cercles.search.queries import Document, Read, Shown, Source

# Words that follow a name in the history of a circle.
WORDS = {
    "circles.arrived": _("a rejoint cette instance"),
    "circles.opened": gettext_lazy("a ouvert le cercle"),
    "circles.joined": gettext_lazy("a fait entrer un membre"),
    "circles.left": gettext_lazy("a acté un départ"),
    "circles.role_changed": gettext_lazy("a changé le rôle d’un membre"),
    "circles.changed": gettext_lazy("a revu la présentation du cercle"),
    "circles.charter_published": gettext_lazy("a publié une version de la charte"),
    "circles.charter_accepted": gettext_lazy("a accepté la charte"),
    "circles.handed_over": gettext_lazy("a pris le relais de l’animation"),
    "circles.stage_set": gettext_lazy("a noté l’étape du cercle"),
    "circles.stage_close": gettext_lazy("a clos le cercle"),
    "circles.stage_reopen": gettext_lazy("a rouvert le cercle"),
    "circles.thread_started": gettext_lazy("a lancé l’échange"),
    "circles.thread_closed": gettext_lazy("a clos l’échange"),
    "circles.thread_reopened": gettext_lazy("a rouvert l’échange"),
    "circles.message_edited": gettext_lazy("a modifié un message"),
    "circles.message_withdrawn": gettext_lazy("a retiré un message"),
    "circles.content_removed": gettext_lazy("a retiré un écrit au nom de l’animation"),
    "circles.measure_lifted": gettext_lazy("a levé une mesure de modération"),
    "circles.visited": gettext_lazy("a lu le cercle pour l’assistance"),
    "circles.restricted": gettext_lazy("a changé comment un membre écrit"),
    "circles.question_asked": gettext_lazy("a posé la question"),
    "circles.question_taken": gettext_lazy("a porté la question à qui pourrait savoir"),
    "circles.answer_settled": gettext_lazy("a choisi la réponse"),
    "circles.answer_unsettled": gettext_lazy("a repris le choix de la réponse"),
    "circles.answer_certified": gettext_lazy("a certifié la réponse"),
    "circles.answer_uncertified": gettext_lazy("a retiré la certification de la réponse"),
    "circles.review_published": gettext_lazy("a publié le bilan du semestre"),
    "circles.theme_added": gettext_lazy("a ajouté un thème à la grille"),
    "circles.theme_retired": gettext_lazy("a retiré un thème de la grille"),
}


def nav() -> list[NavItem]:
    return [NavItem(gettext_lazy("Cercles"), "circles:list", "circles")]


def audience_strings(person: Any) -> Iterable[str]:
    """``circle:12`` for each circle the person is in now."""
    return [audience.key("circle", row.circle_id) for row in memory.current_memberships(person)]


def peers(reader: Any) -> Q:
    """The people who share a circle with the reader."""
    mine = Membership.objects.current().filter(person=reader).order_by().values("circle")
    return Q(pk__in=Membership.objects.current().filter(circle__in=mine).order_by().values("person"))


def are_peers(reader: Any, person: Any) -> bool:
    mine = {row.circle_id for row in memory.current_memberships(reader)}
    return any(row.circle_id in mine for row in memory.current_memberships(person))


def tabs_first(circle: Circle, reader: Any) -> list[Tab]:
    return [Tab(_("Vue d’ensemble"), address_of("circles:detail", circle.slug), "detail")]


def tabs_grid(circle: Circle, reader: Any) -> list[Tab]:
    if not rules.can_see_inside(reader, circle):
        return []
    return [Tab(_("Qui fait cela ?"), address_of("circles:grid", circle.slug), "grid")]


def tabs_last(circle: Circle, reader: Any) -> list[Tab]:
    """Members, charter, stages; the doors and the settings for who facilitates."""
    inside, facilitates = rules.can_see_inside(reader, circle), rules.can_edit_circle(reader, circle)
    wanted = [
        (inside, _("Membres"), "members"),
        (True, _("Charte"), "charter"),
        (inside, _("Étapes"), "stage"),
        (inside, _("Bilans"), "reviews"),
        (facilitates, _("Entrées"), "doors"),
        (facilitates, _("Réglages"), "settings"),
    ]
    return [Tab(label, address_of(f"circles:{key}", circle.slug), key) for shown, label, key in wanted if shown]


def thread_nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    return {
        circle.pk: Node(
            circle.name,
            address_of("circles:detail", circle.slug),
            note=_("cercle"),
            at=circle.since,
        )
        for circle in _ends(reader, list(ids))
    }


@prepared
def _ends(reader: Any, ids: Collection[int]) -> QuerySet[Circle]:
    return Circle.objects.visible_to(reader).filter(pk__in=ids).order_by().only("name", "slug", "since")


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [
        (False, _("vos demandes, vos invitations, et ce que vous avez dit à titre personnel dans les grilles")),
        (True, _("ce que vous avez dit pour votre organisation, sans votre nom")),
    ]


def organisation_panels(organisation: Any, reader: Any) -> list[Panel]:
    """The circles shared with this organisation, to the reader who is in them: a membership is known among members only."""
    return _shared(reader, organisation=organisation)


def person_panels(person: Any, reader: Any) -> list[Panel]:
    return _shared(reader, person=person)


def _shared(reader: Any, **others: Any) -> list[Panel]:
    circles = shared_circles(reader, **others) if reader.is_authenticated else []
    mine = others.get("person") == reader
    return [Panel("circles/shared_panel.html", {"circles": circles, "mine": mine})] if circles else []


# Search


def findable() -> QuerySet[Circle]:
    return Circle.objects.prefetch_related("themes")


def document(circle: Circle) -> Document:
    """What whoever sees that the circle exists may read: its name, its question, for whom, its themes."""
    labels = [term.label for term in circle.themes.all()]
    text = " · ".join(filter(None, (_told(circle), *labels)))
    facets = {"theme": [term.code for term in circle.themes.all()]}
    return Document(circle.name, [circle.audience], text, facets=facets, at=day_of(circle.changed_at))


def shown(circle: Circle) -> Shown:
    url = address_of("circles:detail", circle.slug)
    return Shown(circle.name, url, str(circle.get_stage_display()), fictional=circle.is_fictional)


def _told(circle: Circle) -> str:
    return " · ".join(filter(None, (circle.purpose, circle.audience_text)))


@prepared
def _read(reader: Any, ids: Collection[int]) -> QuerySet[Circle]:
    found = Circle.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return found.only("name", "slug", "stage", "purpose", "audience_text", "is_fictional")


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {circle.pk: Read(shown(circle), _told(circle)) for circle in _read(reader, ids)}


def sources() -> list[Source]:
    return [Source(Circle, "cercles", gettext_lazy("Cercles"), findable, document, shown, order=10, read=read)]
