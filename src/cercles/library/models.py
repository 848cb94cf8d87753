"""The documents of a circle, and their versions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle, CircleTheme
from cercles.circles.rules import memory
from cercles.core import audience, clock
from cercles.core.attachments import LONGEST_NAME
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.routes import address_of
from cercles.library.enums import FolderState, Format, Taken, TextState

LONGEST_TITLE, LONGEST_ORIGIN, LONGEST_NOTE, LONGEST_LINK = 160, 160, 300, 500
LONGEST_PATH, LONGEST_KEY = 400, 520
AUDIENCES = (Visibility.CIRCLE, Visibility.NETWORK, Visibility.PUBLIC)


class CircleDocument(Referenced, Audienced, Stamped):
    """A document has one address; its file changes by versions, and the address gives the last one."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="documents")
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    search_key = models.CharField(max_length=LONGEST_KEY, editable=False, default="")  # title, origin, name of the file
    theme = models.ForeignKey(CircleTheme, models.SET_NULL, null=True, blank=True, related_name="+")
    origin = models.CharField(_("de qui il vient"), max_length=LONGEST_ORIGIN, blank=True, default="")
    link = models.URLField(_("où il se trouve aussi"), max_length=LONGEST_LINK, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    format = models.CharField(max_length=8, choices=Format.choices)
    size = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)  # of the version that is read
    checked_at = models.DateTimeField(default=clock.now)  # a version was put, or somebody said that it still holds
    # Taken away by moderation: how far it was shown, so that those who read it are told.
    shown_before = models.CharField(max_length=16, choices=Visibility.choices, blank=True, default="", editable=False)
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = audience.AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("document")
        constraints = [
            # Taken away by moderation, it is for nobody until it is given back.
            models.CheckConstraint(
                condition=Q(visibility__in=(*AUDIENCES, Visibility.PRIVATE)), name="document_for_whom"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_has_a_version"),
        ]
        indexes = [
            models.Index(fields=["circle", "-changed_at", "-id"], name="library_of_circle"),
            models.Index(fields=["circle", "checked_at"], name="library_checked"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("library:detail", self.ref)

    @property
    def file_url(self) -> str:
        """The last version, for ever."""
        return address_of("library:file", self.ref)


FOLDER, ARCHIVES = "documents", "dossiers"


def version_path(version: "DocumentVersion", name: str) -> str:
    """Under a random name: an address that is guessed opens nothing, and the view checks the reader anyway."""
    return f"{FOLDER}/{version.ref}"


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
    text_tries = models.PositiveSmallIntegerField(default=0)  # that lasted too long (``actions.reading.late``)
    text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version d’un document")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]
        indexes = [models.Index(fields=["added_by", "text_state", "added_at"], name="library_read_of")]

    def __str__(self) -> Any:
        return self.name


def archive_path(row: "FolderImport", name: str) -> str:
    return f"{ARCHIVES}/{row.ref}"


class FolderImportQuerySet(models.QuerySet["FolderImport"]):
    def visible_to(self, reader: Any) -> "FolderImportQuerySet":
        """Who sent it, while she is of the circle."""
        if not reader.is_authenticated:
            return self.none()
        return self.filter(by=reader, circle__in=[row.circle_id for row in memory.current_memberships(reader)])


class FolderImport(Referenced):
    """An old folder being brought in from its archive: what each of its folders becomes, how far it went. Its author alone reads it."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.FileField(upload_to=archive_path, max_length=200)
    name = models.CharField(max_length=LONGEST_NAME)
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=FolderState.choices, default=FolderState.PROPOSED)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.CIRCLE)
    # Of each folder, in the order of the page: [its path, how many files, the key of a theme or None, words of origin]
    folders = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, default="")  # why it stopped
    finished_at = models.DateTimeField(null=True)

    objects = FolderImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("reprise d’un dossier")
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="folder_within_its_archive")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("library:folder", self.ref)


class FolderFile(models.Model):
    """What became of one file of the folder: written with its document, in one transaction."""

    folder = models.ForeignKey(FolderImport, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    path = models.CharField(max_length=LONGEST_PATH)
    taken = models.CharField(max_length=8, choices=Taken.choices)
    reason = models.CharField(max_length=300, blank=True, default="")
    document = models.ForeignKey(CircleDocument, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        verbose_name = _("fichier d’un dossier repris")
        constraints = [models.UniqueConstraint(fields=["folder", "position"], name="folder_file_once")]

    def __str__(self) -> str:
        return self.path


class AttachedText(models.Model):
    """What a file of another room says: joined to a message or a sheet, whose readers are its readers. ``place``: the key of its
    ``AttachedKind``; ``holder``: what carries it."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+")
    place = models.CharField(max_length=12)
    file = models.BigIntegerField()
    holder = models.BigIntegerField()
    text_state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING)
    text_tries = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("texte d’un fichier joint")
        constraints = [models.UniqueConstraint(fields=["place", "file"], name="attached_text_once")]
        indexes = [models.Index(fields=["place", "holder"], name="library_carried_by")]

    def __str__(self) -> str:
        return f"{self.place}:{self.file}"
