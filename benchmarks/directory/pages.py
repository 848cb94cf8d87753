"""Server time of the pages of the national directory beside the bare list page, in one run: the bare page is asked before each page.

    python -m benchmarks.directory.fill --home DIR --organisations 200000
    CERCLES_HOME=DIR cercles index --rebuild
    python -m benchmarks.directory.pages --home DIR --out FILE [--rounds 40]
    python -m benchmarks.directory.search_table --pages FILE                       (writes docs/performance.md)

Each page is asked twice over: *first*, the search index keeps nothing of an earlier question, as after each of its commits; *again*,
what the next reader waits. The member answers for five organisations, so that the index is asked what only she sees as well.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.instance import set_up

_HOLDS = 5
_EMAIL = "annuaire@exemple.invalid"


def the_member() -> Any:
    """Somebody who answers for a few organisations; made once."""
    from django.utils import timezone

    from cercles.core.text import search_key
    from cercles.organisations.enums import AffiliationRole
    from cercles.organisations.models import Affiliation, Organisation
    from cercles.people.models import User

    known = User.objects.filter(email=_EMAIL).first()
    if known is not None:
        return known
    now = timezone.now()
    made = User(email=_EMAIL, name="Membre Mesuré", search_key=search_key("Membre Mesuré"), audience="network",
                is_fictional=True, created_at=now, joined_at=now)  # fmt: skip
    made.set_unusable_password()
    User.objects.bulk_create([made])
    held = Organisation.objects.filter(state="active").order_by("pk")[:_HOLDS]
    Affiliation.objects.bulk_create(
        Affiliation(person=made, organisation=one, role=AffiliationRole.REPRESENTATIVE, since=now.date())
        for one in held
    )
    return made


def pages(member: Any) -> list[Any]:
    """The same addresses whatever the size: the list plain and narrowed, a frequent and a rare word, the map and what it leads to."""
    from django.urls import reverse

    from benchmarks.pages import Page
    from cercles.organisations.models import Organisation

    one: Any = Organisation.objects.filter(audience="public", state="active").order_by("pk")[0]
    narrowed = {
        "Annuaire": {},
        "Annuaire, page 50": {"page": "50"},
        "« association »": {"q": "association"},
        "« ressourcerie »": {"q": "ressourcerie"},
        "Un département": {"territory": "departement:59"},
        "Trois filtres": {"territory": "region:84", "category": "association", "activity": "S"},
        "« association » près de Lyon": {"q": "association près de Lyon"},
    }
    listed = {name: f"{reverse('organisations:list')}?{urlencode(asked)}" for name, asked in narrowed.items()}
    proposed = {"Propositions, « asso »": f"{reverse('organisations:suggest')}?q=asso"}
    places = {"Carte": reverse("territories:index"), "Carte, en liste": reverse("territories:list")}
    for name, kind, code in (
        ("Région", "region", "84"), ("Département", "departement", "59"), ("Commune", "commune", "69123"),
    ):  # fmt: skip
        places[name] = reverse("territories:detail", args=[kind, code])
    everything = {**listed, **proposed, **places, "Organisation": one.get_absolute_url()}
    return [Page(name, path, reader) for name, path in everything.items() for reader in (None, member)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=40)
    args = parser.parse_args()
    set_up(args.home)
    from benchmarks.measure import measure
    from cercles.organisations.models import Organisation
    from cercles.search.queries.folder import opened

    if opened() is None:
        raise SystemExit("There is no index: cercles index --rebuild")
    asked = pages(the_member())
    found = {
        "organisations": Organisation.objects.count(),
        "first": measure(args.rounds, asked, forget=True),
        "again": measure(args.rounds, asked),
        "load": os.getloadavg()[0],
    }
    args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    for first, again in zip(found["first"]["pages"], found["again"]["pages"], strict=True):
        ratios = [line["cpu"] / found[which]["bare"]["cpu"] for which, line in (("first", first), ("again", again))]
        who = "member" if again["reader"] else "stranger"
        told = " ".join(f"×{ratio:5.1f}" for ratio in ratios)
        print(
            f"{again['name'][:30]:30s} {who:8s} {again['queries']:3d} q, cpu {first['cpu']:7.2f} {again['cpu']:7.2f} {told}"
        )


if __name__ == "__main__":
    main()
