"""What a meeting, a sheet or a message holds stands in the library by itself, with its own rights, and is found there."""

import pytest
from django.urls import reverse

from cercles.circles.actions.threads import start_thread, withdraw_message
from cercles.circles.models import Message
from cercles.library.models import CircleDocument
from cercles.practices import actions as practices
from cercles.practices.models import Attachment
from tests.factories.library import add, pdf, read_all, sent
from tests.factories.meetings import MeetingFactory, MinutesFactory
from tests.factories.practices import make_shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    """Two documents, minutes, a file of a sheet and one of a message."""
    cast.sheet = make_shared(cast)
    practices.attach_file(sheet=cast.sheet, by=cast.sheet.author, file=sent("Modèle d’accord.pdf", pdf("Accord")))
    Attachment.objects.update(is_shared=True)
    cast.meeting = MeetingFactory(circle=cast.circle, title="Mutualiser un poste", state="held")
    cast.minutes = MinutesFactory(
        meeting=cast.meeting, published=1, visibility="circle", audience=cast.circle.members_audience
    )
    cast.thread = start_thread(
        circle=cast.circle, by=cast.member, title="Budget", text="Voici", files=[sent("budget.csv", b"a;b")]
    )
    add(cast, title="Élan", data="Des écoliers à vélo".encode())
    add(cast, title="Bilan", name="bilan.pdf", data=pdf("Convention"))
    return cast


def shown(client_of, person, cast, asked=""):
    page = client_of(person).get(reverse("library:of_circle", args=[cast.circle.slug]) + asked)
    return page, {line["title"] for line in page.context["lines"]}


EVERYTHING = {"Élan", "Bilan", "Modèle d’accord.pdf", "Compte rendu\xa0: Mutualiser un poste", "budget.csv"}


def test_they_are_there_by_themselves_and_lead_to_what_they_are_joined_to(held, client_of):
    page, titles = shown(client_of, held.member, held)
    assert titles == EVERYTHING
    assert CircleDocument.objects.count() == 2
    for line in page.context["lines"]:
        answer = client_of(held.member).get(line["url"])
        assert answer.status_code == 200, line
        assert b"".join(answer.streaming_content) if answer.streaming else answer.content
        if line["holder_url"]:
            assert client_of(held.member).get(line["holder_url"]).status_code == 200, line
    told = {one["label"]: {c.label: c.count for c in one["choices"]} for one in page.context["facets"]}
    assert told["Format"] == {"PDF": 2, "Texte": 2, "Tableau": 1}
    assert told["Venu de"] == {
        "Ajoutés ici": 2, "Gardé d’une rencontre": 1, "Joint à une fiche": 1, "Joint à un échange": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=ecoliers", {"Élan"}), ("?q=convention", {"Bilan"}), ("?q=modele", {"Modèle d’accord.pdf"}),
        ("?q=mutualiser", {"Compte rendu\xa0: Mutualiser un poste"}), ("?q=budget", {"budget.csv"}), ("?q=odele", set()),
        ("?format=pdf", {"Bilan", "Modèle d’accord.pdf"}), ("?venu=echange", {"budget.csv"}),
        ("?venu=ajout&format=pdf", {"Bilan"}), ("?venu=ajout", {"Élan", "Bilan"}), ("?venu=ailleurs", set()),
        ("?origine=Avise", set()), ("?theme=12", set()), ("?venu=fiche&theme=12", set()),
    ],
)  # fmt: skip
def test_they_are_found_in_the_same_list(held, client_of, indexed, asked, found):
    read_all()
    indexed()
    assert shown(client_of, held.member, held, asked)[1] == found


def test_what_is_not_theirs_to_read_is_neither_shown_nor_counted(held, client_of):
    type(held.minutes).objects.update(audience=held.meeting.own_audience, visibility="meeting")
    Attachment.objects.update(is_shared=False)
    withdraw_message(message=Message.objects.get(), by=held.member, reason="")
    page, titles = shown(client_of, held.member, held)
    assert (titles, page.context["page"].paginator.count) == ({"Élan", "Bilan"}, 2)
    assert [c.label for one in page.context["facets"] if one["label"] == "Venu de" for c in one["choices"]] == [
        "Ajoutés ici"
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_whatever_is_attached(cast, client_of, queries, many):
    files = [sent(f"f{n}.csv", b"%d" % n) for n in range(many)]
    start_thread(circle=cast.circle, by=cast.member, title="Budget", text="Voici", files=files)
    browser, url = client_of(cast.member), reverse("library:of_circle", args=[cast.circle.slug])
    browser.get(url)
    with queries(16):
        assert browser.get(url).content.decode().count(".csv") == many
