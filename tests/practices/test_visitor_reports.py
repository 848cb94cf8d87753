"""A public sheet is reported by whoever reads it without an account: who decides never knows, and an address is kept until the answer."""

from typing import Any

import pytest
from django.urls import reverse

from cercles.circles.actions import moderation as moderating
from cercles.circles.adapters.moderation import of_person
from cercles.circles.models import ContentReport
from cercles.circles.queries.moderation import open_reports
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.people.actions import erase_person
from cercles.practices.adapters.moderating import found
from tests.cast import Cast
from tests.factories.practices import make_public

pytestmark = pytest.mark.django_db
SAID, HERS = "Elle nomme mon frère, qui ne l’a pas voulu.", "v@exemple.fr"


@pytest.fixture
def sheet(cast: Cast) -> Any:
    """Public, written by the member, in a circle that only its members know."""
    cast.circle.visibility = cast.circle.audience = "circle"
    cast.circle.audience = cast.circle.members_audience
    cast.circle.save()
    return make_public(cast)


@pytest.fixture
def post(client: Any, sheet: Any) -> Any:
    url = reverse("circles:report_write", args=["sheet", sheet.ref])
    return lambda **more: client.post(url, {"motive": "privacy", "words": SAID, "email": "", "sincere": "on", **more})


def to(address: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=address, person=None).order_by("pk"))


def test_the_form_says_what_an_address_is_for_and_names_neither_author_nor_circle(cast, client, sheet):
    page = client.get(reverse("circles:report_write", args=["sheet", sheet.ref])).content.decode().replace("\xa0", " ")
    assert ("Sans adresse, le signalement est lu de la même façon" in page, "Je crois de bonne foi" in page) == (
        True,
        True,
    )
    assert [words in page for words in (cast.circle.name, cast.member.display_name)] == [False, False]


def test_said_without_an_address_it_waits_in_the_same_queue(cast, client, client_of, sheet, post):
    answer = post()
    assert answer["Location"] == sheet.get_absolute_url()
    shown = client.get(sheet.get_absolute_url()).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "C’est signalé : une personne va le lire. Sans adresse, personne ne pourra vous répondre." in shown

    row = ContentReport.objects.get()
    assert (row.person, row.email, row.author, row.words) == (None, "", cast.member, SAID)
    assert list(open_reports(cast.facilitator, cast.circle)) == [row]
    assert [mail.person for mail in OutgoingMail.objects.filter(key__startswith="circle-report-")] == [cast.facilitator]

    browser = client_of(cast.facilitator)
    page = browser.get(reverse("circles:report", args=[row.ref])).content.decode().replace("\xa0", " ")
    assert (SAID in page, "Qui a signalé n’a pas laissé d’adresse" in page) == (True, True)
    before = OutgoingMail.objects.count()
    browser.post(reverse("circles:report_keep", args=[row.ref]), {"answer": "Il a donné son accord."})
    row.refresh_from_db()
    assert (row.state, OutgoingMail.objects.count() - before) == ("kept", 0)


def test_an_address_is_told_that_it_came_then_what_was_decided_and_is_forgotten(cast, client_of, sheet, post):
    assert post(email="V@Exemple.fr").status_code == 302
    row = ContentReport.objects.get()
    (received,) = to(HERS)
    assert received.subject.replace("\xa0", " ").endswith("est reçu")
    assert (sheet.get_absolute_url() in received.text, SAID in received.text) == (True, False), (
        "it may be of somebody else"
    )

    browser = client_of(cast.facilitator)
    pages = [
        browser.get(reverse("circles:moderation", args=[cast.circle.slug])).content.decode(),
        browser.get(reverse("circles:report", args=[row.ref])).content.decode(),
    ]
    letters = [mail.text for mail in OutgoingMail.objects.filter(person=cast.facilitator)]
    assert [HERS in told.lower() for told in (*pages, *letters)] == [False] * (2 + len(letters))

    browser.post(reverse("circles:report_keep", args=[row.ref]), {"answer": "Il a donné son accord."})
    row.refresh_from_db()
    assert (row.state, row.email) == ("kept", "")
    answer = to(HERS)[-1]
    assert ("reste en place" in answer.text, "Il a donné son accord." in answer.text, "elle n’est plus gardée" in answer.text) == (
        True, True, True,
    )  # fmt: skip
    told = [mail.subject + mail.text + mail.html for mail in to(HERS)]
    assert (len(told), [cast.circle.name in one for one in told]) == (2, [False, False])


