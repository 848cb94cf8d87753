"""The guide is public: anybody may read how the house works before entering it."""

from tests.access import URL_KWARGS

URL_KWARGS["pages:guide_page"] = lambda cast: {"page": "participer"}
