"""The ten best offers for a need, among 100 000, and for 10 000 needs among 10 000, beside SciPy, `sparse_dot_topn` and NumPy.

    python -m benchmarks.engine.matching [--seeds 10] [--offers 100000] [--needs 100]

All answer the same question, the six terms included. SciPy and `sparse_dot_topn` multiply the very vectors of the index (level and
freshness joined as columns); NumPy's are those vectors drawn together in 512 columns at random, since whole they would fill sixteen
gigabytes. Recall is the share of the true ten, ties included, found by scoring every offer in float64 by SciPy.
"""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from scipy.sparse import csr_array, csr_matrix, hstack
from sparse_dot_topn import sp_matmul_topn

from benchmarks.engine.clock import keep, spread, timed
from benchmarks.engine.offers import LEVELS, TODAY, profiles
from benchmarks.report import table
from cercles_engine.matching import Index, Profile, Weights
from cercles_engine.matching.needs import points_of

WORDS_OF_OFFER, WORDS_OF_NEED, BEST, DENSE = 30, 12, 10, 512
Best = list[tuple[float, int]]


class Tables:
    """The index as SciPy's matrices: offers (offers, tokens + levels + 1), and needs to be multiplied by them."""

    def __init__(self, index: Index, as_of: date) -> None:
        (home,) = index._segments
        self.index, count = index, len(home.keys)
        tokens = csr_array(
            (home.values.astype(np.float64), home.tokens, home.bounds), shape=(count, len(index._tokens))
        )
        levels = csr_array((np.ones(count), home.level, np.arange(count + 1)), shape=(count, LEVELS + 1))
        fresh = csr_array(home.fresh(as_of, index.half_life).astype(np.float64)[:, None])
        self.offers = csr_array(hstack([tokens, levels, fresh]))

    def needs(self, some: list[Profile], weights: Weights) -> csr_matrix:
        needs = self.index.prepare(some)
        worth = points_of(weights)[needs.term] * needs.values(self.index._holders, len(self.index))
        width = self.offers.shape[1] - LEVELS - 2
        known = needs.tokens < width  # what nobody offers is worth nothing
        row = np.repeat(np.arange(len(some)), np.diff(needs.bounds))
        tokens = csr_array((worth[known], (row[known], needs.tokens[known])), shape=(len(some), width))
        fresh = np.full((len(some), 1), float(weights.freshness))
        return csr_matrix(hstack([tokens, weights.level * needs.closeness, fresh]))


def best_of(scores: np.ndarray) -> np.ndarray:
    """The ten greatest, in order."""
    some = np.argpartition(scores, scores.size - BEST)[-BEST:]
    return some[np.argsort(-scores[some], kind="stable")]


def recall(scores: np.ndarray, found: np.ndarray) -> float:
    """The share of ``found`` as good as the tenth of all ``scores``."""
    bar = np.partition(scores, scores.size - BEST)[scores.size - BEST]
    return float((scores[found] >= bar - 1e-9).sum() / BEST)


def one_need(seed: int, offers: int, needs: int) -> dict[str, dict[str, list[float]]]:
    index = filled(profiles(seed, offers, WORDS_OF_OFFER))
    asked = profiles(seed + 1000, needs, WORDS_OF_NEED)
    index.top(asked[0], BEST, as_of=TODAY)
    tables, weights = Tables(index, TODAY), Weights()
    shaken = np.random.default_rng(seed).normal(size=(tables.offers.shape[1], DENSE)) / np.sqrt(DENSE)
    dense = (tables.offers @ shaken).astype(np.float32)
    turned = csr_matrix(tables.offers.T)
    found: dict[str, dict[str, list[float]]] = {}
    for need in asked:
        vector = tables.needs([need], weights)
        whole = tables.offers @ vector.toarray()[0]
        small = np.asarray(vector @ shaken).astype(np.float32)[0]
        acts: dict[str, Callable[[], Any]] = {
            "ours": lambda need=need: [match.key for match in index.top(need, BEST, as_of=TODAY)],
            "sparse_dot_topn": lambda v=vector: sp_matmul_topn(v, turned, BEST, sort=True, n_threads=1).indices,
            "SciPy sparse": lambda v=vector: best_of((v @ turned).toarray()[0]),
            "NumPy dense": lambda small=small: best_of(dense @ small),
        }
        for name, act in acts.items():
            answer, wall, processor = timed(act)
            told = found.setdefault(name, {"wall": [], "cpu": [], "recall": []})
            told["wall"].append(wall)
            told["cpu"].append(processor)
            told["recall"].append(recall(whole, np.asarray(answer)))
    return found


