"""Addresses of the room ``journal``."""

from cercles.core import standing
from cercles.journal.enums import RHYTHMS, Server
from cercles.journal.models import Job, Outage
from tests.access import URL_KWARGS
from tests.cast import Cast


def failing_job(cast: Cast) -> dict[str, object]:
    job, _created = Job.objects.get_or_create(key="stage", defaults={"verb": "x", "state": "stuck", "error": "raté"})
    return {"kind": "travaux", "pk": job.pk}


def silent_server(cast: Cast) -> dict[str, object]:
    outage, _created = Outage.objects.get_or_create(server=Server.MAILBOX, machine="stage")
    return {"pk": outage.pk}


URL_KWARGS["journal:ask_server"] = silent_server
URL_KWARGS["journal:try_again"] = URL_KWARGS["journal:give_up"] = failing_job
URL_KWARGS["journal:try_all_again"] = lambda cast: {"kind": "travaux"}
URL_KWARGS["journal:mail"] = lambda cast: {"pk": 1}
URL_KWARGS["journal:rhythms_link"] = lambda cast: {"token": standing.token(RHYTHMS, cast.member, cast.member)}
