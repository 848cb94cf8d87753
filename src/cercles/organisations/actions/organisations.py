"""An organisation's page: made, changed, shown to more people or fewer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.enums import Visibility, is_wider
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations import rules
from cercles.organisations.actions.affiliations import add_affiliation
from cercles.organisations.enums import MOST_GOALS, AffiliationRole, Hand, Source
from cercles.organisations.models import Goal, Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS, clean_identifiers
from cercles.organisations.models.organisation import UNIQUE_IDENTIFIERS
from cercles.references.models import Term
from cercles.search.actions import touch

TAGS = ("themes", "economic_models", "innovation_roles")


@transaction.atomic
def create_organisation(
    *,
    by: Any,
    name: str,
    role: str = "",
    title: str = "",
    goals: Iterable[Term] = (),
    visibility: str = Visibility.PUBLIC,
    source: str = Source.MEMBER,
    is_fictional: bool = False,
    **facts: Any,
) -> Organisation:
    """Add the page of an organisation that has none yet; ``role`` also links ``by`` to it.

    ``facts`` are the other columns and tags of an organisation, as ``edit_organisation`` takes them. Adding a page never makes
    somebody its representative: that is asked, and confirmed by another (``ask_to_represent``).
    """
    tags = _take_tags(facts)
    organisation = Organisation(
        created_by=by, source=source, is_fictional=is_fictional, visibility=visibility, **_columns(name, facts, by=by)
    )
    save_page(organisation, by=by)
    organisation.audience = organisation.audience_for(visibility)
    organisation.save(update_fields=["audience"])
    _set_tags(organisation, tags)
    _set_goals(organisation, goals)
    record("organisations.created", organisation, by=by)
    touch(organisation)
    if role and role != AffiliationRole.REPRESENTATIVE:
        add_affiliation(person=by, organisation=organisation, role=role, title=title, by=by)
    return organisation


@transaction.atomic
def edit_organisation(
    *, organisation: Organisation, by: Any, name: str, goals: Iterable[Term] | None = None, **facts: Any
) -> Organisation:
    """Write the page again. What is not given stays as it is, except the identifiers, which are read together."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_alias(locked)
    tags = _take_tags(facts)
    kept = {field: getattr(locked, field) for field in IDENTIFIERS}
    columns, goals = _columns(name, {**kept, **facts}, by=by, known=locked), None if goals is None else list(goals)
    locked.keep_from_files(dict(_differing(locked, columns, tags, goals)), hand_of(by, locked))
    for field, value in columns.items():
        setattr(locked, field, value)
    locked.changed_at = clock.now()
    save_page(locked, by=by)
    _set_tags(locked, tags)
    if goals is not None:
        _set_goals(locked, goals)
    record("organisations.edited", locked, by=by)
    touch(locked)
    return locked


