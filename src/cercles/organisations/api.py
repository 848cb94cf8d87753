"""Organisations for programmes: the public part of the directory, page after page, and one of them by any of its numbers."""

from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema, Status

from cercles.core.errors import RuleBroken
from cercles.core.routes import address_of
from cercles.organisations.queries.cursors import place_in, written
from cercles.organisations.queries.filters import Filters
from cercles.organisations.queries.listing import found_after
from cercles.organisations.queries.numbers import known_by
from cercles.organisations.queries.whole import Said, Whole

STRANGER = AnonymousUser()
MOST = 100
router = Router(tags=["organisations"])
_CODE, _PLACE = r"^[0-9A-Za-z._-]{0,40}$", r"^$|^(region|departement|epci|commune):[0-9A-Za-z]{1,10}$"


class Refusal(Schema):
    """Ce qui n’a pas pu être répondu, et quoi faire."""

    code: str = Field(description="un mot pour le programme")
    message: str = Field(description="une phrase pour la personne")
    field: str | None = Field(None, description="le paramètre à corriger, s’il y en a un")


class Term(Schema):
    """Un mot d’une des listes du site."""

    code: str = Field(description="ne change jamais")
    label: str = Field(description="peut changer")


class Seat(Schema):
    """La commune du siège, par son code Insee."""

    code: str = Field(description="code Insee de la commune")
    name: str = Field(description="nom de la commune")
    departement: str = Field(description="code du département, ou vide")
    region: str = Field(description="code de la région, ou vide outre-mer")


class Organisation(Schema):
    """Une organisation, telle que sa page publique la dit."""

    ref: str = Field(description="sa référence sur ce site, qui ne change jamais")
    url: str = Field(description="sa page")
    name: str = Field(description="nom d’usage")
    legal_name: str = Field(description="dénomination, si elle est autre")
    short_name: str = Field(description="sigle")
    category: Term | None = Field(description="catégorie")
    kinds: list[str] = Field(description="sigles du registre : EI, ACI…")
    legal_form: str = Field(description="forme juridique, en toutes lettres")
    activity_code: str = Field(description="code NAF")
    siren: str | None = Field(description="9 chiffres")
    siret: str | None = Field(description="14 chiffres, celui du siège")
    rna: str | None = Field(description="numéro du registre national des associations")
    rnf: str | None = Field(description="numéro du registre des fondations")
    purpose: str = Field(description="ce qu’elle fait, en Markdown")
    website: str = Field(description="adresse du site")
    address: str = Field(description="rue et numéro")
    post_code: str = Field(description="code postal")
    seat: Seat | None = Field(description="commune du siège")
    themes: list[Term] = Field(description="thèmes")
    economic_models: list[Term] = Field(description="modèles économiques")
    innovation_roles: list[Term] = Field(description="rôles dans l’innovation")
    goals: list[Term] = Field(description="objectifs de développement durable, le principal en premier")
    state: str = Field(
        description="active, ceased (activité cessée), dissolved (dissoute) ou removed (retirée du registre)"
    )
    founded_on: date | None = Field(description="date de création, si elle est connue")
    ended_on: date | None = Field(description="fin d’activité, si elle est connue")
    source: str = Field(description="d’où vient la page : member, siae, rna, sirene, file, demo")
    is_fictional: bool = Field(description="vrai pour une organisation inventée, dans une démonstration")
    changed_at: str = Field(description="dernière modification, ISO 8601")


class Page(Schema):
    """Une page de la liste, dans l’ordre des noms."""

    items: list[Organisation] = Field(description="les organisations de la page")
    next: str | None = Field(description="l’adresse de la page suivante ; null à la fin")
    licence: str = Field(description="la licence des données")


class Asked(Schema):
    """The same filters as the page « Organisations »."""

    q: str = Field("", max_length=100, description="des mots, comme dans la page ; ou un SIREN, SIRET ou RNA entier")
    category: str = Field("", pattern=_CODE, description="code d’une catégorie")
    territory: str = Field("", pattern=_PLACE, description="region:84, departement:45, epci:244500468 ou commune:45208")
    theme: str = Field("", pattern=_CODE, description="code d’un thème")
    sdg: str = Field("", pattern=_CODE, description="numéro d’un objectif de développement durable")
    model: str = Field("", pattern=_CODE, description="code d’un modèle économique")
    activity: str = Field(
        "", pattern=_CODE, description="activité : une section (Q), une division (88) ou un code NAF (88.99B)"
    )
    state: Literal["", "active", "ceased", "dissolved", "removed", "ended", "any"] = Field(
        "", description="active, ceased, dissolved, removed, ended (qui ont cessé) ou any ; sans mots ni choix : active"
    )
    near: str = Field(
        "", pattern=r"^[0-9A-Za-z]{0,5}$", description="code Insee d’une commune : celles d’alentour aussi"
    )
    km: Literal["", "5", "10", "20", "50"] = Field(
        "", description="à combien de kilomètres de « near » : 5, 10, 20 (d’usage) ou 50"
    )
    limit: int = Field(20, ge=1, le=MOST, description=f"organisations par page, {MOST} au plus")
    cursor: str = Field("", max_length=3000, description="ne le composez pas : suivez l’adresse « next »")


