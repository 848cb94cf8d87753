"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "cercles.circles"
    label = "circles"

    def ready(self) -> None:
        _week()
        from cercles.circles import actions, adapters, emails, queries
        from cercles.circles.actions import threads as talking
        from cercles.circles.adapters import questions, threads
        from cercles.circles.forms.links import VERBS
        from cercles.core import jobs, links, slots, verbs

        slots.register("audience.strings", adapters.audience_strings)
        slots.register("person.peers", adapters.peers)
        slots.register("person.are_peers", adapters.are_peers)
        slots.register("nav.main", adapters.nav, order=20)
        slots.register("due", queries.due_of)
        slots.register("person.export", queries.of_person)
        slots.register("person.erase_blockers", queries.erase_blockers)
        slots.register("person.erase_told", adapters.erase_told)
        slots.register("person.erase", actions.forget_person)
        slots.register("circle.tabs", adapters.tabs_first, order=10)
        slots.register("circle.tabs", threads.tabs, order=15)
        slots.register("circle.tabs", adapters.tabs_grid, order=40)
        slots.register("circle.tabs", adapters.tabs_last, order=80)
        slots.register("organisation.panels", adapters.organisation_panels)
        slots.register("person.panels", adapters.person_panels)
        slots.register("thread.nodes:circles.circle", adapters.thread_nodes)
        slots.register("thread.nodes:circles.thread", threads.nodes)
        slots.register("search.sources", adapters.sources)
        slots.register("search.sources", threads.sources)
        slots.register("circle_thread.panels", questions.thread_panels, order=5)
        _conversations()
        _grouped_mails()
        _chased_questions()
        _copies()
        _moderation()
        slots.register("consistency", queries.contradictions)
        jobs.register(
            "circles.charter_letters", actions.write_charter_letters, _("Lettres de la nouvelle charte d’un cercle")
        )
        jobs.register("circles.closing_letters", actions.write_closing_letters, _("Lettres de la clôture d’un cercle"))
        jobs.register("circles.message_letters", talking.write_message_letters, _("Envoi d’un message aux membres"))
        jobs.register("circles.import_list", talking.import_list, _("Reprise d’une ancienne liste"))
        jobs.name_mails(emails.TITLES)
        for start, look in talking.LEAVING.items():
            jobs.before_leaving(start, look)
        verbs.register_verbs(adapters.WORDS)
        for verb in VERBS:
            links.register(verb)


def _conversations() -> None:
    from cercles.circles.actions import threads as talking
    from cercles.circles.adapters import threads
    from cercles.core import slots

    slots.register("person.erase", talking.forget_in_threads)
    slots.register("person.erase_told", threads.erase_told)
    slots.register("person.export", threads.export)
    slots.register("due", threads.due)
    slots.register("mail.inboxes", threads.inboxes)
    slots.register("mail.addresses", talking.receive_named)
    slots.register("circle.left", talking.left)
    slots.register("circle.close_told", threads.close_told)


def _grouped_mails() -> None:
    from cercles.circles.actions import threads as talking
    from cercles.circles.adapters import digest, questions
    from cercles.core import slots

    slots.register("digest.topics", digest.topics)
    slots.register("digest.items", digest.conversations, order=10)
    slots.register("digest.items", questions.news, order=15)
    slots.register("digest.items", digest.newcomers, order=90)
    slots.register("rhythm.chosen", talking.rhythm_chosen)


def _chased_questions() -> None:
    """Questions that nobody answered are taken to who may know, in the morning."""
    from cercles.circles.actions import chasing as chase
    from cercles.circles.adapters import chasing
    from cercles.circles.queries.chasing import chase_due
    from cercles.core import jobs, slots

    slots.register("due", chase_due)
    slots.register("digest.items", chasing.asked, order=12)
    slots.register("rhythm.chosen", chase.rhythm_chosen)
    slots.register("person.export", chasing.export)
    slots.register("person.erase_told", chasing.erase_told)
    jobs.register(
        "circles.chase_questions", chase.chase_questions, _("Questions sans réponse, portées à qui pourrait savoir")
    )
    jobs.repeat("circles.chase_questions", every=timedelta(days=1), hour=8)


def _moderation() -> None:
    from cercles.circles.actions import moderation as moderating
    from cercles.circles.actions import visits as visiting
    from cercles.circles.adapters import moderation, visits
    from cercles.core import jobs, slots

    jobs.register("circles.chase_moderation", moderating.chase_moderation, _("Modération : à qui peut répondre"))
    jobs.repeat("circles.chase_moderation", every=timedelta(days=1), hour=7)
    slots.register("nav.account", visits.account_menu, order=220)
    slots.register("person.data", visits.data_panels)
    slots.register("person.export", visits.of_person)
    slots.register("person.erase", visiting.forget_visits)
    slots.register("retention.rules", visits.retention, order=52)
    slots.register("privacy.processings", visits.processings, order=52)
    slots.register("moderation.kinds", moderation.kinds, order=10)
    slots.register("due", moderation.due)
    slots.register("person.export", moderation.of_person)
    slots.register("person.erase", moderating.forget_in_moderation)
    slots.register("person.erase_told", moderation.erase_told)
    slots.register("circle.joined", moderating.rejoined)
    slots.register("retention.rules", moderation.rules, order=51)
    slots.register("privacy.processings", moderation.processings, order=51)


def _copies() -> None:
    from cercles.circles.actions import copies as copying
    from cercles.circles.actions import welcoming
    from cercles.circles.adapters import archive, copies, retention
    from cercles.core import jobs, slots

    slots.register("person.export", copies.of_person)
    slots.register("person.erase_told", copies.erase_told)
    slots.register("person.erase", copying.forget_in_copies)
    slots.register("circle.left", copying.leave_copies)
    slots.register("circle.joined", welcoming.take_place)
    slots.register("circle.archive", archive.tables, order=10)
    slots.register("retention.rules", retention.rules, order=50)
    slots.register("privacy.processings", retention.processings, order=50)
    jobs.register("circles.prepare_copy", copies.prepare_copy, _("Préparation de la copie d’un cercle"))
    jobs.register("circles.sweep_copies", copies.sweep_copies, _("Ménage des copies de cercles inachevées"))
    jobs.repeat("circles.sweep_copies", every=timedelta(days=1), hour=4)


def _week() -> None:
    """What the week of who facilitates shows, and what is reported of a circle."""
    from cercles.circles import actions
    from cercles.circles.queries import reporting
    from cercles.circles.queries.week import circle_words
    from cercles.core import jobs, slots

    slots.register("week.words", circle_words, order=10)
    slots.register("due", reporting.review_due)
    slots.register("circle.indicators", reporting.circle_indicators, order=10)
    slots.register("circle.voices", reporting.circle_voices)
    slots.register("circle.half_year", reporting.circle_half_year, order=10)
    jobs.register("circles.review_letters", actions.write_review_letters, _("Lettres du bilan du semestre d’un cercle"))
