"""Who is linked to whom: links of several kinds, each with its dates, and what they make together.

``Graph.of(links, as_of=day)`` keeps the links that hold on a day. Then ``components``, ``brokers``, ``communities``,
``missing_bridges``, ``ego`` and ``places``, each seeded where chance enters; ``portrait`` gives a page all of them at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cercles_engine.networks.bridging import Bridge, missing_bridges
    from cercles_engine.networks.brokerage import Broker, brokers
    from cercles_engine.networks.circle import Ego, components, ego
    from cercles_engine.networks.grouped import Communities, communities
    from cercles_engine.networks.links import Edge, Graph, Link
    from cercles_engine.networks.page import Portrait, portrait
    from cercles_engine.networks.placing import places

__all__ = [
    "Bridge",
    "Broker",
    "Communities",
    "Edge",
    "Ego",
    "Graph",
    "Link",
    "Portrait",
    "brokers",
    "communities",
    "components",
    "ego",
    "missing_bridges",
    "places",
    "portrait",
]

_HOMES = {
    "bridging": ("Bridge", "missing_bridges"),
    "brokerage": ("Broker", "brokers"),
    "circle": ("Ego", "components", "ego"),
    "grouped": ("Communities", "communities"),
    "links": ("Edge", "Graph", "Link"),
    "page": ("Portrait", "portrait"),
    "placing": ("places",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
