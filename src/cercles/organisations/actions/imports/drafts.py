"""One organisation as a row says it, cleaned; and the cleaning that both formats share."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.organisations.enums import Source
from cercles.organisations.models import Organisation
from cercles.organisations.models.organisation import UNIQUE_IDENTIFIERS


@dataclass(frozen=True)
class Draft:
    """``columns`` are those of an organisation that the file speaks of; ``None`` in ``goals`` when it does not speak of goals.

    A register (``is_register``) goes on with what it wrote; an administrator's own file changes any page that nobody represents.
    """

    source: str
    source_key: str
    columns: dict[str, Any]
    tags: dict[str, frozenset[int]] = field(default_factory=dict)
    goals: tuple[int, ...] | None = None
    ref: str = ""
    kind: str = ""
    is_register: bool = False

    @property
    def signature(self) -> str:
        """Who signs what it changes on a page that is there: an export brought back says the page's own source, which did not write."""
        return self.source if self.is_register else Source.FILE

    @cached_property
    def key(self) -> str:
        """The same for the same organisation in every file of its source, so that what a person decided is found again."""
        said = self.source_key or self.ref or next((v for n in UNIQUE_IDENTIFIERS if (v := self.identifier(n))), None)
        return said or digest(
            self.columns["name"], str(self.columns.get("seat_id") or self.columns.get("post_code") or "")
        )

    @cached_property
    def name_key(self) -> tuple[str, int, str]:
        """Its name in its commune, for its source."""
        return self.source, self.columns["seat_id"], search_key(self.columns["name"])

    @cached_property
    def handles(self) -> tuple[tuple[str, str], ...]:
        """What may lead to its page."""
        said = [(self.source, self.source_key), ("ref", self.ref)]
        said += [(name, self.columns.get(name) or "") for name in (*UNIQUE_IDENTIFIERS, "siren")]
        return tuple(pair for pair in said if pair[1])

    def identifier(self, name: str) -> str | None:
        return self.columns.get(name)

    def identity(self) -> Iterator[tuple[str, str]]:
        """What no other row of the file may say. In a register, one SIRET may stand once for each of its kinds."""
        if self.source_key:
            yield self.source, self.source_key
        if self.is_register:
            return
        if self.ref:
            yield "ref", self.ref
        for name in UNIQUE_IDENTIFIERS:
            if value := self.identifier(name):
                yield name, value


def digest(*parts: str) -> str:
    """A key for a row without identifier: the same words make the same organisation."""
    return hashlib.sha256(search_key(*parts).encode()).hexdigest()[:16]


@cache
def longest() -> dict[str, int]:
    """How many characters each column takes."""
    return {field.name: field.max_length for field in Organisation._meta.concrete_fields if field.max_length}


def fitted(name: str, text: str) -> str:
    """The text, or a refusal when its column is shorter: nothing is cut in silence."""
    text = text.replace("\r\n", "\n")
    most = longest()[name]
    if len(text) > most:
        raise RuleBroken(
            f"{name}_long",
            _("« %(start)s… » compte %(count)d caractères : %(most)d au plus.")
            % {"start": text[:40], "count": len(text), "most": most},
        )
    return text


def named(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise RuleBroken("name_missing", _("Le nom manque."))
    return fitted("name", name)


def website(text: str) -> str:
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise RuleBroken(
            "website_wrong",
            _("« %(text)s » n’est pas l’adresse d’un site : elle s’écrit https://www.exemple.fr") % {"text": text[:80]},
        ) from error
    return fitted("website", address)


def post_code(text: str) -> str:
    bare = text.replace(" ", "")
    if bare and not (len(bare) == 5 and bare.isdigit()):
        raise RuleBroken(
            "post_code_wrong",
            _("« %(text)s » n’est pas un code postal : il compte 5 chiffres, le zéro du début compris.")
            % {"text": text[:20]},
        )
    return bare
