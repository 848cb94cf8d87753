"""Who may know, and who does this: by hand, with the reasons as the whole of the reckoning."""

import pytest
from django.urls import reverse

from cercles.circles.actions import leave_circle, state_position
from cercles.circles.actions import questions as actions
from cercles.circles.actions import threads as talking
from cercles.circles.models import Membership, PositionStatement
from cercles.circles.queries.doing import who_does
from cercles.circles.queries.knowing import who_may_know, words_of
from tests.factories.circles import CircleThemeFactory, MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.practices import make_shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(cast):
    return CircleThemeFactory(circle=cast.circle, label="Partager un poste")


@pytest.fixture
def enters(cast):
    def one(name):
        return MembershipFactory(circle=cast.circle, person=PersonFactory(name=name)).person

    return one


def says(theme, person, level, text=""):
    return state_position(theme=theme, by=person, level=level, text=text or "Nous le faisons.")


def asks(cast, title="Le calendrier des machines ?", text="", theme=None):
    return actions.ask_question(circle=cast.circle, by=cast.member, title=title, text=text or "?", theme=theme).question


def found(question, reader):
    return [
        (one.name, [reason.replace("\xa0", " ") for reason in one.reasons]) for one in who_may_know(question, reader)
    ]


def test_long_words_without_accents_nor_plurals():
    assert words_of("Comment réparer des lampes, entre ateliers ? L’été.") == {"reparer", "lampe", "atelier"}


def test_each_rule_gives_its_reason_and_they_add_up(cast, theme, enters):
    zoe, bea = enters("Zoé Arnal"), enters("Béa Mourier")
    enters("Luc Silence")
    says(theme, zoe, "usual", "Un calendrier partagé pour quatre machines.")
    says(theme, bea, "thinking", "Un calendrier, quatre machines.")  # she does not do it
    former = asks(cast, "Comment partager les machines et leur calendrier ?")
    for person in (bea, zoe):
        message = talking.post_message(thread=former.thread, by=person, text="Ainsi.")
    actions.settle(question=former, by=cast.member, answer=message)
    question = asks(cast)
    assert found(question, cast.member) == [
        ("Zoé Arnal", [
            "a écrit « Un calendrier partagé pour quatre machines. » sur le thème « Partager un poste »",
            "a répondu à « Comment partager les machines et leur calendrier ? »",
        ]),
    ]  # fmt: skip


def test_a_theme_is_enough_chosen_or_named_whole(cast, theme, enters):
    says(theme, enters("Zoé Arnal"), "trying")
    reason = ["a écrit « Nous le faisons. » sur le thème « Partager un poste »"]
    assert found(asks(cast, "Autre chose ?", theme=theme), cast.member) == [("Zoé Arnal", reason)]
    assert found(asks(cast, "Partager le poste de Paul ?"), cast.member) == [("Zoé Arnal", reason)]
    assert found(asks(cast, "Partager une idée ?"), cast.member) == []


def test_a_sheet_that_was_shared_is_a_reason_for_who_may_read_it(cast):
    sheet = make_shared(cast)
    question = asks(cast, f"À propos : {sheet.title}")
    names = [name for name, _reasons in found(question, cast.facilitator)]
    assert (sheet.author, names) == (cast.member, [])  # she asks: she is not proposed
    question = actions.ask_question(
        circle=cast.circle, by=cast.facilitator, title=f"À propos : {sheet.title}", text="?"
    ).question
    assert found(question, cast.facilitator) == [("Malo Membre", [f"a partagé la fiche « {sheet.title} »"])]
    sheet.__class__.objects.update(audience="person:0")
    assert found(question, cast.facilitator) == []


def test_at_most_five_by_name_the_most_reasons_kept_who_left_gone(cast, theme, enters):
    other = CircleThemeFactory(circle=cast.circle, label="Louer")
    people = [enters(name) for name in ("Gus", "Fred", "Eve", "Dan", "Chloé", "Bob", "Anne")]
    for person in people:
        says(theme, person, "usual")
    says(other, people[0], "usual", "Partager un poste entre voisins")  # two reasons: kept, though the last by name
    leave_circle(circle=cast.circle, by=people[-1])
    names = [name for name, _reasons in found(asks(cast, "Partager un poste", theme=theme), cast.member)]
    assert names == ["Bob", "Chloé", "Dan", "Eve", "Gus"]


def test_what_the_asker_may_not_see_is_no_reason(cast, theme, enters):
    says(theme, enters("Zoé Arnal"), "usual")
    question = asks(cast, theme=theme)
    PositionStatement.objects.update(audience="person:0")
    assert found(question, cast.member) == []


def test_who_does_it_who_thinks_of_it_who_gave_up(cast, theme, enters, client_of):
    zoe, bea, luc, nina = (enters(name) for name in ("Zoé Arnal", "Béa Mourier", "Luc Ténor", "Nina Ode"))
    says(theme, zoe, "usual", "Depuis deux ans.")
    says(theme, bea, "thinking")
    says(theme, luc, "trying")
    says(theme, luc, "not_yet", "Arrêté cet hiver.")
    says(theme, nina, "not_yet")
    doing = who_does(theme, cast.member)
    assert [[row.person for row in said] for said in doing] == [[zoe], [bea], [luc], [nina]]
    page = client_of(cast.member).get(reverse("circles:theme", args=[cast.circle.slug, theme.pk])).content.decode()
    heads = ("Le font", "Y pensent", "Ont essayé, puis arrêté", "Pas encore")
    places = [page.index(head) for head in heads]
    assert places == sorted(places)
    ask = f"{reverse('circles:question_ask', args=[cast.circle.slug])}?theme={theme.pk}&a=tous"
    assert ask.replace("&", "&amp;") in page
    form = client_of(cast.member).get(ask).content.decode()
    assert ("@Zoé Arnal" in form, "@Béa Mourier" in form, f'value="{theme.pk}" selected' in form) == (True, False, True)


def test_an_organisation_answers_by_those_who_are_there_for_it(cast, theme):
    says(theme, cast.member, "usual")
    question = actions.ask_question(
        circle=cast.circle, by=cast.facilitator, title="Qui ?", text="?", theme=theme
    ).question
    assert [name for name, _reasons in found(question, cast.facilitator)] == ["Malo Membre"]
    Membership.objects.filter(person=cast.member).update(until=question.asked_at)
    assert found(question, cast.facilitator) == []
