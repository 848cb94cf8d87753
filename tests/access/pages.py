"""The guide is public: anybody may read how the house works before entering it."""

from tests.access import URL_KWARGS
from tests.access.circles import nudge

URL_KWARGS["pages:guide_page"] = lambda cast: {"page": "participer"}
URL_KWARGS["pages:word"] = lambda cast: {
    "slug": cast.circle.slug, "kind": "bienvenue", "about": cast.member.memberships.get().pk,
}  # fmt: skip
URL_KWARGS["pages:word_back"] = lambda cast: {"pk": nudge(cast, "-", "later").pk}
