"""The home and the week ask the database as many times for one thing as for three."""

import pytest

from tests.factories.practices import make_public, make_sheet, submit

# Meetings open to all, sheets with their organisations, reuses and models, circles.
HOME = 6
WEEK = 24


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_of_a_visitor(cast, client, queries, count):
    for _ in range(count):
        make_public(cast).economic_models.set([])
    client.get("/")
    with queries(HOME):
        page = client.get("/").content.decode()
    assert page.count("Louer la lumière plutôt que vendre des lampes") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_week_of_somebody_for_whom_things_wait(cast, client_of, queries, count):
    for _ in range(count):
        submit(cast, make_sheet(cast))
    browser = client_of(cast.representative)
    browser.get("/")
    with queries(WEEK):
        page = browser.get("/").content.decode()
    assert page.count("Lire et répondre") == count
