"""Everything a page shows of a network, at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from cercles_engine.networks.bridging import Bridge, missing_bridges
from cercles_engine.networks.brokerage import Broker, brokers
from cercles_engine.networks.circle import components
from cercles_engine.networks.grouped import Communities, communities
from cercles_engine.networks.links import Graph, Key
from cercles_engine.networks.placing import Place, places


@dataclass(frozen=True, eq=False)
class Portrait:
    components: tuple[tuple[Key, ...], ...]
    communities: Communities
    brokers: tuple[Broker, ...]
    bridges: tuple[Bridge, ...]
    places: dict[Key, Place]


def portrait(
    graph: Graph, *, previous: Mapping[Key, Place] | None = None, pivots: int = 100, seed: int = 0
) -> Portrait:
    """Components, communities, the ten brokers and the ten bridges that matter most, and a place for each node."""
    groups = communities(graph, seed=seed)
    return Portrait(
        components(graph),
        groups,
        brokers(graph, groups, pivots=pivots, seed=seed),
        missing_bridges(graph, groups),
        places(graph, groups, previous=previous, seed=seed),
    )
