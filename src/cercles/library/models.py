"""The documents of a circle, and their versions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle, CircleTheme
from cercles.core import audience, clock
from cercles.core.attachments import LONGEST_NAME
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.routes import address_of
from cercles.library.enums import Format, TextState

LONGEST_TITLE, LONGEST_ORIGIN, LONGEST_NOTE, LONGEST_LINK = 160, 160, 300, 500
AUDIENCES = (Visibility.CIRCLE, Visibility.NETWORK, Visibility.PUBLIC)


class CircleDocument(Referenced, Audienced, Stamped):
    """A document has one address; its file changes by versions, and the address gives the last one."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="documents")
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    search_key = models.TextField(editable=False, default="")  # title, origin, name of the file, and all that it says
    theme = models.ForeignKey(CircleTheme, models.SET_NULL, null=True, blank=True, related_name="+")
    origin = models.CharField(_("de qui il vient"), max_length=LONGEST_ORIGIN, blank=True, default="")
    link = models.URLField(_("où il se trouve aussi"), max_length=LONGEST_LINK, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    format = models.CharField(max_length=8, choices=Format.choices)
    size = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)  # of the version that is read
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = audience.AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("document")
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=AUDIENCES), name="document_for_whom"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_has_a_version"),
        ]
        indexes = [models.Index(fields=["circle", "-changed_at", "-id"], name="library_of_circle")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("library:detail", self.ref)

    @property
    def file_url(self) -> str:
        """The last version, for ever."""
        return address_of("library:file", self.ref)


def version_path(version: "DocumentVersion", name: str) -> str:
    """Under a random name: an address that is guessed opens nothing, and the view checks the reader anyway."""
    return f"documents/{version.ref}"


class DocumentVersion(Referenced):
    """A file, never changed once it is there; only what the search reads of it is written later."""

    document = models.ForeignKey(CircleDocument, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to=version_path, max_length=200)
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    note = models.CharField(_("ce qui change"), max_length=LONGEST_NOTE, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    text_state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING)
    text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version d’un document")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> Any:
        return self.name
