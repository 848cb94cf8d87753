"""A page's worth of a network of 10 000 nodes and 50 000 links, beside NetworkX's Louvain and betweenness, and igraph's.

    python -m benchmarks.engine.networks [--seeds 10] [--nodes 10000] [--edges 50000]

Two kinds of graph: *worlds*, some hundred communities of uneven sizes, four links of five inside; and *chance*, where new links go to
who has many already, without communities. The betweenness of the three begins at a hundred sources and counts the same ways; the same
graph is given to all, in the form that each prefers, before its clock starts.
"""

import argparse
from collections.abc import Callable
from statistics import median
from typing import Any

import networkx
import numpy as np

from benchmarks.engine.clock import by_turns, keep, spread
from benchmarks.report import table
from cercles_engine.networks import Graph, Link, communities, portrait
from cercles_engine.networks.brokerage import betweenness
from cercles_engine.networks.grouped import modularity

PIVOTS = 100


def worlds(seed: int, nodes: int, edges: int) -> list[Link]:
    draw = np.random.default_rng(seed)
    sizes = draw.pareto(1.2, 150) + 0.3
    of = np.sort(draw.choice(sizes.size, nodes, p=sizes / sizes.sum()))
    starts, counts = np.searchsorted(of, np.arange(sizes.size)), np.bincount(of, minlength=sizes.size)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < edges:
        one = int(draw.integers(nodes))
        home = of[one]
        other = int(starts[home] + draw.integers(counts[home])) if draw.random() < 0.8 else int(draw.integers(nodes))
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    return [Link(one, other) for one, other in sorted(pairs)]


def chance(seed: int, nodes: int, edges: int) -> list[Link]:
    return [Link(*pair) for pair in networkx.barabasi_albert_graph(nodes, edges // nodes, seed=seed).edges]


def measured(links: list[Link], nodes: int, seed: int) -> dict[str, Any]:
    graph = Graph.of(links, nodes=range(nodes))
    other = networkx.Graph(graph.ends.tolist())
    other.add_nodes_from(range(nodes))
    sources = np.random.default_rng(seed).choice(nodes, PIVOTS, replace=False).tolist()
    graph.rows, graph.igraph  # noqa: B018 - made before the clocks start
    acts: dict[str, Callable[[], Any]] = {
        "page": lambda: portrait(Graph.of(links, nodes=range(nodes)), seed=seed),
        "leiden": lambda: communities(graph, seed=seed).modularity,
        "louvain": lambda: _louvain(other, graph, seed),
        "betweenness": lambda: betweenness(graph, pivots=PIVOTS, seed=seed),
        "igraph": lambda: graph.igraph.betweenness(directed=False, sources=sources),
        "NetworkX": lambda: networkx.betweenness_centrality(other, k=PIVOTS, seed=seed),
    }
    found = by_turns(acts)
    return {name: {"wall": told["wall"][0], "cpu": told["cpu"][0]} for name, told in found.items()} | {
        "modularity": {"leiden": found["leiden"]["answer"], "louvain": found["louvain"]["answer"]}
    }


def _louvain(other: networkx.Graph, graph: Graph, seed: int) -> float:
    of = np.empty(len(graph), dtype=np.int64)
    for number, members in enumerate(networkx.community.louvain_communities(other, seed=seed)):
        of[list(members)] = number
    return modularity(graph, of)


WORDS = {
    "page": ("the page: graph, parts, communities, brokers, bridges, places", "ours"),
    "leiden": ("communities", "ours (igraph’s Leiden)"),
    "louvain": ("communities", "NetworkX's Louvain"),
    "betweenness": ("betweenness, 100 sources", "ours"),
    "igraph": ("betweenness, 100 sources", "igraph"),
    "NetworkX": ("betweenness, 100 sources", "NetworkX"),
}
OURS = {"louvain": "leiden", "igraph": "betweenness", "NetworkX": "betweenness"}


def rows(found: dict[str, list[dict[str, Any]]]) -> str:
    heads = ["graph", "job", "who", "modularity: least – most", "s of processor: median (worst)", "of wall", "× ours"]
    lines = []
    for kind, parts in found.items():
        for name, (job, who) in WORDS.items():
            cpu, wall = ([part[name][clock] for part in parts] for clock in ("cpu", "wall"))
            ratio = f"{median(cpu) / median(part[OURS[name]]['cpu'] for part in parts):.1f}" if name in OURS else ""
            some = [part["modularity"][name] for part in parts if name in part["modularity"]]
            told = f"{min(some):.4f} – {max(some):.4f}" if some else ""
            lines.append([kind, job, who, told, spread(cpu, 1), spread(wall, 1), ratio])
    return f"{table(heads, lines)}\n\n{verdict(found)}"


def verdict(found: dict[str, list[dict[str, Any]]]) -> str:
    """Graph by graph, not on average."""
    lines = []
    for kind, parts in found.items():
        better = sum(part["modularity"]["leiden"] >= part["modularity"]["louvain"] - 1e-12 for part in parts)
        least = min(part["modularity"]["leiden"] - part["modularity"]["louvain"] for part in parts)
        lines.append(
            f"- {kind}: Leiden at least as modular as Louvain on {better} graphs of {len(parts)}, by {least:+.4f} at the least."
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--edges", type=int, default=50_000)
    asked = parser.parse_args()
    portrait(Graph.of(worlds(0, 500, 1000)))  # libraries are loaded before the clocks start
    found: dict[str, list[dict[str, Any]]] = {"worlds": [], "chance": []}
    for seed in range(asked.seeds):
        found["worlds"].append(measured(worlds(seed, asked.nodes, asked.edges), asked.nodes, seed))
        found["chance"].append(measured(chance(seed, asked.nodes, asked.edges), asked.nodes, seed))
        keep("networks", found)
        print(f"seed {seed}", flush=True)
    print(rows(found))


if __name__ == "__main__":
    main()