@transaction.atomic
def set_visibility(*, organisation: Organisation, visibility: str, by: Any) -> Organisation:
    """Show the page to more people or fewer. Widening belongs to its representatives alone."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_alias(locked)
    if visibility == locked.visibility:
        return locked
    if is_wider(visibility, locked.visibility) and not rules.is_representative(by, locked):
        raise RuleBroken(
            "widening_is_the_owners",
            _("Seule une personne qui représente l’organisation peut montrer sa page plus largement."),
            field="visibility",
        )
    before, locked.visibility, locked.audience = locked.visibility, visibility, locked.audience_for(visibility)
    locked.save(update_fields=["visibility", "audience"])
    record("organisations.shown", locked, by=by, before=before, after=visibility)
    touch(locked)
    return locked


def refuse_known_identifiers(clean: Mapping[str, str | None], *, by: Any, known: Organisation | None = None) -> None:
    """An identifier that has a page already leads there, if the person may see it."""
    for field in UNIQUE_IDENTIFIERS:
        if not clean.get(field):
            continue
        others = Organisation.objects.exclude(pk=known.pk) if known else Organisation.objects.all()
        other = others.select_related("merged_into").filter(**{field: clean[field]}).first()
        if other is not None:
            raise RuleBroken(f"{field}_known", _already_there(other.merged_into or other, by), field=field)


def _already_there(other: Organisation, by: Any) -> str | Promise:
    if by is not None and rules.can_see_organisation(by, other):
        sentence = _("Cette organisation a déjà sa page : {link}. Ouvrez-la plutôt que d’en créer une seconde.")
        link = format_html('<a href="{}">{}</a>', other.get_absolute_url(), other.name)
        return format_html(sentence, link=link)
    return _(
        "Cet identifiant est déjà celui d’une organisation. Vérifiez-le, puis écrivez à un administrateur du site."
    )


def _columns(name: str, facts: Mapping[str, Any], *, by: Any, known: Organisation | None = None) -> dict[str, Any]:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("name_missing", _("Donnez le nom de l’organisation."), field="name")
    identifiers = clean_identifiers({field: facts.get(field) for field in IDENTIFIERS})
    refuse_known_identifiers(identifiers, by=by, known=known)
    return {**{field: _tidy(value) for field, value in facts.items()}, **identifiers, "name": name}


def _tidy(value: Any) -> Any:
    """Kept with one sign a line and no space around, a text leaves and comes back the same in every file."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _differing(
    row: Organisation, columns: Mapping[str, Any], tags: Mapping[str, list[Term]], goals: list[Term] | None
) -> Iterator[tuple[str, Any]]:
    """What the act changes, by the names an import uses, each with what it held: values, ids of terms."""
    for name, value in columns.items():
        if getattr(row, name) != value:
            held = {"seat": "seat_id", "category": "category_id"}.get(name, name)
            yield held, getattr(row, held)
    for name, terms in tags.items():
        before = {term.pk for term in getattr(row, name).all()}
        if before != {term.pk for term in terms}:
            yield name, sorted(before)
    if goals is not None:
        ranked = [goal.term_id for goal in row.goals.all()]
        if ranked != [term.pk for term in goals]:
            yield "goals", ranked


def save_page(organisation: Organisation, *, by: Any) -> None:
    """Two people who give one identifier at once: the second is told like anybody who comes later."""
    organisation.write_search_key()
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        known = organisation if organisation.pk else None
        identifiers = {field: getattr(organisation, field) for field in UNIQUE_IDENTIFIERS}
        refuse_known_identifiers(identifiers, by=by, known=known)
        raise RuleBroken(
            "identifier_known", _("Cet identifiant vient d’être pris par une autre page. Cherchez-la dans la liste.")
        ) from error


def _take_tags(facts: dict[str, Any]) -> dict[str, list[Term]]:
    return {field: list(facts.pop(field)) for field in TAGS if field in facts}


def hand_of(person: Any, organisation: Organisation) -> Hand:
    """As what she writes on the page: the nearest first."""
    if rules.is_representative(person, organisation):
        return Hand.REPRESENTATIVE
    return Hand.AUTHOR if organisation.created_by_id == person.pk else Hand.ADMINISTRATOR


def put(organisation: Organisation, name: str, value: Any) -> None:
    """Write a column, or the terms of a relation, by the name an import uses. The caller saves."""
    if name in TAGS:
        getattr(organisation, name).set(value)
    elif name == "goals":
        _set_goals(organisation, sorted(Term.objects.filter(pk__in=value), key=lambda term: value.index(term.pk)))
    else:
        setattr(organisation, name, value)


def _set_tags(organisation: Organisation, tags: Mapping[str, list[Term]]) -> None:
    for field, terms in tags.items():
        getattr(organisation, field).set(terms)


def _set_goals(organisation: Organisation, goals: Iterable[Term]) -> None:
    """The first is the main one. Three at most: beyond, everybody works for everything."""
    chosen = list(dict.fromkeys(goals))
    if len(chosen) > MOST_GOALS:
        raise RuleBroken(
            "too_many_goals", _("Choisissez trois objectifs au plus : ceux pour lesquels vous agissez."), field="goals"
        )
    organisation.goals.all().delete()
    Goal.objects.bulk_create(
        Goal(organisation=organisation, term=term, rank=rank) for rank, term in enumerate(chosen, start=1)
    )


def refuse_alias(organisation: Organisation) -> None:
    if organisation.merged_into_id:
        raise RuleBroken("merged", _("Cette page a été réunie à une autre : modifiez la page qui la remplace."))
