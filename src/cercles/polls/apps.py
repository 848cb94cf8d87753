"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollsConfig(AppConfig):
    name = "cercles.polls"
    label = "polls"

    def ready(self) -> None:
        from cercles.core import links, slots, verbs
        from cercles.polls import actions, emails, queries
        from cercles.polls.adapters import (
            answering,
            archive,
            digest,
            processing,
            reporting,
            retention,
            showing,
            week,
        )
        from cercles.polls.forms.answer import AnswerForm

        slots.register("circle.tabs", showing.tabs, order=18)
        slots.register("circle.overview", showing.circle_overview, order=20)
        slots.register("circle.left", actions.forget_member)
        slots.register("circle.speaks", actions.forget_seats)
        slots.register("circle.closed", actions.end_with_circle)
        slots.register("circle.close_told", showing.close_told)
        slots.register("circle_thread.panels", showing.thread_panels, order=40)
        slots.register("circle.signs", week.signs)
        slots.register("digest.items", digest.opened, order=40)
        slots.register("circle.half_year", reporting.review, order=30)
        slots.register("circle.handover", reporting.handover, order=30)
        slots.register("due", queries.due_of)
        slots.register("privacy.processings", processing.processings, order=80)
        slots.register("retention.rules", retention.rules, order=80)
        slots.register("person.export", queries.of_person)
        slots.register("person.erase", actions.forget_person, order=110)  # once her memberships have ended
        slots.register("person.erase_told", showing.erase_told)
        slots.register("thread.nodes:polls.poll", showing.nodes)
        slots.register("circle.archive", archive.tables, order=17)
        slots.register("circle.final_review", archive.review, order=17)
        slots.register("search.sources", showing.sources)
        slots.register("consistency", queries.contradictions)
        verbs.register_verbs(showing.WORDS)
        links.register(
            links.Verb(
                code=emails.ANSWER, load=answering.load, present=answering.present, perform=answering.perform,
                form=AnswerForm, may=answering.may,
            )
        )  # fmt: skip
        _jobs()


def _jobs() -> None:
    from cercles.core import jobs
    from cercles.polls import actions, emails
    from cercles.polls.adapters.departing import LEAVING

    jobs.register("polls.ask", actions.ask_voters, _("Lettres d’un sondage"))
    jobs.register("polls.ask_silent", actions.ask_silent, _("Rappel d’un sondage, envoyé à la main"))
    jobs.register("polls.tell_cancelled", actions.tell_cancelled, _("Lettres de l’annulation d’un sondage"))
    jobs.register("polls.tell_closed", actions.tell_closed, _("Lettres de la clôture d’un sondage"))
    jobs.register("polls.remind", actions.remind_voters, _("Rappels des sondages"))
    jobs.register("polls.close_due", actions.close_due, _("Clôture des sondages arrivés à leur terme"))
    for verb in ("polls.remind", "polls.close_due"):
        jobs.repeat(verb, every=timedelta(hours=1))
    jobs.name_mails(emails.TITLES)
    for start, look in LEAVING.items():
        jobs.before_leaving(start, look)
