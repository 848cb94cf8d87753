"""The two published demands, MIDL and PrefLib's ICLR.

Not shipped: looked for in ``../shared/data``, or where ``CERCLES_REAL_DATA`` says.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from cercles_engine.assignment import assign, problem
from tests.journal.processes import ROOT

REVIEWERS = Path(os.environ.get("CERCLES_REAL_DATA", ROOT.parent / "shared" / "data")) / "reviewers"
pytestmark = [
    pytest.mark.register,
    pytest.mark.skipif(not REVIEWERS.exists(), reason="the published demands are not here"),
]


@pytest.mark.parametrize("solver", ["ortools", "highs"])
def test_midl(solver: str) -> None:
    scores = np.load(REVIEWERS / "scores.npy").T
    demand = problem(scores, per_item=np.load(REVIEWERS / "covs.npy"), load_max=np.load(REVIEWERS / "loads.npy"))
    total, fair = assign(demand, solver=solver), assign(demand, objective="fair", solver=solver)
    assert round(total.total, 4) == 201.8849
    assert 0 <= total.bound - total.total < 1e-12
    assert (round(fair.worst, 5), round(fair.total, 4)) == (0.94484, 201.7687)
    assert fair.worst == pytest.approx(fair.worst_bound, abs=1e-12)


@pytest.mark.parametrize("solver", ["ortools", "highs"])
def test_preflib(solver: str) -> None:
    tables = np.load(REVIEWERS / "preflib3.npz")
    conflicts = tables["mask_matrix"].T == 1
    demand = problem(tables["similarity_matrix"].T, per_item=3, load_max=6, conflicts=conflicts)
    answer = assign(demand, solver=solver)
    assert (answer.total, answer.bound) == (454.25, 454.25)
    assert not (answer.taken & conflicts).any()
