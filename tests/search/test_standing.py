"""The page that says how far the index is behind, and its one act."""

import shutil
from typing import Any

from django.conf import settings
from django.urls import reverse

from cercles.search.actions import note_position, touch
from cercles.search.adapters import index_health
from cercles.search.queries.folder import opened, row_name
from cercles.search.queries.standing import machines, standing
from cercles.search.worker import Follower, follow_once
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

URL = reverse("search:index")


def said(client: Any) -> str:
    return " ".join(client.get(URL).content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def test_it_says_what_waits_and_agrees_with_the_health(cast: Cast, client_of: Any) -> None:
    administrator = client_of(cast.administrator)
    assert "Il n’y a pas d’index" in said(administrator)
    with Follower() as follower:
        follower.step()
        documents = opened().searcher.num_docs - 1
        touch(OrganisationFactory())
        assert "L’index suit la base" in said(administrator)
        assert (standing().waiting.count, standing().documents, index_health()) == (1, documents, {"index": True})
        shutil.rmtree(settings.INDEX_ROOT)
        assert "répondent depuis la base" in said(administrator)
        assert index_health() == {"index": False}
        follower.step()
        # As it is noted now and then: what was read since the rebuild began counts too, whoever else uses the server.
        note_position(row_name(), follower.token, follower.position)
        assert index_health() == {"index": True}
    assert "Personne ne tient l’index à jour" in said(administrator)
    assert [(machine.here, machine.waiting) for machine in machines()] == [(True, 0)]


def test_an_administrator_has_it_made_again(cast: Cast, client_of: Any) -> None:
    follow_once()
    before = opened().name
    answer = client_of(cast.administrator).post(reverse("search:rebuild"), follow=True)
    assert "va être refait" in answer.content.decode()
    assert opened().name == before
    assert (follow_once()["rebuilt"], opened().name != before) == (1, True)


def test_the_menu_leads_there_for_administrators_alone(cast: Cast, client_of: Any) -> None:
    assert URL in client_of(cast.administrator).get("/").content.decode()
    assert URL not in client_of(cast.member).get("/").content.decode()
