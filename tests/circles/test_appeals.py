"""Who looks again at what was decided, for each way a circle and its platform may be run; and what is said when nobody can."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from cercles.circles import rules
from cercles.circles.actions import moderation as actions
from cercles.circles.adapters.moderation import due
from cercles.circles.models import ContentReport, Measure, Membership
from cercles.circles.queries.moderation import deciders, reviewers, waits_for_nobody
from cercles.core import clock
from cercles.core.errors import SomeFailed
from cercles.journal.models import OutgoingMail
from cercles.people.models import User
from tests.factories.circles import CircleFactory, MembershipFactory, ThreadFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

# Who facilitates, who administers, who decided, who wrote, after how many days: who answers.
APPEALS = [
    ("f", "a", "f", "m", 0, "a"),
    ("fg", "a", "f", "m", 0, "g"),
    ("fg", "a", "f", "m", 8, "ag"),
    ("fgh", "a", "f", "g", 0, "h"),
    ("fg", "ab", "f", "g", 0, "ab"),
    ("f", "a", "a", "m", 0, "f"),
    ("f", "a", "a", "m", 8, "f"),
    ("f", "ab", "a", "f", 0, "b"),
    ("f", "a", "a", "f", 0, ""),
    ("f", "a", "a", "f", 8, ""),
    ("f", "f", "f", "m", 0, ""),
    ("f", "fa", "f", "m", 0, "a"),
    ("f", "a", "f", "a", 0, ""),
    ("f", "", "f", "m", 8, ""),
    ("", "a", "f", "m", 0, "a"),
    ("", "ab", "a", "m", 0, "b"),
    ("", "a", "a", "m", 0, ""),
]
# Who facilitates, who administers, who wrote, after how many days: who decides.
REPORTS = [
    ("f", "a", "m", 0, "f"),
    ("f", "a", "m", 8, "af"),
    ("fg", "a", "f", 0, "g"),
    ("f", "a", "f", 0, "a"),
    ("f", "f", "f", 0, ""),
    ("f", "", "f", 8, ""),
    ("", "a", "a", 0, ""),
    ("", "ab", "a", 0, "b"),
]


class Place:
    """People by their letter, in a circle; ``f`` to ``h`` facilitate, ``a`` and ``b`` administer, ``m`` is a member."""

    def __init__(self, facilitate: str, administer: str):
        self.circle = CircleFactory()
        self.people = {
            name: PersonFactory(administrator=name in administer, name=f"Personne {name.upper()}") for name in "abfghm"
        }
        for name in "fghm":
            MembershipFactory(circle=self.circle, person=self.people[name], facilitating=name in facilitate)
        self.thread = ThreadFactory(circle=self.circle, started_by=self.people["m"], messages=1)
        self.message = self.thread.messages.get()

    def names(self, people):
        return "".join(sorted(name for name, person in self.people.items() if person.pk in {one.pk for one in people}))

    def fresh(self, name):
        return User.objects.get(pk=self.people[name].pk)

    def those(self, may):
        return "".join(sorted(name for name in self.people if may(self.fresh(name))))

    def measure(self, by, person, days=0):
        at = clock.now() - timedelta(days=days)
        return Measure.objects.create(
            circle=self.circle, what="removed", kind="circles.message", object_id=self.message.pk, title="Un sujet", text="Non.",
            person=self.people[person], by=self.people[by], motive="hurtful", words="Une insulte.", at=at,
        )  # fmt: skip

    def appealed(self, by, person, days=0):
        row = self.measure(by, person, days)
        with clock.at(clock.now() - timedelta(days=days)):
            return actions.contest(measure=row, by=self.people[person], words="Je citais.")

    def report(self, author, days=0):
        return ContentReport.objects.create(
            circle=self.circle, kind="circles.message", object_id=self.message.pk, author=self.people[author], motive="hurtful",
            person=self.people["h"], at=clock.now() - timedelta(days=days),
        )  # fmt: skip


def told(key):
    return list(OutgoingMail.objects.filter(key__startswith=key).order_by("pk").select_related("person"))


@pytest.mark.parametrize("case", APPEALS, ids=lambda case: "-".join(map(str, case)))
def test_who_looks_again(case):
    facilitate, administer, by, person, days, expected = case
    place = Place(facilitate, administer)
    row = place.appealed(by, person, days)
    row = Measure.objects.get(pk=row.pk)
    assert place.those(lambda one: rules.can_review_measure(one, row)) == expected
    assert place.names(reviewers(row)) == expected
    assert waits_for_nobody(row) is (expected == "")
    seen = place.those(lambda one: row in Measure.objects.visible_to(one))
    assert set(expected) <= set(seen)
    assert place.those(lambda one: rules.can_see_measure(one, row)) == seen


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: "-".join(map(str, case)))
def test_who_decides(case):
    facilitate, administer, author, days, expected = case
    place = Place(facilitate, administer)
    row = ContentReport.objects.get(pk=place.report(author, days).pk)
    assert place.those(lambda one: rules.can_decide_report(one, row)) == expected
    assert place.those(lambda one: row in ContentReport.objects.visible_to(one)) == expected
    assert place.names(deciders(row)) == expected
    assert waits_for_nobody(row) is (expected == "")


def plain(page):
    return page.content.decode().replace("\xa0", " ")


def test_when_nobody_can_the_person_is_told_what_is_done_about_it(client_of):
    place = Place("f", "a")
    row = place.appealed("a", "f")
    (letter,) = told("circle-nobody-")
    assert letter.person == place.people["f"]
    assert "Personne d’autre que qui a décidé ne peut encore vous répondre" in letter.text.replace("\xa0", " ")
    page = plain(client_of(place.people["f"]).get(reverse("circles:measure", args=[row.ref])))
    assert "Personne d’autre que qui a décidé ne peut encore vous répondre" in page


def test_who_can_name_another_is_written_to_once_and_reads_it_in_her_week(client_of):
    place = Place("f", "a")
    place.appealed("a", "f")
    actions.chase_moderation()
    assert [(mail.person, mail.subject.replace("\xa0", " ")) for mail in told("circle-name-")] == [
        (place.people["f"], f"Nommez une autre personne pour la modération de « {place.circle} »"),
        (place.people["a"], f"Nommez une autre personne pour la modération de « {place.circle} »"),
    ]
    week = {name: plain(client_of(place.people[name]).get(reverse("pages:week"))) for name in "afm"}
    said = "Une question de modération attend, et personne ne peut y répondre"
    assert {name: said in page for name, page in week.items()} == {"a": True, "f": True, "m": False}
    assert reverse("people:administration") in week["a"]
    assert reverse("circles:members", args=[place.circle.slug]) in week["f"]
    page = plain(client_of(place.people["a"]).get(reverse("circles:moderations")))
    assert (said in page, "Nommer une deuxième personne qui administre" in page) == (True, True)
    page = plain(client_of(place.people["f"]).get(reverse("circles:moderation", args=[place.circle.slug])))
    assert said in page


def test_a_second_person_named_she_answers_and_nothing_waits_any_more(client_of):
    place = Place("f", "a")
    row = place.appealed("a", "f")
    User.objects.filter(pk=place.people["b"].pk).update(is_administrator=True)
    actions.chase_moderation()
    actions.chase_moderation()
    assert [mail.person for mail in told("circle-contested-")] == [place.people["b"]]
    assert [item.title for name in "af" for item in due(place.fresh(name))] == []
    assert len(due(place.fresh("b"))) == 1
    url = reverse("circles:measure_review", args=[row.ref])
    client_of(place.fresh("b")).post(url, {"answer": "confirm", "review": "Le ton est blessant."})
    assert Measure.objects.get().state == "confirmed"


def test_a_co_facilitator_named_will_do_as_well():
    place = Place("f", "a")
    row = place.appealed("a", "f")
    Membership.objects.filter(person=place.people["g"]).update(role="co_facilitator")
    assert place.names(reviewers(row)) == "g"


def test_after_a_week_whoever_administers_is_written_to_as_well():
    place = Place("fg", "a")
    row = place.appealed("f", "m")
    report = place.report("m")
    actions.chase_moderation()
    assert [[mail.person for mail in told(key)] for key in ("circle-contested-", "circle-report-")] == [
        [place.people["g"]], [place.people["f"], place.people["g"]],
    ]  # fmt: skip
    past = clock.now() - timedelta(days=8)
    Measure.objects.filter(pk=row.pk).update(appealed_at=past)
    ContentReport.objects.filter(pk=report.pk).update(at=past)
    actions.chase_moderation()
    assert [[mail.person for mail in told(key)][-1] for key in ("circle-contested-", "circle-report-")] == [
        place.people["a"]
    ] * 2


def test_one_that_fails_stops_no_other(monkeypatch):
    place, other = Place("f", "a"), Place("f", "a")
    first, second, appeal = place.report("m"), other.report("m"), other.appealed("a", "m")
    OutgoingMail.objects.all().delete()

    def refuses(execute, sql, params, many, context):
        if sql.startswith("INSERT") and f"circle-report-{first.pk}-" in str(params):
            raise DatabaseError("no")
        return execute(sql, params, many, context)

    with (
        connection.execute_wrapper(refuses),
        pytest.raises(SomeFailed, match=f"1 of 2: report {first.pk}: DatabaseError"),
    ):
        actions.chase_moderation()
    assert {mail.key.rpartition("-")[0] for mail in OutgoingMail.objects.all()} == {
        f"circle-report-{second.pk}", f"circle-contested-{appeal.pk}",
    }  # fmt: skip


def test_a_report_that_nobody_can_answer_names_nobody_and_says_what_is_done(client_of):
    place = Place("f", "f")
    type(place.message).objects.update(author=place.people["f"])
    url = reverse("circles:report_write", args=["message", place.message.ref])
    client_of(place.people["m"]).post(url, {"motive": "hurtful", "words": ""})
    assert [mail.person for mail in told("circle-name-")] == [place.people["f"]]
    assert [mail.person for mail in told("circle-nobody-")] == [place.people["m"]]
    assert len([item for item in due(place.fresh("f")) if "personne ne peut y répondre" in item.title]) == 1
