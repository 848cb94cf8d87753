"""A poll is cancelled with a reason: nobody answers any more, the voters are told, nothing that was said is lost."""

import pytest
from django.urls import reverse

from cercles.circles.actions import leave_circle
from cercles.core import jobs
from cercles.core.errors import RuleBroken
from cercles.journal.models import Job, OutgoingMail
from cercles.meetings import actions as meetings
from cercles.meetings.models import Meeting
from cercles.polls import actions, queries
from cercles.polls.actions.jobs import tell_closed
from cercles.polls.models import Ballot, Poll, Urn
from cercles.polls.models.urn import new_receipt, seal
from tests.factories.circles import MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.polls import make_consent, make_poll, picked
from tests.meetings.test_dating import asked

pytestmark = pytest.mark.django_db
WHY = "La salle est prise."


def refused(act):
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def cancel(poll, by):
    return actions.cancel_poll(poll=poll, by=by, reason=WHY)


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


def test_by_who_opened_it_with_a_reason_that_everybody_reads(cast, client_of, client):
    poll = make_poll(cast)
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    actions.ask_voters(poll=poll.pk, round=1)
    link = next(line for line in OutgoingMail.objects.get(person=cast.member).text.split() if "/l/" in line)
    browser, url = client_of(cast.facilitator), reverse("polls:cancel", args=[poll.ref])
    assert "Annuler le sondage" in browser.get(poll.get_absolute_url()).content.decode()
    assert browser.post(url, {"reason": " "}).status_code == 422
    assert browser.post(url, {"reason": WHY}).url == poll.get_absolute_url()
    row = Poll.objects.get()
    assert (row.state, row.outcome, row.closed_by, Ballot.objects.count()) == ("cancelled", WHY, cast.facilitator, 1)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"dropped"}  # had they not left yet
    page = plain(client_of(cast.member).get(poll.get_absolute_url()).content.decode())
    said = (WHY, "rien n’en est retenu", "Les achats", "Malo Membre")
    assert [words for words in said if words not in page] == []
    assert "Envoyer ma réponse" not in page
    assert f"Ce sondage est annulé : {WHY}" in plain(client.get(link[link.index("/l/") :]).content.decode())
    assert browser.get(url).status_code == 404  # it is over
    listed = plain(browser.get(reverse("polls:of_circle", args=[cast.circle.slug])).content.decode())
    assert "annulé le" in listed


def test_the_voters_are_told_once_and_who_left_is_not(cast):
    poll = make_poll(cast)
    gone = MembershipFactory(circle=cast.circle).person
    cancel(poll, cast.facilitator)
    cancel(Poll.objects.get(), cast.facilitator)
    leave_circle(circle=cast.circle, by=gone)
    assert Job.objects.filter(verb="polls.tell_cancelled").count() == 1
    for _ in range(2):
        actions.tell_cancelled(poll=poll.pk)
    mails = {mail.person: plain(mail.text) for mail in OutgoingMail.objects.filter(key__startswith="poll-cancelled-")}
    assert set(mails) == {cast.member, cast.facilitator}
    assert WHY in mails[cast.member]


def test_nothing_is_done_to_it_any_more(cast):
    poll, consent = make_poll(cast), make_consent(cast)
    actions.answer_poll(poll=consent, by=cast.member, answer="objection", reason="Trop tôt.")
    for one in (poll, consent):
        cancel(one, cast.facilitator)
    stale = Poll.objects.get(pk=poll.pk)
    acts = (
        lambda: actions.answer_poll(poll=stale, by=cast.member, options=picked(poll, "Les achats")),
        lambda: actions.close_poll(poll=stale, by=cast.facilitator),
        lambda: actions.ask_again(poll=stale, by=cast.facilitator),
        lambda: actions.withdraw_objection(objection=consent.objections.get(), by=cast.member),
    )
    assert [refused(act) for act in acts] == ["poll_cancelled"] * 4
    assert (Poll.objects.get(pk=consent.pk).adopted, consent.objections.get().state) == (None, "raised")
    closed = make_poll(cast)
    actions.close_poll(poll=closed, by=cast.facilitator)
    assert refused(lambda: cancel(closed, cast.facilitator)) == "poll_closed"


def test_what_nobody_was_to_read_before_the_end_nobody_reads(cast, client_of):
    late, secret = make_poll(cast, shown_when="closed"), make_poll(cast, is_secret=True)
    receipt = new_receipt()
    actions.answer_poll(poll=late, by=cast.member, options=picked(late, "Les achats"))
    actions.answer_poll(poll=secret, by=cast.member, options=picked(secret, "Les achats"), receipt=receipt)
    for poll in (late, secret):
        cancel(poll, cast.facilitator)
        page = client_of(cast.facilitator).get(poll.get_absolute_url())
        said = "personne ne le lit" if poll == late else "l’urne a été vidée"
        assert (page.context["results"], said in page.content.decode()) == (None, True)
    urn = Urn.objects.get()
    assert (urn.opened, bytes(urn.sealed)) == (None, b"")  # emptied: there is nothing to open, for anybody, ever
    assert Ballot.objects.filter(poll=secret).count() == 1  # who voted is on the sheet, as before
    assert queries.contradictions() == []
    Urn.objects.update(sealed=seal(secret, {}))
    assert ["annulé" in sentence for sentence in queries.contradictions()] == [True]


def test_the_date_of_a_meeting_is_asked_anew(cast, client_of):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    poll = asked(cast, draft)
    cancel(poll, cast.facilitator)
    meeting = Meeting.objects.get()
    assert "Retenir cette date" not in client_of(cast.facilitator).get(poll.get_absolute_url()).content.decode()
    with pytest.raises(RuleBroken, match="annulé"):
        meetings.choose_date(meeting=meeting, option=poll.options.first(), by=cast.facilitator)
    again = asked(cast, meeting)
    assert (Meeting.objects.get().date_poll, Meeting.objects.get().state) == (again, "draft")
    assert Poll.objects.get(pk=poll.pk).state == "cancelled"


def test_a_meeting_that_is_cancelled_stops_asking_its_date(cast):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    poll = asked(cast, draft)
    meetings.cancel_meeting(meeting=Meeting.objects.get(), by=cast.facilitator, reason=WHY)
    assert (Poll.objects.get().state, Poll.objects.get().outcome) == ("cancelled", WHY)
    over = MeetingFactory(circle=cast.circle, draft=True)
    closed = asked(cast, over)
    actions.close_poll(poll=closed, by=cast.facilitator)
    meetings.cancel_meeting(meeting=Meeting.objects.get(pk=over.pk), by=cast.facilitator, reason=WHY)
    assert Poll.objects.get(pk=closed.pk).state == "closed"
    assert poll.pk != closed.pk


def test_what_came_out_waits_for_nobody_who_left_since(cast):
    poll = make_poll(cast)
    actions.close_poll(poll=poll, by=cast.facilitator, outcome="Le mardi.")
    tell_closed(poll.pk)
    hers = OutgoingMail.objects.get(key=f"poll-closed-{poll.pk}-{cast.member.pk}")
    assert ("Le mardi." in hers.text, jobs.may_leave(hers)) == (True, True)
    leave_circle(circle=cast.circle, by=cast.member)
    others = OutgoingMail.objects.filter(key__startswith="poll-closed-").exclude(pk=hers.pk)
    assert (jobs.may_leave(hers), {jobs.may_leave(mail) for mail in others}) == (False, {True})
