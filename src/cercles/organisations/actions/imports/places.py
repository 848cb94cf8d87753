"""Where a row says an organisation is: one commune, or a refusal that says what to mend."""

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused
from cercles.territories.models import Territory
from cercles.territories.queries import Ambiguous, PlaceResolver


class Places:
    """Names are read once for a whole file; a row then asks the database nothing."""

    def __init__(self) -> None:
        if not Territory.objects.communes().exists():
            raise FileRefused(
                _("Les communes ne sont pas encore chargées : lancez d’abord « cercles load-territories ».")
            )
        self._resolver = PlaceResolver()

    def seat_id(self, *, code: str = "", post_code: str = "", name: str = "", departement: str = "") -> int | None:
        """None when the row says no place at all."""
        if not (code or name):
            return None
        found = self._resolver.find(code=code, post_code=post_code, name=name, departement=departement)
        written = " ".join(part for part in (code, post_code, name) if part)
        if isinstance(found, Ambiguous):
            raise RuleBroken("place_ambiguous", _several(found, written))
        if found is None:
            raise RuleBroken(
                "place_unknown",
                _("Commune inconnue : « %(place)s ». Vérifiez le nom et le code postal.") % {"place": written},
            )
        return found


def _several(found: Ambiguous, written: str) -> str:
    names = Territory.objects.filter(pk__in=found.candidates[:4]).order_by("code").values_list("name", "code")
    among = ", ".join(f"{name} ({code})" for name, code in names)
    return _("« %(place)s » peut être %(among)s : écrivez le code Insee de la commune.") % {
        "place": written, "among": among,
    }  # fmt: skip
