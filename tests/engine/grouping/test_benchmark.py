"""What measures the search must itself be right: the true best of small instances, and the rows that are published."""

from benchmarks.engine import grouping_alike, grouping_instances
from benchmarks.engine.grouping_rows import rows

from tests.engine.grouping.instances import KINDS, best_value, instance


def test_dynamic_programming_finds_the_true_best() -> None:
    for kind in KINDS:
        problem = instance(kind, ([2, 1, 3], [3, 3, 4]), 7, 3)
        inside = grouping_instances._inside(problem.worth)
        assert abs(grouping_instances._best(inside, problem.lower, problem.upper) - best_value(problem)) < 1e-9


def _run(name: str, seed: int, value: float, first: float, **more: object) -> dict[str, object]:
    _kind, _n, sizes, _number = name.removeprefix("made_").split("_")
    return {
        "instance": name, "members": 120, "kind": "Geo", "sizes": sizes, "seed": seed, "value": value, "first_second": first,
        "steps": 9, "seconds": 3.0, "fits": True, "published_best": 1000.0, "published_average": 990.0, "optimum": None,
    } | more  # fmt: skip


def test_rows_tell_gaps_to_what_is_published_and_to_the_best_known() -> None:
    runs = {
        "a": _run("Geo_n120_ss_01", 1, 1001.0, 999.0), "b": _run("Geo_n120_ss_01", 2, 999.0, 999.0),
        "c": _run("Geo_n120_ss_02", 1, 990.0, 980.0),
        "d": _run("made_Geo_n120_ss_00", 1, 50.0, 49.0, published_best=None, published_average=None),
        "e": _run("Geo_n010_ss_01", 1, 7.0, 7.0, members=10, optimum=7.0, fits=False),
    }  # fmt: skip
    lines = rows(runs).splitlines()
    assert lines[2] == "| 1 of MDGPLIB | 1 | 1 | 0 |"
    assert lines[-2] == (
        "| Geo ss | 120 | 2 × 1.5 | 3 | +0.505 % | +0.000 % | −0.333 % | −0.100 % | −1.000 % | −1.100 % | −2.000 % | 3 of 3 |"
    )
    assert lines[-1] == "| made: Geo ss | 120 | 1 × 1 | 3 | – | – | – | – | – | −2.000 % | −2.000 % | 1 of 1 |"


def test_rows_of_made_instances_leave_a_dash_where_a_kind_was_not_measured() -> None:
    more = {"chance": 500.0, "at_limit": 600.0}
    runs = [
        _run("Geo_n120_ss_01", 1, 606.0, 600.0, **more),
        _run("made_Geo_n120_ss_00", 1, 600.0, 600.0, published_average=None, **more),
        _run("made_Geo_n120_ds_00", 1, 600.0, 600.0, published_average=None, **more),
    ]
    heads, _rule, bounded, equal = grouping_alike.rows(runs, 20.0).splitlines()
    assert "3 s to 20 s: library" in heads
    assert bounded == "| Geo ds | 0, 1 | – | +0.000 % | – | – | 20.00 % | 20.00 – 20.00 % | 1 of 1 |"
    assert equal == "| Geo ss | 1, 1 | +1.000 % | +0.000 % | 98.00 % | 20.00 % | 20.00 % | 20.00 – 20.00 % | 2 of 2 |"
    assert "1 s to 3 s: library" in grouping_alike.rows(runs[:1], 3.0)
