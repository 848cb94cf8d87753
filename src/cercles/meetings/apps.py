"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cercles.core import jobs, links, slots, verbs


class MeetingsConfig(AppConfig):
    name = "cercles.meetings"
    label = "meetings"

    def ready(self) -> None:
        _slots()
        _kept()
        _questions()
        _links()
        _jobs()


def _slots() -> None:
    from cercles.meetings import actions, exports, queries
    from cercles.meetings.adapters import (
        archive,
        attaching,
        audience,
        digest,
        reporting,
        search,
        showing,
        week,
    )

    slots.register("audience.strings", audience.audience_strings)
    slots.register("nav.main", showing.nav, order=30)
    slots.register("nav.account", showing.nav_account, order=30)
    slots.register("due", queries.due_of)
    slots.register("library.attached", attaching.attached_minutes, order=10)
    slots.register("search.sources", search.sources)
    slots.register("circle.tabs", showing.tabs, order=20)
    slots.register("circle_thread.panels", showing.thread_panels, order=30)
    slots.register("circle.overview", showing.circle_overview, order=10)
    slots.register("circles.met", showing.met)
    slots.register("home.public", showing.home_public, order=20)
    slots.register("week.words", week.words, order=20)
    slots.register("circle.signs", week.signs)
    slots.register("circle.indicators", reporting.indicators, order=20)
    slots.register("circle.half_year", reporting.review, order=20)
    slots.register("circle.handover", reporting.handover, order=20)
    slots.register("week.panels", showing.week_panels, order=20)
    slots.register("week.sent", queries.sent_alone, order=20)
    slots.register("territory.panels", showing.territory_panels)
    slots.register("organisation.panels", showing.organisation_panels)
    slots.register("thread.nodes:meetings.meeting", showing.thread_nodes)
    slots.register("digest.items", digest.announced, order=20)
    slots.register("digest.items", digest.published, order=30)
    slots.register("circle.archive", archive.tables, order=20)
    slots.register("circle.final_review", archive.review, order=20)
    slots.register("person.export", exports.of_person)
    slots.register("circle.joined", actions.invite_newcomer)
    slots.register("circle.left", actions.forget_member)
    slots.register("circle.closed", actions.end_with_circle)
    slots.register("circle.close_told", showing.close_told)
    slots.register("person.erase", actions.forget_person, order=50)  # before her memberships end
    slots.register("person.erase_told", showing.erase_told)
    verbs.register_verbs(showing.WORDS)


def _kept() -> None:
    from cercles.meetings.adapters import processing, retention

    slots.register("privacy.processings", processing.processings, order=75)
    slots.register("retention.rules", retention.rules, order=75)


def _links() -> None:
    from cercles.meetings import rules
    from cercles.meetings.adapters import afterwards, answering
    from cercles.meetings.forms import after, answer

    for verb in (
        links.Verb(
            code="meetings.answer", load=answering.load, present=answering.present, perform=answering.perform,
            form=answer.AnswerForm, may=rules.can_answer_invitation,
        ),
        links.Verb(
            code="meetings.after", load=afterwards.load_meeting, present=afterwards.present_question,
            perform=afterwards.answer_question, form=after.TakeawayForm,
        ),
        links.Verb(
            code="meetings.later", load=afterwards.load_meeting, present=afterwards.present_later,
            perform=afterwards.answer_later, form=after.LaterForm,
        ),
        links.Verb(
            code="meetings.follow_up", load=afterwards.load_follow_up, present=afterwards.present_follow_up,
            perform=afterwards.answer_follow_up, form=after.FollowUpAnswerForm, may=rules.can_answer_follow_up,
        ),
    ):  # fmt: skip
        links.register(verb)


def _questions() -> None:
    """What a circle is asked and that ends in a meeting: its date; what nobody answered in writing."""
    from cercles.meetings import queries
    from cercles.meetings.adapters import archive, showing

    slots.register("due", queries.bring_due)
    slots.register("poll.panels", showing.poll_panels)
    slots.register("poll.unnamed", archive.unnamed_polls)


def _jobs() -> None:
    from cercles.meetings import emails
    from cercles.meetings.actions import jobs as work
    from cercles.meetings.adapters.departing import LEAVING

    jobs.register("meetings.invite", work.invite_members, _("Invitations à une rencontre"))
    jobs.register("meetings.tell_moved", work.tell_moved, _("Lettres d’une rencontre déplacée"))
    jobs.register("meetings.tell_cancelled", work.tell_cancelled, _("Lettres d’une rencontre annulée"))
    jobs.register("meetings.tell_minutes", work.tell_minutes, _("Envoi du compte rendu d’une rencontre"))
    jobs.register("meetings.ask_after", work.ask_after, _("Question après une rencontre"))
    jobs.register("meetings.remind", work.remind, _("Rappels des rencontres"))
    jobs.register("meetings.mark_held", work.mark_held, _("Passage des rencontres finies à « tenue »"))
    for verb in ("meetings.remind", "meetings.mark_held"):
        jobs.repeat(verb, every=timedelta(hours=1))
    jobs.name_mails(emails.TITLES)
    for start, look in LEAVING.items():
        jobs.before_leaving(start, look)
    jobs.register("meetings.ask_follow_ups", work.ask_follow_ups, _("Nouvelles demandées des suites à donner"))
    jobs.register("meetings.ask_later", work.ask_later, _("Question trois mois après une rencontre"))
    jobs.repeat("meetings.ask_later", every=timedelta(days=1), hour=9)
    jobs.repeat("meetings.ask_follow_ups", every=timedelta(days=1), hour=9)
