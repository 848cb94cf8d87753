"""Rows that contradict each other: none, unless somebody wrote in the database by hand."""

from django.db.models import F
from django.utils.translation import gettext as _

from cercles.polls.models import Ballot


def contradictions() -> list[str]:
    chosen = Ballot.options.through.objects.exclude(option__poll=F("ballot__poll"))
    told = _("Sondage %(ref)s : une réponse porte un choix d’un autre sondage.")
    return [told % {"ref": ref} for ref in chosen.values_list("ballot__poll__ref", flat=True).distinct()[:20]]
