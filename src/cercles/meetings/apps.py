"""What the room gives to the others."""

from datetime import timedelta

from django.apps import AppConfig

from cercles.core import jobs, links, slots


class MeetingsConfig(AppConfig):
    name = "cercles.meetings"
    label = "meetings"

    def ready(self) -> None:
        from cercles.meetings.adapters import audience

        slots.register("audience.strings", audience.audience_strings)
        _links()
        _jobs()


def _links() -> None:
    from cercles.meetings.adapters import answering
    from cercles.meetings.forms import answer

    links.register(
        links.Verb(
            code="meetings.answer", load=answering.load, present=answering.present, perform=answering.perform,
            form=answer.AnswerForm,
        )
    )  # fmt: skip


def _jobs() -> None:
    from cercles.meetings.actions import jobs as work

    jobs.register("meetings.invite", work.invite_members)
    jobs.register("meetings.tell_moved", work.tell_moved)
    jobs.register("meetings.tell_cancelled", work.tell_cancelled)
    jobs.register("meetings.remind", work.remind)
    jobs.register("meetings.mark_held", work.mark_held)
    for verb in ("meetings.remind", "meetings.mark_held"):
        jobs.repeat(verb, every=timedelta(hours=1))