def many_needs(seed: int, size: int) -> dict[str, dict[str, list[float]]]:
    index, asked = filled(profiles(seed, size, WORDS_OF_OFFER)), profiles(seed + 1000, size, WORDS_OF_NEED)
    index.top(asked[0], BEST, as_of=TODAY)
    tables = Tables(index, TODAY)
    needs, turned = tables.needs(asked, Weights()), csr_matrix(tables.offers.T)
    prepared = index.prepare(asked)
    shaken = np.random.default_rng(seed).normal(size=(needs.shape[1], DENSE)) / np.sqrt(DENSE)
    there, here = (tables.offers @ shaken).astype(np.float32), (needs @ shaken).astype(np.float32)
    acts: dict[str, Callable[[], Any]] = {
        "ours": lambda: [[key for _score, key in best] for best in index.top_many(prepared, BEST, as_of=TODAY)],
        "ours, from profiles": lambda: [[key for _s, key in best] for best in index.top_many(asked, BEST, as_of=TODAY)],
        "sparse_dot_topn": lambda: sp_matmul_topn(needs, turned, BEST, sort=True, n_threads=1).indices.reshape(
            -1, BEST
        ),
        "SciPy sparse": lambda: by_blocks(lambda some: (needs[some] @ turned).toarray(), size),
        "NumPy dense": lambda: by_blocks(lambda some: here[some] @ there.T, size),
    }
    found = {}
    for name, act in acts.items():
        answer, wall, processor = timed(act)
        sample = range(0, size, max(size // 200, 1))
        right = [recall(tables.offers @ needs[row].toarray()[0], np.asarray(answer[row])) for row in sample]
        found[name] = {"wall": [wall], "cpu": [processor], "recall": right}
    return found


def by_blocks(scores: Callable[[slice], np.ndarray], size: int, block: int = 500) -> list[np.ndarray]:
    return [best_of(row) for start in range(0, size, block) for row in scores(slice(start, start + block))]


def filled(offers: list[Profile]) -> Index:
    index = Index(levels=LEVELS)
    for key, offer in enumerate(offers):
        index.put(key, offer)
    index.settle()
    return index


def changed(seed: int, offers: int) -> dict[str, list[float]]:
    """Seconds for one offer replaced in the index, the next question included, beside the same question alone."""
    index, news = filled(profiles(seed, offers, WORDS_OF_OFFER)), profiles(seed + 2000, 100, WORDS_OF_OFFER)
    need = profiles(seed + 1000, 1, WORDS_OF_NEED)[0]
    index.top(need, as_of=TODAY)  # libraries are loaded before the clock starts
    found: dict[str, list[float]] = {"wall": [], "cpu": []}
    for key, offer in enumerate(news):
        _none, wall, processor = timed(
            lambda key=key, offer=offer: (index.put(key, offer), index.top(need, as_of=TODAY))
        )
        found["wall"].append(wall)
        found["cpu"].append(processor)
    return found


def merged(parts: list[dict[str, dict[str, list[float]]]]) -> dict[str, dict[str, list[float]]]:
    return {
        name: {what: [value for part in parts for value in part[name][what]] for what in parts[0][name]}
        for name in parts[0]
    }


def late(parts: list[dict[str, dict[str, list[float]]]], name: str, clock: str) -> list[float]:
    """What 95 questions of 100 do not exceed, one a seed."""
    return [float(np.percentile(part[name][clock], 95)) for part in parts]


def rows(found: dict[str, Any]) -> str:
    heads = ["question", "who", "recall", "ms of processor: median (worst seed)", "of wall", "× ours"]
    one, many, change = found["one"], found["many"], found["changed"]
    lines = [
        _line("one need among 100 000, p95", name, one, *(late(one, each, clock) for each, clock in _clocks(name)))
        for name in one[0]
    ]
    lines += [
        _line(
            "10 000 needs among 10 000",
            name,
            many,
            *([part[each][clock][0] for part in many] for each, clock in _clocks(name)),
        )
        for name in many[0]
    ]
    said = "an offer replaced among 100 000, then a question"
    return table(heads, [*lines, [said, "ours", "", spread(change["cpu"]), spread(change["wall"]), ""]])


def _clocks(name: str) -> tuple[tuple[str, str], ...]:
    return (name, "cpu"), (name, "wall"), ("ours", "cpu")


def _line(question: str, name: str, parts: Any, cpu: list[float], wall: list[float], ours: list[float]) -> list[str]:
    right = merged(parts)[name]["recall"]
    ratio = float(np.median(cpu) / np.median(ours))
    return [question, name, f"{np.mean(right):.3f}", spread(cpu), spread(wall), f"{ratio:.1f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--offers", type=int, default=100_000)
    parser.add_argument("--needs", type=int, default=100)
    asked = parser.parse_args()
    found: dict[str, Any] = {"one": [], "many": [], "changed": changed(0, asked.offers)}
    for seed in range(asked.seeds):
        found["one"].append(one_need(seed, asked.offers, asked.needs))
        found["many"].append(many_needs(seed, asked.offers // 10))
        keep("matching", found)
        print(f"seed {seed}", flush=True)
    print(rows(found))


if __name__ == "__main__":
    main()
