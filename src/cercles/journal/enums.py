"""States of what must not be lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkState(models.TextChoices):
    """A mail or a job: ``due`` until done; ``stuck`` after its last try, shown to the administrator, who may ask again."""

    DUE = "due", _("À faire")
    DONE = "done", _("Fait")
    STUCK = "stuck", _("Bloqué")
    DROPPED = "dropped", _("Abandonné")
