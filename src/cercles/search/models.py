"""The change log: what the index, a cache of the database, has still to read."""

from django.db import models

from cercles.core import clock


class Change(models.Model):
    """Objects of ``kind`` from ``first_id`` to ``last_id`` were written: one row for one object, one row for a bulk range."""

    kind = models.CharField(max_length=40)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
