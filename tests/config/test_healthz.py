"""``/healthz`` says which part is missing."""

from cercles.core import slots


def test_without_a_worker_the_site_is_not_well(db, client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "down", "missing": ["index", "worker"]})


def test_slots_watch_the_worker_and_the_index():
    assert [provider.__name__ for provider in slots.providers("health")] == ["worker_health", "index_health"]
