"""What keeps failing, as the administrator sees it and decides; never what a mail says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions
from cercles.journal.models import Entry, Job, OutgoingMail
from cercles.journal.queries import Load, load
from cercles.journal.worker.keeper import Keeper

pytestmark = pytest.mark.django_db


def stuck_mail(number=1, **more):
    fields = {"state": "stuck", "attempts": 1, "error": "550 No such person", **more}
    return OutgoingMail.objects.create(
        key=f"circle-invitation-{number}-secret",
        to=f"p{number}@example.org",
        subject="SUJET",
        text="CORPS",
        html="CORPS",
        **fields,
    )


def page(client_of, cast, kind="courriels"):
    return client_of(cast.administrator).get(reverse("journal:work"), {"quoi": kind})


def test_what_to_whom_since_when_and_why_but_not_what_it_says(client_of, cast):
    stuck_mail()
    html = page(client_of, cast).content.decode()
    for shown in ("p1@example.org", "550 No such person", "Invitation dans un cercle", "un essai"):
        assert shown in html
    for hidden in ("SUJET", "CORPS", "secret"):
        assert hidden not in html


def test_a_mail_that_waits_for_its_first_try_is_not_failing(client_of, cast):
    OutgoingMail.objects.create(key="a", to="calm@example.org", subject="s", text="t")
    assert b"calm@example.org" not in page(client_of, cast).content


def test_jobs_are_told_with_their_error(client_of, cast):
    Job.objects.create(key="j", verb="meetings.remind", attempts=2, error="ValueError: <b>", due_at=clock.now())
    html = page(client_of, cast, "travaux").content.decode()
    assert "Rappels des rencontres" in html
    assert "ValueError: &lt;b&gt;" in html
    assert "2 essais" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_whatever_the_number(client_of, cast, queries, count):
    for number in range(count):
        stuck_mail(number)
    browser = client_of(cast.administrator)
    browser.get(reverse("journal:work"))
    with queries(9):
        browser.get(reverse("journal:work"))


def test_the_load_is_counted():
    now = clock.now()
    stuck_mail()
    for number, due in enumerate((now, now - timedelta(minutes=6), now + timedelta(hours=1))):
        OutgoingMail.objects.create(key=str(number), to="a@example.org", subject="s", text="t", due_at=due)
    assert load(OutgoingMail) == Load(due=2, late=1, stuck=1)


def test_the_page_says_whether_the_worker_lives(client_of, cast):
    assert "ne répond pas" in page(client_of, cast).content.decode()
    Keeper("w").beat()
    assert "est actif" in page(client_of, cast).content.decode()


def test_try_again_gives_back_all_the_tries(client_of, cast):
    mail = stuck_mail(attempts=20)
    answer = client_of(cast.administrator).post(
        reverse("journal:try_again", kwargs={"kind": "courriels", "pk": mail.pk})
    )
    assert answer.status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.due_at <= clock.now()) == ("due", 0, True)
    assert Entry.objects.get().by == cast.administrator


def test_what_is_stuck_is_asked_for_again_all_at_once(client_of, cast):
    mails = [stuck_mail(number, attempts=20) for number in range(3)]
    waiting = stuck_mail(9, state="due", attempts=2)
    browser, url = client_of(cast.administrator), reverse("journal:try_all_again", kwargs={"kind": "courriels"})
    assert url in page(client_of, cast).content.decode()
    answer = browser.post(url, follow=True)
    assert "3 nouveaux essais sont demandés." in answer.content.decode()
    assert url not in answer.content.decode()
    told = OutgoingMail.objects.filter(state="due").values_list("pk", "attempts")
    assert dict(told) == {**{mail.pk: 0 for mail in mails}, waiting.pk: 2}
    assert Entry.objects.filter(verb="journal.tried_again", by=cast.administrator).count() == 3


def test_a_job_that_began_long_ago_and_says_nothing_is_shown(client_of, cast):
    now = clock.now()
    held = {"attempts": 1, "lease_by": "w", "lease_until": now + timedelta(minutes=1)}
    Job.objects.create(key="hung", verb="hung.job", due_at=now - timedelta(minutes=6), **held)
    Job.objects.create(key="busy", verb="busy.job", due_at=now - timedelta(minutes=4), **held)
    html = page(client_of, cast, "travaux").content.decode()
    assert "sans nouvelle depuis" in html
    assert ("hung.job" in html, "busy.job" in html) == (True, False)
    assert ("En cours" in html, "Prochain essai" in html, "Réessayer" in html) == (True, False, False)


def test_give_up_asks_for_a_reason_and_keeps_it(client_of, cast):
    mail = stuck_mail()
    browser, url = (
        client_of(cast.administrator),
        reverse("journal:give_up", kwargs={"kind": "courriels", "pk": mail.pk}),
    )
    refused = browser.post(url, {"reason": "  "})
    assert refused.status_code == 422
    assert "Dites en une phrase" in refused.content.decode()
    assert browser.post(url, {"reason": "Adresse fermée"}).status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("dropped", "Adresse fermée")
    assert Entry.objects.get().reason == "Adresse fermée"
    assert browser.get(url).status_code == 404


def test_what_a_worker_holds_is_left_alone(cast):
    mail = stuck_mail(state="due", lease_by="w", lease_until=clock.now() + timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="at_work"):
        actions.give_up(mail, by=cast.administrator, reason="x")


def test_what_is_done_is_not_undone(cast):
    with pytest.raises(RuleBroken, match="already_closed"):
        actions.try_again(stuck_mail(state="done"), by=cast.administrator)


@pytest.mark.parametrize("who", ["member", "facilitator", "account"])
def test_for_others_the_acts_do_not_exist(client_of, cast, who):
    mail = stuck_mail()
    for name in ("try_again", "give_up"):
        url = reverse(f"journal:{name}", kwargs={"kind": "courriels", "pk": mail.pk})
        assert client_of(cast.person(who)).post(url, {"reason": "x"}).status_code == 404
    mail.refresh_from_db()
    assert mail.state == "stuck"
