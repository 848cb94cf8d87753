"""What is loaded and when: importing a part loads no library, and nothing is compiled before it is asked."""

from tests.engine.alone import run_alone

LOADED = """
LIBRARIES = {"numba", "scipy", "igraph", "ortools"}
import cercles_engine.assignment, cercles_engine.diversity, cercles_engine.matching, cercles_engine.networks
print(sorted({"numpy"} & set(sys.modules) | LIBRARIES & set(sys.modules)))
import cercles_engine.grouping
print(sorted({"numpy"} & set(sys.modules) | LIBRARIES & set(sys.modules)))
from cercles_engine.matching import Index, Profile
Index().put(1, Profile.of(themes="a"))
print(sorted(LIBRARIES & set(sys.modules)))
from cercles_engine.grouping import Problem
Problem.of([[0, 1], [1, 0]], lower=[1, 1], upper=[1, 1])
print(sorted(LIBRARIES & set(sys.modules)))
import numba
print(sorted({"numba"} & set(sys.modules)))
"""


def test_importing_loads_no_library_and_an_index_or_a_problem_compiles_nothing() -> None:
    """Groups are made of tables, so they load NumPy alone. The last line: what is looked for is found where it is loaded."""
    said, warned = run_alone(LOADED)
    assert said.splitlines() == ["[]", "['numpy']", "[]", "[]", "['numba']"]
    assert warned == ""
