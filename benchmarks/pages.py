"""The main pages, each for its typical reader. The same choices are made on every instance, from what it holds."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from cercles.circles.models import Circle, CircleTheme, Membership, Thread
from cercles.journal.models import Link
from cercles.meetings.models import Meeting
from cercles.organisations.models import Affiliation, Organisation
from cercles.people.models import User
from cercles.practices.models import PracticeSheet

WORD = "louer"
NAME = "fondation"


@dataclass(frozen=True)
class Page:
    """``reader`` is None for somebody who is not signed in."""

    name: str
    path: str
    reader: User | None = None


def the_circle() -> Circle:
    """Of the circles that have themes, wrote minutes and will meet again, and whose facilitator answers for no organisation, the one
    in the middle by its number of members: what a page says then differs by how much, not by what, from one instance to another."""
    lived = Meeting.objects.filter(minutes__published_number__gt=0).values("circle")
    coming = Meeting.objects.to_come().filter(state="announced").order_by().values("circle")
    themed = CircleTheme.objects.filter(retired_at=None).values("circle")
    answering = Membership.objects.facilitators().filter(
        person__in=Affiliation.objects.representatives().values("person")
    )
    counted = Circle.objects.annotate(n=Count("memberships", filter=Q(memberships__until=None)))
    found = counted.filter(pk__in=lived).filter(pk__in=themed).filter(pk__in=coming).order_by("n", "pk")
    chosen = list(found.exclude(pk__in=answering.order_by().values("circle")))
    return chosen[len(chosen) // 2]


def the_sheet() -> PracticeSheet:
    """Public, written in its circle without a meeting, reused, and another sheet came of that reuse."""
    told = Link.objects.filter(origin_kind="practices.reuse").values("origin_id")
    born = Link.objects.filter(outcome_kind="practices.practicesheet").exclude(origin_kind="circles.circle")
    found = PracticeSheet.objects.filter(audience="public", reuses__audience="public", reuses__in=told)
    return found.exclude(pk__in=born.values("outcome_id")).order_by("pk").first() or found.order_by("pk")[0]


def pages() -> list[Page]:
    circle = the_circle()
    who = circle.memberships.filter(role="facilitator", until=None).order_by("pk")[0].person
    return [
        *_home(who), *_circles(circle, who), *_meetings(circle, who), *_practices(who), *_directories(who), *_search(who),
    ]  # fmt: skip


def _home(who: User) -> list[Page]:
    still = reverse("account_inactive")  # a text that never changes: what surrounds every page
    return [
        Page("Texte fixe", still),
        Page("Texte fixe", still, who),
        Page("Accueil", reverse("pages:home")),
        Page("Ma semaine", reverse("pages:week"), who),
    ]


def _circles(circle: Circle, who: User) -> list[Page]:
    tabs = {"detail": "vue d’ensemble", "members": "membres", "grid": "grille", "charter": "charte", "stage": "étapes"}
    return [
        Page("Cercles", reverse("circles:list")),
        Page("Cercles", reverse("circles:list"), who),
        *(Page(f"Cercle, {words}", reverse(f"circles:{key}", args=[circle.slug]), who) for key, words in tabs.items()),
        Page("Cercle, échanges", reverse("circles:threads", args=[circle.slug]), who),
        *_conversations(circle, who),
        Page("Cercle, rencontres", reverse("meetings:of_circle", args=[circle.slug]), who),
    ]


def _conversations(circle: Circle, who: User) -> list[Page]:
    """The shortest and the longest of the circle, the longest at both ends."""
    found = Thread.objects.filter(circle=circle).order_by("count", "pk")
    if not (short := found.first()) or (long := found.last()) is None:
        return []
    first, last = long.get_absolute_url(), f"{long.get_absolute_url()}?page=9999"
    return [
        Page(f"Échange, {short.count} messages", short.get_absolute_url(), who),
        Page(f"Échange, {long.count} messages", first, who),
        Page(f"Échange, {long.count}, la fin", last, who),
    ]


def _meetings(circle: Circle, who: User) -> list[Page]:
    held = Meeting.objects.filter(circle=circle, minutes__published_number__gt=0).order_by("-starts_at")
    meeting = held.filter(registrations__person=who)[0]
    return [
        Page("Rencontres", reverse("meetings:agenda")),
        Page("Rencontres", reverse("meetings:agenda"), who),
        Page("Rencontre tenue", meeting.get_absolute_url(), who),
        Page("Compte rendu", reverse("meetings:minutes", args=[meeting.ref]), who),
    ]


def _practices(who: User) -> list[Page]:
    everywhere = reverse("practices:list")
    one = reverse("practices:detail", args=[the_sheet().ref])
    return [
        Page("Fiches", everywhere),
        Page("Fiches", everywhere, who),
        Page("Fiches, un mot", f"{everywhere}?words={WORD}", who),
        Page("Fiche et son fil", one),
        Page("Fiche et son fil", one, who),
    ]


def _directories(who: User) -> list[Page]:
    everywhere = reverse("organisations:list")
    peopled = Organisation.objects.filter(audience="public", affiliations__isnull=False, sheets__audience="public")
    organisation: Any = peopled.order_by("pk")[0]
    listed = User.objects.filter(in_directory=True, audience="network").exclude(pk=who.pk).order_by("pk")[0]
    return [
        Page("Organisations", everywhere),
        Page("Organisations, un mot", f"{everywhere}?q={NAME}", who),
        Page("Organisation", organisation.get_absolute_url(), who),
        Page("Carte des territoires", reverse("territories:index")),
        Page("Territoire (Rhône)", reverse("territories:detail", args=["departement", "69"]), who),
        Page("Personnes", reverse("people:directory"), who),
        Page("Personne", listed.url, who),
    ]


def _search(who: User) -> list[Page]:
    address = reverse("search:results")
    return [Page("Recherche", f"{address}?q={WORD}"), Page("Recherche", f"{address}?q={WORD}", who)]
