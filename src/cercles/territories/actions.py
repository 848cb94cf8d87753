"""Writes of the territories: the official list is loaded, and loaded again at each vintage, under the same ids."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.search.actions import touch_everything, touch_range
from cercles.territories.enums import NameRank, TerritoryKind, TerritoryStatus
from cercles.territories.models import PlaceName, Territory
from cercles.territories.queries import name_keys, place_key

# Rows of one transaction: a tenth of a second on a slow disk, where others wait to write.
BATCH = 100
PLAIN = ["name", "search_key", "status", "departement_code", "region_code", "post_codes", "old_codes",
         "old_names", "population", "latitude", "longitude", "is_approximate"]  # fmt: skip
LINKS = ["parent_id", "epci_id", "heir_id"]
WRITTEN = [*PLAIN, "parent", "epci", "heir"]


class Loader:
    """Writes rows of the list in small transactions. Rows come parents before children; a row known by its kind and code is updated."""

    def __init__(self) -> None:
        found = Territory.objects.order_by("pk").values("pk", "kind", "code", "heir_id", *PLAIN, "parent_id", "epci_id")
        self.known: dict[tuple[str, str, bool], dict[str, Any]] = {
            (row["kind"], row["code"], row["heir_id"] is not None): row for row in found.iterator()
        }
        self.ids = {key[:2]: row["pk"] for key, row in self.known.items() if not key[2]}
        self.seen: set[tuple[str, str, bool]] = set()
        self.current: set[tuple[str, str]] = set()
        self.counts = Counter(created=0, updated=0, unchanged=0, gone=0)

    def load(self, rows: Iterable[dict[str, str]]) -> Iterator[Counter]:
        """One transaction a step; gives the counts so far, so that the caller shows progress."""
        listed = [*rows]
        self.current = {(row["kind"], row["code"]) for row in listed if not row["heir"]}
        batch: list[dict[str, str]] = []
        for row in listed:
            if batch and (len(batch) == BATCH or row["kind"] != batch[0]["kind"]):
                yield self._write(batch)
                batch = []
            batch.append(row)
        if batch:
            yield self._write(batch)

    def _write(self, batch: list[dict[str, str]]) -> Counter:
        new, changed = self._sorted(batch)
        names = [name for territory in changed for name in _names(territory)]
        with transaction.atomic():
            Territory.objects.bulk_create(new)
            if changed:
                Territory.objects.bulk_create(
                    changed, update_conflicts=True, update_fields=WRITTEN, unique_fields=["id"]
                )
                PlaceName.objects.filter(owner__in=[territory.pk for territory in changed]).delete()
            PlaceName.objects.bulk_create([*names, *(name for territory in new for name in _names(territory))])
            _touch(territory.pk for territory in (*new, *changed))
            if any(territory.name != self._known_name(territory) for territory in changed):
                touch_everything()  # in the same transaction: a load that is killed has said it
        for territory in new:
            if territory.heir_id is None:
                self.ids[territory.kind, territory.code] = territory.pk
        self.counts.update(created=len(new), updated=len(changed), unchanged=len(batch) - len(new) - len(changed))
        return self.counts

    def _known_name(self, territory: Territory) -> Any:
        return self.known[self._key(territory)]["name"]

    def _sorted(self, batch: list[dict[str, str]]) -> tuple[list[Territory], list[Territory]]:
        """What is new and what changed; what a killed load already wrote is neither."""
        new, changed = [], []
        for row in batch:
            territory = self._read(row)
            key = self._key(territory)
            self.seen.add(key)
            known = self.known.get(key)
            if known is None:
                new.append(territory)
            elif any(getattr(territory, name) != known[name] for name in (*PLAIN, *LINKS)):
                territory.pk = known["pk"]
                changed.append(territory)
        return new, changed

    def _key(self, territory: Territory) -> tuple[str, str, bool]:
        """Under which it is known. A commune that joined another since the last load keeps its row, and its id, and gets an heir."""
        kind, code, former = territory.kind, territory.code, territory.heir_id is not None
        joined = former and (kind, code) not in self.current and (kind, code, True) not in self.known
        return kind, code, former and not (joined and (kind, code, False) in self.known)

    def _read(self, row: dict[str, str]) -> Territory:
        try:
            return self._territory(row)
        except (KeyError, ValueError):
            text = _(
                "La ligne « %(kind)s %(code)s » ne se lit pas : un nombre mal écrit, ou un lieu qu’elle nomme et qui n’est pas avant elle. "
                "Corrigez la liste et relancez ; ce qui précède est déjà écrit et ne le sera pas deux fois."
            )
            raise RuleBroken("row_unreadable", text % {"kind": row["kind"], "code": row["code"]}) from None

    def _territory(self, row: dict[str, str]) -> Territory:
        parents: dict[str, TerritoryKind] = {
            TerritoryKind.REGION: TerritoryKind.COUNTRY,
            TerritoryKind.DEPARTEMENT: TerritoryKind.COUNTRY if row["parent"] == "FR" else TerritoryKind.REGION,
            TerritoryKind.EPCI: TerritoryKind.DEPARTEMENT,
            TerritoryKind.COMMUNE: TerritoryKind.DEPARTEMENT,
            TerritoryKind.ARRONDISSEMENT: TerritoryKind.COMMUNE,
        }
        return Territory(
            kind=row["kind"], code=row["code"], status=row["status"], name=row["name"],
            search_key=place_key(row["name"]),
            parent_id=self.ids[parents[row["kind"]], row["parent"]] if row["parent"] else None,
            epci_id=self.ids[TerritoryKind.EPCI, row["epci"]] if row["epci"] else None,
            heir_id=self.ids[TerritoryKind.COMMUNE, row["heir"]] if row["heir"] else None,
            departement_code=row["departement"], region_code=row["region"],
            post_codes=row["post_codes"], old_codes=row["old_codes"], old_names=row["old_names"],
            population=int(row["population"]) if row["population"] else None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            is_approximate=bool(row.get("approximate")),  # lists of before have no such column
        )  # fmt: skip

    def retire(self) -> Counter:
        """Communes that the list no longer names stay, with their id, marked as gone: organisations may point to them."""
        gone = [row["pk"] for key, row in self.known.items()
                if key not in self.seen and row["status"] != TerritoryStatus.GONE]  # fmt: skip
        for start in range(0, len(gone), BATCH):
            with transaction.atomic():
                Territory.objects.filter(pk__in=gone[start : start + BATCH]).update(status=TerritoryStatus.GONE)
                _touch(gone[start : start + BATCH])
        self.counts.update(gone=len(gone))
        return self.counts


def _touch(ids: Iterable[int]) -> None:
    """Tell the search: a batch that was just written is one range, rows here and there are a range each."""
    first = last = 0
    for pk in sorted(ids):
        if last and pk != last + 1:
            touch_range(Territory, first, last)
            first = pk
        first, last = first or pk, pk
    if last:
        touch_range(Territory, first, last)


def _names(territory: Territory) -> Iterator[PlaceName]:
    """Every key by which this territory is found. A former commune gives its heir, an arrondissement its city."""
    place_id, kind = territory.heir_id or territory.pk, territory.kind
    if territory.kind == TerritoryKind.ARRONDISSEMENT:
        place_id, kind = territory.parent_id or territory.pk, TerritoryKind.COMMUNE
    weight = (territory.population or 0) if territory.heir_id is None else 0
    for key, rank in _keys(territory, own=place_id == territory.pk):
        yield PlaceName(key=key, kind=kind, rank=rank, weight=weight, place_id=place_id, owner_id=territory.pk)


def _keys(territory: Territory, *, own: bool) -> Iterator[tuple[str, NameRank]]:
    """Each name once, by its best rank. A code may be a post code as well: Grand-Bourg is 97112 both ways."""
    yield territory.code.lower(), NameRank.CODE
    yield from ((code, NameRank.OLD_CODE) for code in territory.old_codes.split() if code != territory.code.lower())
    yield from ((code, NameRank.POST_CODE) for code in dict.fromkeys(territory.post_codes.split()))
    names = {place_key(name): NameRank.OLD_NAME for name in territory.other_names}
    whole = NameRank.EARLIER_NAME if territory.status == TerritoryStatus.EARLIER else NameRank.WHOLE
    names |= dict(reversed([*name_keys(territory.name)])) if own else {place_key(territory.name): whole}
    yield from names.items()
