"""Where a programme stands in the list, as a word that it gives back: the last line it read, in the order of names."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.organisations.queries.lines import Place

_LARGEST = 2**63 - 1


def written(place: Place) -> str:
    return urlsafe_b64encode(json.dumps(place, ensure_ascii=False).encode()).decode().rstrip("=")


def place_in(cursor: str) -> Place | None:
    """Nothing at the beginning. Refuses a word that is none of ours."""
    if not cursor:
        return None
    try:
        key, pk = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        key, pk = None, None
    if type(key) is not str or type(pk) is not int or not 0 < pk <= _LARGEST or "\x00" in key:
        raise RuleBroken(
            "cursor_wrong",
            _(
                "Ce curseur n’est pas des nôtres. Reprenez l’adresse « next » de la page précédente, ou recommencez sans curseur."
            ),
            field="cursor",
        )
    return key, pk
