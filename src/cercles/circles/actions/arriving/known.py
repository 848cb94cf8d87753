"""Who and what is known here already: people by address, organisations by identifier, else by name and commune."""

from typing import Any

from cercles.circles.models import Arrival
from cercles.core import audience
from cercles.core.enums import Visibility
from cercles.core.models import is_ref, new_ref
from cercles.core.text import search_key
from cercles.organisations.enums import Source
from cercles.organisations.models import Organisation
from cercles.people.enums import AccountState
from cercles.people.models import User
from cercles.territories.models import Territory

Line = dict[str, str]


def people(lines: list[Line], arrival: Arrival) -> list[Any]:
    """Somebody unknown is made, named and written to by nobody, until an administrator invites her or she comes by herself."""
    addresses = [line["courriel"].lower() for line in lines if line["courriel"]]
    by_address = {row.email: row for row in User.objects.filter(email__in=addresses)}
    by_ref = {row.ref: row for row in User.objects.filter(ref__in=[line["référence"] for line in lines])}
    return [_person(line, by_address, by_ref) for line in lines]


def _person(line: Line, by_address: dict[str, User], by_ref: dict[str, User]) -> User:
    address, known = line["courriel"].lower(), by_ref.get(line["référence"])
    if address in by_address:
        return by_address[address]
    if known is not None and known.state == AccountState.ARRIVED and known.name == line["nom"] and not address:
        return known
    ref = line["référence"] if known is None and is_ref(line["référence"]) else new_ref()
    name = line["nom"][:120]
    row = User(
        ref=ref, email=address or f"arrive-{ref}@invalid", name=name, search_key=search_key(name)[:140],
        state=AccountState.ARRIVED, is_fictional=line["fictive"] == "oui",
    )  # fmt: skip
    row.set_unusable_password()
    row.save()
    row.audience = row.page_audience
    row.save(update_fields=["audience"])
    by_address[row.email] = row
    return row


def organisations(lines: list[Line], arrival: Arrival) -> list[Any]:
    return [_organisation(line, arrival) for line in lines]


def _organisation(line: Line, arrival: Arrival) -> Organisation:
    known = _known(line)
    return (known.merged_into or known) if known else _born(line, arrival)


def _known(line: Line) -> Organisation | None:
    rows = Organisation.objects.select_related("merged_into")
    for name in ("SIRET", "RNA", "RNF", "SIREN"):
        if line[name]:
            one = list(rows.filter(**{name.lower(): line[name]}).order_by("pk")[:2])
            if len(one) == 1 or (one and name != "SIREN"):
                return one[0]
    found = rows.filter(search_key__startswith=search_key(line["nom"])[:360], name=line["nom"])
    seat = line["commune"]
    alike = list(found.filter(seat__code=seat)[:2]) if seat else list(found.filter(seat__isnull=True)[:2])
    return alike[0] if len(alike) == 1 else None


def _born(line: Line, arrival: Arrival) -> Organisation:
    """A page nobody represents yet, never shown wider than it was."""
    wide = line["visible"] == "public" or (line["visible"] == "network" and arrival.same_network)
    ref = line["référence"]
    if not is_ref(ref) or Organisation.objects.filter(ref=ref).exists():
        ref = new_ref()
    row = Organisation(
        ref=ref, name=line["nom"][:255], short_name=line["sigle"][:80],
        source=Source.FILE, is_fictional=line["fictive"] == "oui",
        visibility=line["visible"] if wide else Visibility.ORGANISATION, audience=audience.NETWORK if wide else "",
        **{name.lower(): line[name] or None for name in ("SIREN", "SIRET", "RNA", "RNF")},
        seat=Territory.objects.filter(kind="commune", code=line["commune"], heir__isnull=True).first(),
    )  # fmt: skip
    row.write_search_key()
    row.save()
    row.audience = row.audience_for(row.visibility)
    row.save(update_fields=["audience"])
    return row
