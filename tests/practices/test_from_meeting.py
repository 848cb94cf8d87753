"""A sheet that comes from a meeting: nothing is typed twice, and what the Chatham House rule hides stays hidden."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cercles.journal.models import Link
from cercles.practices.models import PracticeSheet
from tests.factories.meetings import DecisionFactory, MeetingFactory, MinutesFactory, RegistrationFactory
from tests.factories.practices import TEXTS
from tests.factories.references import TermFactory
from tests.factories.territories import TerritoryFactory


@pytest.fixture
def meeting(cast):
    held = MeetingFactory(
        circle=cast.circle, held=True, title="Louer plutôt que vendre", question="Que change un contrat d’usage ?"
    )
    RegistrationFactory(meeting=held, person=cast.member, organisation=cast.organisation, attended=True)
    MinutesFactory(meeting=held, draft="Trois clients pilotes.")
    DecisionFactory(meeting=held, text="Écrire un contrat type.", why="tout le monde le demande")
    return held


def start_of(meeting) -> str:
    return f"{reverse('practices:start', args=[meeting.circle.slug])}?{urlencode({'rencontre': meeting.ref})}"


def initial(page) -> dict:
    form = page.context["form"]
    return {name: form.initial[name] for name in ("title", "problem", "what_was_done", "place")} | {
        "organisations": [organisation.name for organisation in form.initial["organisations"]]
    }


def test_the_page_of_a_meeting_offers_to_tell_what_was_learned(cast, client_of, meeting):
    page = client_of(cast.member).get(meeting.get_absolute_url())
    assert start_of(meeting) in page.content.decode()


def test_its_minutes_lead_to_the_sheet_too(cast, client_of, meeting):
    page = client_of(cast.member).get(reverse("meetings:minutes", args=[meeting.ref]))
    assert start_of(meeting) in page.content.decode()


def test_it_is_not_offered_before_the_meeting_nor_to_who_may_not_write(cast, client_of, meeting):
    coming = MeetingFactory(circle=cast.circle)
    assert start_of(coming) not in client_of(cast.member).get(coming.get_absolute_url()).content.decode()
    wide = MeetingFactory(circle=cast.circle, held=True, wide=True)
    assert start_of(wide) not in client_of(cast.account).get(wide.get_absolute_url()).content.decode()


def test_what_exists_is_filled_in(cast, client_of, meeting):
    assert initial(client_of(cast.member).get(start_of(meeting))) == {
        "title": "Louer plutôt que vendre", "problem": "Que change un contrat d’usage ?", "place": None,
        "organisations": [cast.organisation.name],
        "what_was_done": "Trois clients pilotes.\n\nDécidé ce jour-là :\n– Écrire un contrat type. (tout le monde le demande)",
    }  # fmt: skip


def test_the_sheet_says_from_which_meeting_it_comes(cast, client_of, meeting):
    sent = {**TEXTS, "organisations": [cast.organisation.pk], "licence": "cc-by-4.0"}
    client_of(cast.member).post(start_of(meeting), sent)
    sheet = PracticeSheet.objects.get()
    link = Link.objects.get(outcome_kind="practices.practicesheet", outcome_id=sheet.pk)
    assert (link.origin_kind, link.origin_id, link.verb) == ("meetings.meeting", meeting.pk, "told")
    page = client_of(cast.member).get(reverse("practices:detail", args=[sheet.ref]))
    assert meeting.get_absolute_url() in page.content.decode()


def test_under_the_chatham_house_rule_neither_names_nor_the_meeting_are_told(cast, client_of, meeting):
    meeting.confidentiality = "chatham"
    meeting.save()
    page = client_of(cast.member).get(start_of(meeting))
    assert initial(page)["organisations"] == []
    client_of(cast.member).post(
        start_of(meeting), {**TEXTS, "organisations": [cast.organisation.pk], "licence": "cc-by-4.0"}
    )
    link = Link.objects.get(outcome_kind="practices.practicesheet", outcome_id=PracticeSheet.objects.get().pk)
    assert (link.origin_kind, link.origin_id) == ("circles.circle", cast.circle.pk)


def test_a_meeting_one_may_not_see_or_of_another_circle_fills_nothing(cast, client_of, meeting):
    path = reverse("practices:start", args=[cast.circle.slug])
    draft = MeetingFactory(circle=cast.circle, draft=True)
    elsewhere = MeetingFactory(held=True, wide=True)
    for ref in (draft.ref, elsewhere.ref, "nowhere"):
        assert client_of(cast.member).get(f"{path}?rencontre={ref}").status_code == 404


def test_a_refused_form_keeps_where_it_comes_from(cast, client_of, meeting):
    page = client_of(cast.member).post(start_of(meeting), {"title": "Louer", "licence": "cc-by-4.0"})
    assert (page.status_code, page.context["meeting"]) == (422, meeting)
    assert 'action=""' in page.content.decode() or "action=" not in page.content.decode().split("<main")[1]


def test_place_goals_and_levers_are_kept_and_shown(cast, client_of):
    town = TerritoryFactory(name="Montargis")
    goals = [TermFactory(vocabulary="sdg", label=f"Objectif {n}") for n in range(4)]
    path = reverse("practices:start", args=[cast.circle.slug])
    sent = {
        **TEXTS, "organisations": [cast.organisation.pk], "licence": "cc-by-4.0", "period": "de mars 2024 à juin 2025",
        "levers_before": "Des ventes", "levers_after": "Des contrats", "goals": [term.pk for term in goals],
        "place": town.label, "place_id": town.pk, "place_for": town.label,
    }  # fmt: skip
    browser = client_of(cast.member)
    refused = browser.post(path, sent)
    assert refused.status_code == 422
    assert refused.context["form"].errors["goals"] == [
        "Vous en avez coché 4 : gardez les trois que la pratique sert vraiment."
    ]
    browser.post(path, sent | {"goals": [term.pk for term in goals[:3]]})
    sheet = PracticeSheet.objects.get()
    assert (sheet.place, sheet.goals.count(), sheet.period) == (town, 3, "de mars 2024 à juin 2025")
    page = browser.get(reverse("practices:detail", args=[sheet.ref])).content.decode()
    assert [text in page for text in ("Quand : de mars 2024", "Des ventes", "Des contrats", "Objectif 2")] == [True] * 4


def test_what_sorts_a_sheet_is_folded_until_it_is_chosen(cast, client_of):
    TermFactory(vocabulary="sdg", code="12", label="Consommation responsable")
    browser, start = client_of(cast.member), reverse("practices:start", args=[cast.circle.slug])
    assert '<details class="facet">' in browser.get(start).content.decode()
    wrong = browser.post(start, {"title": "", "goals": ["0"], "licence": "cc-by"}).content.decode()
    assert '<details class="facet" open>' in wrong
