"""Places are public: their pages answer everybody."""

from tests.access import URL_KWARGS
from tests.cast import Cast
from tests.factories.territories import TerritoryFactory


def _place(cast: Cast) -> dict[str, str]:
    place = TerritoryFactory()
    return {"kind": place.kind, "code": place.code}


URL_KWARGS["territories:detail"] = _place
