"""Addresses of the room ``journal``."""

from cercles.journal.models import Job
from tests.access import URL_KWARGS
from tests.cast import Cast


def failing_job(cast: Cast) -> dict[str, object]:
    job, _created = Job.objects.get_or_create(key="stage", defaults={"verb": "x", "state": "stuck", "error": "raté"})
    return {"kind": "travaux", "pk": job.pk}


URL_KWARGS["journal:try_again"] = URL_KWARGS["journal:give_up"] = failing_job
URL_KWARGS["journal:try_all_again"] = lambda cast: {"kind": "travaux"}
URL_KWARGS["journal:mail"] = lambda cast: {"pk": 1}
