"""``python -m cercles_engine``: compile now, once, what would be compiled when it is first asked, so that nobody waits for it later."""

from datetime import date

from cercles_engine.grouping import Problem, compose
from cercles_engine.matching import Index, Profile
from cercles_engine.networks import Graph, Link, brokers


def main() -> None:
    index = Index()
    index.put(1, Profile.of(themes="a"))
    index.top(Profile.of(themes="a"), as_of=date(2026, 1, 1))
    brokers(Graph.of([Link(1, 2), Link(2, 3)]))
    apart = [[abs(one - other) for other in range(4)] for one in range(4)]
    compose(Problem.of(apart, lower=[2, 2], upper=[2, 2]), seed=1, iterations=1)


if __name__ == "__main__":
    main()
