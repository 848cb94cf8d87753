"""The half-yearly review: facts by themselves, words by people, nothing lost between two who write, never changed once published."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from cercles.circles import actions
from cercles.circles.models import Circle, HalfYearReview, Handover, Membership
from cercles.circles.queries.reporting import Indicator, draft_text, next_period, review_due, suggestion_for
from cercles.core import clock
from cercles.journal.models import NotificationChoice
from cercles.meetings.models import Decision, FollowUp, Minutes
from cercles.polls.models import Poll
from tests.factories.meetings import MeetingFactory

SAID = {
    "engagement": "True", "engagement_said": "Ils s’appellent.", "enterprise": "True", "enterprise_said": "Louer.",
    "repertoire": "False", "repertoire_said": "Pas encore de fiche.", "stage": "", "stage_note": "",
}  # fmt: skip


@pytest.fixture
def url(cast):
    return reverse("circles:review_write", args=[cast.circle.slug])


def held(circle, title="Les machines des autres", **facts):
    start = clock.now() - timedelta(days=40)
    return MeetingFactory(
        circle=circle, title=title, starts_at=start, ends_at=start + timedelta(hours=1), state="held", announced_at=start,
        **facts,
    )  # fmt: skip


def test_it_writes_itself_from_what_exists(cast, client_of, url):
    meeting = held(cast.circle)
    Decision.objects.create(meeting=meeting, text="Louer une machine chacun", at=meeting.ends_at)
    Minutes.objects.create(
        meeting=meeting, published_number=1, visibility="circle", audience=cast.circle.members_audience
    )
    FollowUp.objects.create(meeting=meeting, what="Appeler")
    Poll.objects.create(
        circle=cast.circle, title="Quel nom ?", state="closed", created_at=clock.now() - timedelta(days=9),
        closes_at=clock.now(), closed_at=clock.now(), outcome="Les machines.",
    )  # fmt: skip
    page = client_of(cast.facilitator).get(url).content.decode().replace("\xa0", " ")
    for said in (
        "Les machines des autres", "- Louer une machine chacun", "- encore ouvertes : 1", "- Quel nom ? : Les machines.",
        "- Nouveaux membres : moins de 3", "## Ce que nous en retenons",
    ):  # fmt: skip
        assert said in page, said


def test_what_members_do_not_read_is_not_in_it(cast):
    meeting = held(cast.circle)
    Decision.objects.create(meeting=meeting, text="Louer une machine chacun", at=meeting.ends_at)
    kept = Minutes.objects.create(
        meeting=meeting, published_number=1, visibility="meeting", audience=meeting.own_audience
    )
    held(cast.circle, title="Brouillon secret").__class__.objects.filter(title="Brouillon secret").update(state="draft")
    text = draft_text(cast.circle, *next_period(cast.circle), [])
    assert ("Louer une machine" in text, "Brouillon secret" in text) == (False, False)
    kept.published_number = 0
    kept.visibility = "circle"
    kept.save()
    assert "Louer une machine" not in draft_text(cast.circle, *next_period(cast.circle), [])


def test_a_draft_is_kept_and_found_again(cast, client_of, url):
    browser = client_of(cast.facilitator)
    answer = browser.post(url, {"text": "Notre semestre.", "revision": "0", "keep": "1"})
    assert (answer.status_code, answer.url) == (302, url)
    row = HalfYearReview.objects.get()
    assert (row.state, row.text, row.revision) == ("draft", "Notre semestre.", 1)
    page = browser.get(url).content.decode()
    assert "Notre semestre." in page
    assert client_of(cast.member).get(url).status_code == 404


def test_two_who_write_at_once_lose_nothing(cast, client_of, url):
    Membership.objects.filter(person=cast.member).update(role="co_facilitator")
    fanny, malo = client_of(cast.facilitator), client_of(cast.member)
    fanny.post(url, {"text": "Les mots de Fanny.", "revision": "0", "keep": "1"})
    answer = malo.post(url, {"text": "Les mots de Malo.", "revision": "0", "keep": "1"})
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422
    assert HalfYearReview.objects.get().text == "Les mots de Fanny."
    for said in ("Les mots de Malo.", "Les mots de Fanny.", "Ce que Fanny Animatrice a enregistré", 'value="1"'):
        assert said in page, said
    assert malo.post(url, {"text": "Les deux.", "revision": "1", "keep": "1"}).status_code == 302
    assert HalfYearReview.objects.get().text == "Les deux."


def test_publishing_asks_for_the_three_answers_with_a_sentence(cast, client_of, url):
    answer = client_of(cast.facilitator).post(url, {"text": "Notre semestre.", "revision": "0"})
    assert answer.status_code == 422
    assert "Répondez par oui ou par non, avec une phrase." in answer.content.decode()
    assert HalfYearReview.objects.count() == 0


def test_published_it_is_read_by_members_told_by_letter_and_never_changes(cast, client_of, url, outbox):
    answer = client_of(cast.facilitator).post(url, {"text": "## Notre semestre", "revision": "0", **SAID})
    row = HalfYearReview.objects.get()
    assert (answer.status_code, answer.url, row.state) == (302, row.get_absolute_url(), "published")
    page = client_of(cast.member).get(row.get_absolute_url()).content.decode()
    assert "Notre semestre</h3>" in page
    assert "Pas encore de fiche." in page
    assert client_of(cast.former).get(row.get_absolute_url()).status_code == 404
    for _ in range(2):
        actions.write_review_letters(review=row.pk)
    assert [letter.to for letter in outbox()] == ["member@example.org"]
    assert cast.circle.stage == Circle.objects.get(pk=cast.circle.pk).stage
    # The next writing is another review.
    client_of(cast.facilitator).post(url, {"text": "La suite.", "revision": "1", "keep": "1"})
    assert sorted(HalfYearReview.objects.values_list("state", "text")) == [
        ("draft", "La suite."), ("published", "## Notre semestre"),
    ]  # fmt: skip


def test_who_wants_no_mail_of_the_circle_gets_none(cast, client_of, url, outbox):
    client_of(cast.facilitator).post(url, {"text": "Notre semestre", "revision": "0", **SAID})
    NotificationChoice.objects.create(person=cast.member, topic=cast.circle.members_audience, rhythm="never")
    actions.write_review_letters(review=HalfYearReview.objects.get().pk)
    assert outbox() == []


def test_a_stage_is_noted_by_people_with_a_dated_note(cast, client_of, url):
    browser = client_of(cast.facilitator)
    refused = browser.post(url, {"text": "Notre semestre", "revision": "0", **SAID, "stage": "transformation"})
    assert (refused.status_code, HalfYearReview.objects.count()) == (422, 0)
    browser.post(
        url,
        {"text": "Fin.", "revision": "0", **SAID, "stage": "transformation", "stage_note": "Nous nous voyons moins."},
    )
    note = cast.circle.stage_notes.get()
    assert (note.stage, note.note, note.by) == ("transformation", "Nous nous voyons moins.", cast.facilitator)


def test_its_file_is_markdown(cast, client_of, url):
    client_of(cast.facilitator).post(url, {"text": "## Notre semestre", "revision": "0", **SAID})
    answer = client_of(cast.member).get(reverse("circles:review_file", args=[HalfYearReview.objects.get().ref]))
    text = answer.content.decode().replace("\xa0", " ")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# Bilan du semestre de « Cercle des pairs », du ")
    assert "- Ont-ils des mots et des outils à eux ? Non. Pas encore de fiche.\n" in text


# Suggestions and due


def numbers(**known):
    return [Indicator(key, "", "", "", "", "", number=value) for key, value in known.items()]


@pytest.mark.parametrize(
    ("stage", "known", "suggested"),
    [
        ("potential", {"members": 5, "held": 1}, "coalescing"),
        ("potential", {"members": 4, "held": 1}, None),
        ("coalescing", {"newcomers": 3, "held": 2}, "maturing"),
        ("coalescing", {"newcomers": 3, "held": 1}, None),
        ("maturing", {"outputs": 3, "idle": 20}, "active"),
        ("active", {"outputs": 9, "idle": 184}, "transformation"),
        ("active", {"outputs": 9, "idle": 183}, None),
        ("active", {"idle": None}, None),
        ("transformation", {"idle": 400}, None),
    ],
)
def test_the_site_only_suggests(stage, known, suggested):
    found = suggestion_for(stage, numbers(**known))
    assert (found.stage if found else None) == suggested


def due(cast):
    return [item.url for item in review_due(cast.person("facilitator"))]


def test_it_is_due_every_six_months(cast, url):
    assert due(cast) == []
    Circle.objects.update(created_at=clock.now() - timedelta(days=200))
    assert due(cast) == [url]
    assert review_due(cast.person("member")) == []
    today = clock.today()
    row = HalfYearReview.objects.create(
        circle=cast.circle, since=today - timedelta(days=183), until=today, state="published", published_at=clock.now()
    )
    assert due(cast) == []
    HalfYearReview.objects.filter(pk=row.pk).update(
        since=today - timedelta(days=400), until=today - timedelta(days=184)
    )
    assert due(cast) == [url]


# The file for a successor


def test_the_file_says_what_waits_and_no_address(cast, client_of):
    meeting = held(cast.circle)
    FollowUp.objects.create(meeting=meeting, what="Appeler la mairie", person=cast.member, due=clock.today())
    page = client_of(cast.facilitator).get(reverse("circles:handover_download", args=[cast.circle.slug]))
    text = page.content.decode().replace("\xa0", " ")
    for said in (
        "# Dossier de relais : Cercle des pairs", "Fanny Animatrice : Anime le cercle", "Appeler la mairie · Malo Membre · pour le",
        "Aucune : c’est le premier geste à faire.", "## Où sont les choses",
        f"[Membres]({settings.SITE_URL}/cercles/cercle-des-pairs/membres/)",
    ):  # fmt: skip
        assert said in text, said
    assert "@" not in text


def test_the_file_names_nobody_under_the_chatham_house_rule_and_shows_the_taker_no_draft(cast, client_of):
    quiet = MeetingFactory(circle=cast.circle, held=True, chatham=True)
    FollowUp.objects.create(meeting=quiet, what="Revoir le bail", person=cast.facilitator)
    MeetingFactory(circle=cast.circle, draft=True, title="Encore en préparation")
    Handover.objects.create(circle=cast.circle, giver=cast.facilitator, taker=cast.member)
    url = reverse("circles:handover_download", args=[cast.circle.slug])

    read = {name: client_of(cast.person(name)).get(url).content.decode() for name in ("facilitator", "member")}

    for text in read.values():
        assert "Revoir le bail" in text
        assert "Revoir le bail · " not in text
    assert ["Encore en préparation" in text for text in read.values()] == [True, False]


def test_the_file_is_read_by_the_taker_while_the_place_is_proposed(cast, client_of):
    url = reverse("circles:handover_file", args=[cast.circle.slug])
    assert client_of(cast.member).get(url).status_code == 404
    made = Handover.objects.create(circle=cast.circle, giver=cast.facilitator, taker=cast.member)
    assert client_of(cast.member).get(url).status_code == 200
    asked = client_of(cast.member).get(reverse("circles:handover_answer", args=[made.ref])).content.decode()
    assert url in asked
    actions.decline_handover(handover=made, by=cast.member)
    assert client_of(cast.member).get(url).status_code == 404


def test_two_who_publish_at_once_publish_one_review_and_the_other_goes_on(cast, client_of, url):
    one, other = (client_of(cast.facilitator) for _number in range(2))
    seen = [browser.get(url).context["form"]["revision"].value() for browser in (one, other)]
    assert seen == [0, 0]
    assert one.post(url, SAID | {"text": "Notre semestre.", "revision": "0"}).status_code == 302
    answer = other.post(url, SAID | {"text": "Mon semestre.", "revision": "0"})
    page = answer.content.decode()
    assert (answer.status_code, HalfYearReview.objects.count()) == (422, 1)
    for said in ("Quelqu’un a publié le bilan entre-temps", "Notre semestre.", "Mon semestre."):
        assert said in page, said
    follows = answer.context["form"]["revision"].value()
    assert other.post(url, {"text": "Mon semestre.", "revision": follows, "keep": "1"}).status_code == 302
    assert list(HalfYearReview.objects.order_by("pk").values_list("state", "revision")) == [
        ("published", 1),
        ("draft", 2),
    ]


def test_a_draft_published_meanwhile_is_no_dead_end(cast, client_of, url):
    one, other = (client_of(cast.facilitator) for _number in range(2))
    one.post(url, {"text": "Un brouillon.", "revision": "0", "keep": "1"})
    one.post(url, SAID | {"text": "Notre semestre.", "revision": "1"})
    told = {"text": "Mon semestre.", "revision": "1", "keep": "1"}
    follows = other.post(url, told).context["form"]["revision"].value()
    assert other.post(url, told | {"revision": follows}).status_code == 302
    assert HalfYearReview.objects.get(state="draft").text == "Mon semestre."