@router.get(
    "",
    response={200: Page, 422: Refusal, 429: Refusal, 503: Refusal},
    url_name="organisations",
    summary="Chercher et parcourir",
)
def organisations(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """Chaque page commence après la dernière ligne de la précédente : rien ne se répète ni ne manque, même si l’on écrit entre-temps."""
    unknown = next((name for name in request.GET if name not in Asked.model_fields), None)
    if unknown is not None:
        text = _("« %(name)s » n’est pas un paramètre. Les paramètres sont décrits à /api/v1/.") % {
            "name": unknown[:40]
        }
        raise RuleBroken("parameter_unknown", text, field=unknown[:40])
    filters = Filters(**{name: getattr(asked, name) for name in Filters.names() if name in Asked.model_fields})
    rows = found_after(STRANGER, asked.q, filters, place_in(asked.cursor), asked.limit + 1)
    follows = _following(request, rows[asked.limit - 1]) if len(rows) > asked.limit else None
    licence = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    response["Link"] = ", ".join([f'<{licence}>; rel="license"', *([f'<{follows}>; rel="next"'] if follows else [])])
    return {"items": [told(row) for row in rows[: asked.limit]], "next": follows, "licence": licence}


def _following(request: HttpRequest, last: Whole) -> str:
    query = request.GET.copy()
    query["cursor"] = written(last.place)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


@router.get(
    "/{number}", response={200: Organisation, 300: Refusal, 301: Refusal, 404: Refusal, 429: Refusal},
    url_name="organisation", summary="Une organisation",
)  # fmt: skip
def organisation(
    request: HttpRequest, response: HttpResponse, number: str = Path(description="référence, SIREN, SIRET ou RNA")
) -> Any:
    """Par sa référence, son SIREN, son SIRET ou son RNA, avec ou sans espaces. Un doublon réuni à une autre page y mène (301)."""
    found = known_by(STRANGER, number[:40])
    if len(found) > 1:
        text = _(
            "Plusieurs organisations portent ce numéro. Demandez leur liste par /api/v1/organisations?q=%(number)s."
        )
        raise RuleBroken("several", text % {"number": number[:40]})
    if not found:
        raise RuleBroken("not_found", _("Aucune organisation publique n’a cette référence ou ce numéro."))
    ((asked, whole),) = found
    if asked != whole.ref:
        response["Location"] = address_of("api:organisation", whole.ref)
        return Status(
            301, {"code": "merged", "message": _("Cette page a été réunie à une autre : suivez l’adresse donnée.")}
        )
    return told(whole)


def told(row: Whole) -> dict[str, Any]:
    plain = (
        "ref",
        "name",
        "legal_name",
        "short_name",
        "legal_form",
        "activity_code",
        "siren",
        "siret",
        "rna",
        "rnf",
        "purpose",
        "website",
        "address",
        "post_code",
        "state",
        "founded_on",
        "ended_on",
        "source",
        "is_fictional",
    )
    return {
        **{name: getattr(row, name) for name in plain},
        "url": f"{settings.SITE_URL}{address_of('organisations:detail', row.ref)}",
        "category": {"code": row.category_code, "label": row.category_label} if row.category_code else None,
        "kinds": row.kinds.split(),
        "seat": _seat(row),
        **{
            name: [_term(one) for one in getattr(row, name)]
            for name in ("themes", "economic_models", "innovation_roles", "goals")
        },
        "changed_at": row.changed_at.isoformat(timespec="seconds"),
    }


def _term(said: Said) -> dict[str, str]:
    return said._asdict()


def _seat(row: Whole) -> dict[str, str] | None:
    if row.seat_code is None:
        return None
    return {
        "code": row.seat_code, "name": row.seat_name or "", "departement": row.seat_departement_code or "",
        "region": row.seat_region_code or "",
    }  # fmt: skip


def routers() -> list[tuple[str, Router]]:
    return [("/organisations", router)]
