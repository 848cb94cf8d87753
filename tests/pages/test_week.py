"""The home is the week of somebody who is here, and what is public for a visitor."""

import re

from django.urls import reverse

from cercles.circles.actions import ask_to_join, withdraw_request
from cercles.core import clock
from cercles.pages.queries import gestures
from cercles.practices.models import PracticeSheet
from tests.factories.meetings import FollowUpFactory, MeetingFactory, RegistrationFactory
from tests.factories.practices import make_public, make_shared, make_sheet, submit


def test_a_visitor_sees_public_sheets_and_the_way_in(cast, client):
    make_public(cast)
    page = client.get("/").content.decode()
    assert "Louer la lumière plutôt que vendre des lampes" in page
    assert reverse("account_login") in page


def test_a_visitor_sees_nothing_of_a_circle_that_is_not_public(cast, client):
    assert "Cercle des pairs" not in client.get("/").content.decode()


def test_the_week_counts_what_waits_in_letters(cast, client_of):
    sheet = submit(cast, make_sheet(cast))
    page = client_of(cast.representative).get("/").content.decode()
    assert "un geste" in page
    assert reverse("practices:approve", args=[sheet.ref, sheet.approvals.get().pk]) in page


def test_nothing_due_is_said_and_taught(cast, client_of):
    assert "Rien ne vous attend cette semaine." in client_of(cast.account).get("/").content.decode()


def test_one_act_suffices_and_two_suffice_together():
    said = [gestures(count).replace("\u00a0", " ") for count in (1, 2, 7, 8)]
    assert said == ["un geste suffit", "deux gestes suffisent", "sept gestes suffisent", "8 gestes suffisent"]


def in_one_click(browser, label):
    """Press the button of a line as a browser would: where it goes, and what it sends."""
    page = browser.get("/").content.decode()
    form = next(part for part in page.split("<form")[1:] if f">{label}<" in part.partition("</form>")[0])
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.partition("</form>")[0]))
    return browser.post(re.search(r'action="([^"]+)"', form)[1], sent)


def told_after(browser):
    return browser.get("/").content.decode().replace("\u00a0", " ")


def test_a_request_is_accepted_where_its_word_is_read(cast, client_of, outbox):
    charter = cast.circle.charter_versions.get()
    ask_to_join(circle=cast.circle, by=cast.account, version=charter, answer="Apprendre à louer.")
    browser = client_of(cast.facilitator)
    page = told_after(browser)
    said = (
        "à titre personnel · « Apprendre à louer. »",
        "Cette personne entre dans le cercle et l’apprend par courriel.",
    )
    assert [words in page for words in said] == [True, True]
    assert in_one_click(browser, "Accepter").url == "/"
    assert cast.circle.memberships.filter(person=cast.account, until=None).count() == 1
    assert [letter.to for letter in outbox()][-1:] == ["account@example.org"]
    page = told_after(browser)
    assert ("La réponse est partie à" in page, "Accepter" in page) == (True, False)


def test_a_sheet_is_said_still_true_where_it_is_asked(cast, client_of):
    sheet = make_shared(cast)
    PracticeSheet.objects.update(state="to_refresh")
    browser = client_of(cast.member)
    assert in_one_click(browser, "C’est toujours vrai").url == "/"
    sheet.refresh_from_db()
    assert (sheet.state, "C’est toujours vrai" in told_after(browser)) == ("circle", False)


def test_a_promise_is_said_done_where_it_is_recalled(cast, client_of):
    row = FollowUpFactory(meeting=MeetingFactory(circle=cast.circle, held=True), person=cast.member, due=clock.today())
    browser = client_of(cast.member)
    assert in_one_click(browser, "C’est fait").url == "/"
    row.refresh_from_db()
    assert (row.state, "C’est fait" in told_after(browser)) == ("done", False)


def test_one_comes_to_a_meeting_where_one_is_invited(cast, client_of):
    row = RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member, invited=True)
    browser = client_of(cast.member)
    assert in_one_click(browser, "Je viens").url == "/"
    row.refresh_from_db()
    assert (row.state, "Je viens" in told_after(browser)) == ("registered", False)


def test_an_act_that_is_refused_says_why_and_nothing_is_lost(cast, client_of):
    """Somebody else answered meanwhile."""
    charter = cast.circle.charter_versions.get()
    made = ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    browser = client_of(cast.facilitator)
    browser.get("/")
    withdraw_request(request=made, by=cast.account)
    address = reverse("circles:request", args=[made.ref])
    assert browser.post(address, {"answer": "accept", "depuis_ma_semaine": "1"}).status_code == 404
    assert cast.circle.memberships.filter(person=cast.account).count() == 0


def test_a_long_week_shows_twelve_gestures_and_leads_to_the_others(cast, client_of):
    for _ in range(14):
        submit(cast, make_sheet(cast))
    reader = client_of(cast.representative)
    page = reader.get("/").content.decode().replace("\u00a0", " ")
    assert "Cette semaine, 14 gestes suffisent." in page
    assert (page.count("Donner votre accord"), "Voir les 2 autres gestes" in page) == (24, True)
    whole = reader.get("/", {"tout": "1"}).content.decode()
    assert (whole.count("Donner votre accord"), "autres gestes" in whole) == (28, False)


def test_who_facilitates_opens_a_meeting_from_her_week(cast, client_of):
    address = reverse("meetings:open", args=[cast.circle.slug])
    assert address in client_of(cast.facilitator).get("/").content.decode()
    assert address not in client_of(cast.member).get("/").content.decode()


def test_what_left_by_itself_is_said_to_who_facilitates(cast, client_of):
    make_shared(cast)
    said = "Tout le reste est parti seul ces sept derniers jours : 1 fiche annoncée aux membres."
    assert said in client_of(cast.facilitator).get("/").content.decode().replace("\u00a0", " ")
    assert "parti seul" not in client_of(cast.member).get("/").content.decode()


def test_a_closed_circle_offers_nothing_to_write(cast, client_of):
    url = reverse("practices:start", args=[cast.circle.slug])
    assert url in client_of(cast.member).get(reverse("pages:week")).content.decode()
    cast.circle.stage = "closed"
    cast.circle.save()
    page = client_of(cast.member).get(reverse("pages:week")).content.decode()
    assert (reverse("circles:detail", args=[cast.circle.slug]) in page, url in page, "Écrire une fiche" in page) == (
        True,
        False,
        False,
    )
