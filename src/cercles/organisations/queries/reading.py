"""« une ressourcerie près de Montargis », typed in one box: the words, and the place one means."""

import re
from dataclasses import dataclass

from cercles.search.queries.folder import once_a_commit
from cercles.territories.queries import Place, find_places

_NEAR = re.compile(
    r"(?P<words>.*?)\s*\b(?:tout\s+)?(?:pr[eè]s|proches?|autour|[aà] c[oô]t[eé]|[aà] proximit[eé]|aux? (?:alentours|environs))"
    r"\s+(?P<link>de\s+l[’']\s*|de\s+la\s+|des\s+|du\s+|de\s+|d[’']\s*)(?P<place>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# « près du Mans » is near Le Mans.
_ARTICLES = {"du": "Le ", "des": "Les ", "de la": "La ", "de l": "L’"}
_BEFORE = re.compile(r"^(?:un|une|des|le|la|les|l[’'])\s*(?:\b|(?<=[’']))", re.IGNORECASE)
_OTHERS = 4


@dataclass(frozen=True)
class Reading:
    """``words`` to look for, near the first of ``places``; the others bear the same name, or begin so."""

    words: str
    places: list[Place]


def read(text: str) -> Reading | None:
    """None when no place is named in it, or none that we know."""
    met = _NEAR.fullmatch(text.strip())
    places = meant(met["place"], met["link"]) if met else []
    return Reading(_BEFORE.sub("", met["words"]).strip(), places) if met and places else None


def meant(name: str, link: str = "") -> list[Place]:
    """The communes that ``name`` may mean, the likeliest first."""
    article = _ARTICLES.get(re.sub(r"[\s’']+", " ", link).strip().lower(), "")

    def found() -> list[Place]:
        whole = find_places(f"{article}{name}", limit=_OTHERS) if article else []
        return whole or find_places(name, limit=_OTHERS)

    return once_a_commit(("meant", article, name), found)
