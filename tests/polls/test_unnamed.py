"""The dates of a meeting under the Chatham House rule, counted: a copy names nobody, the site only to who organises."""

import pytest

from cercles.circles.exports.archive import export_circle
from cercles.core import clock
from cercles.core.portable import Seat
from cercles.meetings.models import Meeting
from cercles.polls import actions
from tests.circles.test_archive import everything, table
from tests.factories.circles import MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.meetings.test_dating import asked

pytestmark = pytest.mark.django_db
NAMES = ("Malo Membre", "Fanny Animatrice")


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("facilitates", [True, False])
def test_who_said_which_date_leaves_without_a_name(cast, tmp_path, facilitates, closed):
    plain = asked(cast, MeetingFactory(circle=cast.circle, draft=True))
    quiet = asked(cast, MeetingFactory(circle=cast.circle, draft=True, chatham=True, title="Entre nous"))
    for poll in (plain, quiet):
        first, second = poll.options.all()
        actions.answer_poll(poll=poll, by=cast.member, options=[first], if_needed=[second])
        if closed:
            actions.close_poll(poll=poll, by=cast.facilitator, outcome="Le premier.")
    Meeting.objects.update(announced_at=clock.now())
    folder = tmp_path / "copie"
    seat = Seat(circle=cast.circle, facilitates=facilitates, person=cast.facilitator if facilitates else cast.member)
    export_circle(seat, folder)
    named = {row["référence"]: (row["ouvert par"], row["clos par"]) for row in table(folder, "sondages")}
    assert [any(named[poll.ref]) for poll in (plain, quiet)] == [True, False]
    rows = {row["sondage"].rpartition("[")[2][:-1]: row for row in table(folder, "sondages_reponses")}
    who = {ref: (row["personne"], row["organisation"], row["donnée par"]) for ref, row in rows.items()}
    assert who[quiet.ref] == ("", "", "")
    assert "Malo Membre" in who[plain.ref][0]
    assert [bool(row["choix"] and row["si besoin"]) for row in rows.values()] == [True, True]  # counted all the same
    pages = {path: text.decode() for path, text in everything(folder).items() if quiet.ref in path}
    assert pages, "the poll has a page of its own"
    assert [path for path, text in pages.items() if any(name in text for name in NAMES)] == []


@pytest.mark.parametrize("closed", [False, True])
def test_in_the_site_members_read_how_many_and_who_organises_reads_who(cast, client_of, closed):
    plain = asked(cast, MeetingFactory(circle=cast.circle, draft=True))
    quiet = asked(cast, MeetingFactory(circle=cast.circle, draft=True, chatham=True, title="Entre nous"))
    other = MembershipFactory(circle=cast.circle).person
    for poll in (plain, quiet):
        first, second = poll.options.all()
        actions.answer_poll(poll=poll, by=cast.member, options=[first], if_needed=[second])
        if closed:
            actions.close_poll(poll=poll, by=cast.facilitator, outcome="Le premier.")

    def read(poll, person):
        page = client_of(person).get(poll.get_absolute_url())
        return "Malo Membre" in page.content.decode(), [
            (line.count, line.maybe) for line in page.context["results"].lines
        ]

    told = [(1, 0), (0, 1)]
    assert [read(plain, person) for person in (other, cast.facilitator)] == [(True, told), (True, told)]
    assert [read(quiet, person) for person in (other, cast.facilitator)] == [(False, told), (True, told)]
    pages = [
        client_of(other).get(poll.get_absolute_url()).content.decode().replace("\xa0", " ") for poll in (plain, quiet)
    ]
    assert ["Sous la règle de Chatham House" in page for page in pages] == [False, True]
    promised = [("avec votre nom" in page, "organisent la rencontre lisent votre nom" in page) for page in pages]
    assert promised == ([(False, False)] * 2 if closed else [(True, False), (False, True)])


def test_a_meeting_that_takes_the_rule_later_takes_the_names_with_it(cast, client_of):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    poll, other = asked(cast, draft), MembershipFactory(circle=cast.circle).person
    actions.answer_poll(poll=poll, by=cast.member, options=[poll.options.first()])
    assert "Malo Membre" in client_of(other).get(poll.get_absolute_url()).content.decode()
    Meeting.objects.update(confidentiality="chatham")
    assert "Malo Membre" not in client_of(other).get(poll.get_absolute_url()).content.decode()
