"""Where a row says an organisation is: one commune, or a refusal that says what to mend."""

from collections.abc import Callable, Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused
from cercles.territories.models import Territory
from cercles.territories.queries import Ambiguous, PlaceResolver, place_id_of

Find = Callable[..., int | Ambiguous | None]
_MOST_MET = 100_000  # ways to write a place that are remembered


class Places:
    """Names are read once for a whole file, at its first row; a row then asks the database nothing. ``few``: for a row or two, where
    two questions cost less than reading every name. ``find``: how to find one, where the database is not asked at all."""

    def __init__(self, *, few: bool = False, find: Find | None = None) -> None:
        self._few, self._given = few, find
        self._met: dict[tuple[str, str, str], tuple[int | None, str]] = {}
        if find is None and not Territory.objects.communes().exists():
            raise FileRefused(
                _("Les communes ne sont pas encore chargées : lancez d’abord « cercles load-territories ».")
            )

    @cached_property
    def _find(self) -> Find:
        return self._given or (place_id_of if self._few else PlaceResolver().find)

    def seat_or_words(self, *, code: str, post_code: str, name: str) -> tuple[int | None, str]:
        """For a register: the commune, or the place as it is written, for somebody to find. Nothing is refused."""
        key = (code, post_code, name)
        if key not in self._met:
            if len(self._met) > _MOST_MET:
                self._met.clear()
            self._met[key] = self._seat_or_words(code, post_code, name)
        return self._met[key]

    def _seat_or_words(self, code: str, post_code: str, name: str) -> tuple[int | None, str]:
        if not (code or post_code or name):
            return None, ""
        found = self._find(code=code, post_code=post_code, name=name)
        if isinstance(found, int):
            return found, ""
        return None, " ".join(part for part in (code, post_code, name) if part)[:160]

    def seat_id(self, *, code: str = "", post_code: str = "", name: str = "", departement: str = "") -> int | None:
        """None when the row says no place at all."""
        if not (code or name):
            return None
        found = self._find(code=code, post_code=post_code, name=name, departement=departement)
        written = " ".join(part for part in (code, post_code, name) if part)
        if isinstance(found, Ambiguous):
            raise _contradiction(found, post_code) if found.contradiction else _several(found, written)
        if found is None:
            raise RuleBroken(
                "place_unknown",
                _("Commune inconnue : « %(place)s ». Vérifiez le nom et le code postal.") % {"place": written},
            )
        return found


def _several(found: Ambiguous, written: str) -> RuleBroken:
    text = _(
        "« %(place)s » peut être %(among)s : écrivez l’un de ces noms, ou son code dans une colonne « code commune »."
    )
    return RuleBroken("place_ambiguous", text % {"place": written, "among": _names(found.candidates[:4])})


def _contradiction(found: Ambiguous, post_code: str) -> RuleBroken:
    """The row says two places. Which of them is right is not ours to guess."""
    text = (
        _("Le code postal %(code)s ne va pas avec %(places)s : corrigez l’un ou l’autre.")
        if post_code
        else _("Le département écrit ne va pas avec %(places)s : corrigez l’un ou l’autre.")
    )
    return RuleBroken(
        "place_contradicts", text % {"code": post_code, "places": _names(found.named[:3], "parent__name")}
    )


def _names(ids: Iterable[int], beside: str = "code") -> str:
    rows = Territory.objects.filter(pk__in=list(ids)).order_by("code").values_list("name", beside)
    return ", ".join(f"{name} ({more})" for name, more in rows)
