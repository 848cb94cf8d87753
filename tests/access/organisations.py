"""Scenes of the room ``organisations``."""

from typing import Any

from cercles.core import clock
from cercles.organisations import rules
from cercles.organisations.models import Affiliation, Claim, DuplicatePair, Organisation, Report
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, ClaimFactory, ImportRunFactory, OrganisationFactory, store
from tests.factories.territories import small_france

RULES["organisation"] = (Organisation, rules.can_see_organisation, rules.can_edit_organisation)
RULES["affiliation"] = (Affiliation, rules.can_see_affiliation, rules.can_edit_affiliation)
RULES["duplicate"] = (DuplicatePair, rules.can_settle_pair, rules.can_settle_pair)
RULES["report"] = (Report, rules.can_answer_report, rules.can_answer_report)
RULES["claim"] = (Claim, rules.can_see_claim, rules.can_decide_claim)


def _shown(organisation: Organisation, visibility: str) -> Organisation:
    organisation.visibility, organisation.audience = visibility, organisation.audience_for(visibility)
    organisation.save()
    return organisation


@stage("organisation")
def organisation(cast: Cast, visibility: str, state: str) -> Any:
    """``unclaimed`` was added by ``account``; ``merged`` became an alias of the cast's organisation."""
    if state == "claimed":
        return _shown(cast.organisation, visibility)
    made = OrganisationFactory(visibility=visibility, created_by=cast.account)
    if state == "added_then_claimed":
        AffiliationFactory(person=cast.representative, organisation=made, role="representative")
    if state == "merged":
        Organisation.objects.filter(pk=made.pk).update(merged_into=cast.organisation)
    return made


@stage("affiliation")
def affiliation(cast: Cast, visibility: str, state: str) -> Any:
    """The facilitator also works for the cast's organisation, or did."""
    until = clock.today() if state == "ended" else None
    return AffiliationFactory(person=cast.facilitator, organisation=_shown(cast.organisation, visibility), until=until)


@stage("claim")
def claim(cast: Cast, visibility: str, state: str) -> Any:
    """``account`` asked to represent the cast's organisation; in ``by_administrator`` the administrator did."""
    by_administrator = state == "by_administrator"
    return ClaimFactory(
        person=cast.administrator if by_administrator else cast.account,
        organisation=_shown(cast.organisation, visibility),
        state="asked" if by_administrator else state,
        reason="Nous ne la connaissons pas." if state == "contested" else "",
    )


@stage("duplicate")
def duplicate(cast: Cast, visibility: str, state: str) -> Any:
    """The cast's organisation and another page, public, that looks like it."""
    first = _shown(cast.organisation, visibility)
    return DuplicatePair.objects.create(first=first, second=OrganisationFactory(), facts=["name"], main="name")


@stage("report")
def report(cast: Cast, visibility: str, state: str) -> Any:
    """An error that a stranger points out, on the cast's page or on one that nobody represents."""
    page = _shown(cast.organisation if state == "claimed" else OrganisationFactory(), visibility)
    return Report.objects.create(organisation=page, column="address", says="1 rue du Pont")


def _import(cast: Cast) -> dict[str, Any]:
    """An import that refused one row; its file is there."""
    run = ImportRunFactory(state="done", rejected=1, updated=1, columns=["siret", "name", "kind"])
    store(run, "siret,name,kind\n123,Baluchon,EI\n")
    return {"ref": run.ref}


def _doubt(cast: Cast) -> dict[str, Any]:
    """A row that may speak of the cast's organisation."""
    small_france()
    cells = {"siret": "", "name": "Baluchon", "kind": "EI"}
    run = ImportRunFactory(state="done", doubtful=1)
    made = run.doubts.create(
        source="siae", key="baluchon", kind="name", organisation=cast.organisation, line=2, cells=cells
    )
    return {"ref": made.ref}


def _unplaced(cast: Cast) -> dict[str, Any]:
    return {"ref": OrganisationFactory(place_written="99999 NULLEVILLE").ref}


def _alias(cast: Cast) -> dict[str, Any]:
    return {"ref": OrganisationFactory(merged_into=cast.organisation).ref}


for name in (
    "detail",
    "edit",
    "visibility",
    "represent",
    "join",
    "add_person",
    "identifiers",
    "merge",
    "register",
    "report_error",
):
    URL_KWARGS[f"organisations:{name}"] = lambda cast: {"ref": cast.organisation.ref}
for name in ("import", "import_changes", "import_refusals", "import_stop", "import_resume"):
    URL_KWARGS[f"organisations:{name}"] = _import
URL_KWARGS["organisations:doubt"] = _doubt
URL_KWARGS["organisations:doubt_decide"] = lambda cast: {**_doubt(cast), "verb": "later"}
URL_KWARGS["organisations:doubts_answer"] = lambda cast: {"answer": "another"}
URL_KWARGS["organisations:place"] = _unplaced
for name in ("link_edit", "link_end"):
    URL_KWARGS[f"organisations:{name}"] = lambda cast: {"ref": Affiliation.objects.get(person=cast.member).ref}
for name in ("duplicate", "duplicate_merge", "duplicate_two", "duplicate_later"):
    URL_KWARGS[f"organisations:{name}"] = lambda cast: {"ref": duplicate(cast, "public", "proposed").ref}
for name in ("report", "report_accept", "report_decline"):
    URL_KWARGS[f"organisations:{name}"] = lambda cast: {"ref": report(cast, "public", "claimed").ref}
URL_KWARGS["organisations:take_back"] = lambda cast: {"ref": cast.organisation.ref, "column": "name"}
URL_KWARGS["organisations:part"] = _alias
URL_KWARGS["organisations:export"] = lambda cast: {"flavour": "ouvert"}
URL_KWARGS["organisations:claim"] = lambda cast: {"ref": claim(cast, "public", "asked").ref}
URL_KWARGS["organisations:claim_answer"] = lambda cast: {"ref": claim(cast, "public", "asked").ref, "verb": "confirm"}
URL_KWARGS["api:organisation"] = lambda cast: {"number": cast.organisation.ref}
URL_KWARGS["api:nothing"] = lambda cast: {"rest": "rien"}