def test_taken_away_she_reads_it_and_on_what_ground(cast, sheet, post):
    post(email=HERS)
    row = ContentReport.objects.get()
    moderating.remove_reported(report=row, by=cast.facilitator, motive="privacy", words="Un proche est nommé.")
    answer = to(HERS)[-1]
    assert ("est retiré" in answer.text, "Un proche est nommé." in answer.text) == (True, False)
    assert ContentReport.objects.get().email == ""


def test_the_same_address_is_one_report_and_so_are_the_same_words_without_one(sheet, post):
    for _ in range(2):
        post(email=HERS)
        post()
    post(words="Autre chose.")
    post(email="w@exemple.fr")
    assert ContentReport.objects.count() == 4
    assert (len(to(HERS)), len(to("w@exemple.fr"))) == (1, 1)


def test_a_flood_is_stopped_by_thing_and_by_computer(sheet, post, settings):
    for number in range(20):
        moderating.report(written=found(sheet.pk), motive="other", words=f"Raison {number}.")
    with pytest.raises(RuleBroken, match="too_many_reports"):
        moderating.report(written=found(sheet.pk), motive="other", words="Encore.", email=HERS)
    assert moderating.report(written=found(sheet.pk), motive="other", words="Raison 3.").words == "Raison 3."

    settings.ACCOUNT_RATE_LIMITS = {"ask_as_visitor": "1/h/ip"}
    assert post(motive="other", words="Raison 4.").status_code == 302
    refused = post(words="Gardé ici.")
    assert (refused.status_code, "Gardé ici." in refused.content.decode(), ContentReport.objects.count()) == (
        422,
        True,
        20,
    )


@pytest.mark.parametrize("missing", ["motive", "words", "sincere"])
def test_what_is_missing_is_asked_and_nothing_typed_is_lost(post, missing):
    refused = post(**{"email": HERS, missing: ""})
    assert (refused.status_code, HERS in refused.content.decode(), ContentReport.objects.count()) == (422, True, 0)


def test_nobody_may_answer_yet_and_she_is_told_so(cast, sheet, post):
    cast.circle.memberships.filter(person=cast.facilitator).update(person=cast.account)
    cast.circle.memberships.filter(person=cast.account).update(role="member")
    cast.administrator.is_administrator = False
    cast.administrator.save()
    post(email=HERS)
    assert [mail.key.split("-")[1] for mail in to(HERS)] == ["received", "nobody"]
    assert [cast.circle.name in mail.subject + mail.text for mail in to(HERS)] == [False, False]


def test_an_account_outside_is_not_told_the_name_of_a_circle_it_does_not_see(cast, sheet):
    row = moderating.report(written=found(sheet.pk), by=cast.account, motive="privacy")
    moderating.keep_reported(report=row, by=cast.facilitator, answer="Il a donné son accord.")
    (letter,) = OutgoingMail.objects.filter(person=cast.account)
    assert cast.circle.name not in letter.subject + letter.text


def test_the_address_goes_with_an_account_that_bears_it(cast, sheet, post):
    cast.account.email = HERS
    cast.account.save()
    post(email=HERS)
    assert of_person(cast.account)["Signalements que vous avez faits"] == []
    erase_person(by=cast.account)
    row = ContentReport.objects.get()
    assert (row.email, row.words, row.state) == ("", "", "open")


def test_whoever_has_an_account_reports_with_it(client_of, cast, sheet):
    page = client_of(cast.account).get(reverse("circles:report_write", args=["sheet", sheet.ref])).content.decode()
    assert ("Je crois de bonne foi" in page, cast.member.display_name in page) == (False, False)
