"""Tiny demands, drawn at random: some cannot be met."""

import numpy as np
from hypothesis import strategies as st

from cercles_engine.assignment import Problem, problem


@st.composite
def tiny_demands(draw: st.DrawFn) -> Problem:
    items, reviewers = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = items * reviewers
    decimals = draw(st.sampled_from((0, 2)))
    scores = draw(st.lists(st.integers(-20, 20), min_size=cells, max_size=cells))
    conflicts = draw(st.lists(st.sampled_from((0, 0, 0, 1)), min_size=cells, max_size=cells))
    needs = draw(st.lists(st.integers(0, min(2, reviewers)), min_size=items, max_size=items))
    lows = draw(st.lists(st.integers(0, 1), min_size=reviewers, max_size=reviewers))
    spans = draw(st.lists(st.integers(0, 3), min_size=reviewers, max_size=reviewers))
    table = np.array(conflicts).reshape(items, reviewers)
    open_pairs = [(int(i), int(r)) for i, r in np.argwhere(table == 0)]
    fixed = draw(st.lists(st.sampled_from(open_pairs), max_size=1)) if open_pairs else []
    return problem(
        np.array(scores).reshape(items, reviewers) / 10**decimals,
        per_item=needs,
        load_min=lows,
        load_max=np.add(lows, spans),
        conflicts=table,
        fixed=fixed,
    )
