"""Writes of the change log, called by the actions of the rooms above, inside their transaction."""

from django.db import models

from cercles.search.models import Change


def touch(obj: models.Model) -> None:
    """Say that ``obj`` changed, or is gone: the follower reads it again."""
    Change.objects.create(kind=obj._meta.label_lower, first_id=obj.pk, last_id=obj.pk)


def touch_range(model: type[models.Model], first_id: int, last_id: int) -> None:
    """Say that a bulk write touched this range of ids."""
    Change.objects.create(kind=model._meta.label_lower, first_id=first_id, last_id=last_id)
