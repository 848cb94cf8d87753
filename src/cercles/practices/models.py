"""Practice sheets, their versions, the agreement of those they name, their attachments and their reuses."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle
from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.organisations.models import Organisation
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices.enums import EXPLAINED, UNASKED, ApprovalState, Licence, ReuseOutcome, SheetState
from cercles.references.models import Term
from cercles.territories.models import Territory

FRESH_FOR = timedelta(days=730)


def represented_by(reader: Any) -> list[int]:
    """The organisations a reader answers for."""
    return [row.organisation_id for row in current_affiliations(reader) if row.is_representative]


class PracticeSheetQuerySet(audience.AudienceQuerySet):
    def visible_to(self, reader):
        """By audience; and once it left its author's desk, by those who answer for the organisations it names."""
        shown, represented = self.by_audience(reader), represented_by(reader)
        return shown | self.naming(represented) if represented else shown

    def by_audience(self, reader):
        return super().visible_to(reader)

    def naming(self, organisations: Collection[int]) -> Self:
        """Those that name one of them, left their author's desk and were not taken away."""
        named = Approval.objects.filter(organisation__in=organisations).order_by().values("sheet")
        return self.exclude(state__in=UNASKED).filter(pk__in=named)


class PracticeSheet(Referenced, Audienced, Stamped):
    """A told practice, its difficulties included. The columns hold the text at work; what was agreed is in its versions."""

    circle = models.ForeignKey(Circle, models.PROTECT, related_name="sheets", verbose_name=_("cercle"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="sheets")
    state = models.CharField(max_length=12, choices=SheetState.choices, default=SheetState.DRAFT)
    title = models.CharField(_("titre, un verbe d’abord"), max_length=160)
    search_key = models.CharField(max_length=200, db_index=True, editable=False)
    problem = models.TextField(_("le problème"), blank=True, default="", max_length=5000)
    what_was_done = models.TextField(_("ce qui a été fait"), blank=True, default="", max_length=10000)
    period = models.CharField(_("quand"), blank=True, default="", max_length=120)
    who_did_it = models.TextField(_("qui a fait quoi"), blank=True, default="", max_length=3000)
    means = models.TextField(_("temps et argent"), blank=True, default="", max_length=3000)
    levers_before = models.TextField(_("les trois leviers, avant"), blank=True, default="", max_length=2000)
    levers_after = models.TextField(_("les trois leviers, après"), blank=True, default="", max_length=2000)
    results = models.TextField(_("résultats"), blank=True, default="", max_length=5000)
    results_source = models.CharField(_("source des résultats"), blank=True, default="", max_length=300)
    difficulties = models.TextField(_("ce qui a failli rater"), blank=True, default="", max_length=5000)
    transfer = models.TextField(_("pour le refaire ailleurs"), blank=True, default="", max_length=5000)
    contact = models.CharField(_("contact"), blank=True, default="", max_length=200)
    place = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="sheets")
    economic_models = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("modèles économiques"))
    goals = models.ManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("objectifs de développement durable")
    )
    organisations = models.ManyToManyField(Organisation, through="Approval", related_name="sheets")
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    # A shared sheet keeps its agreed text in the columns above while the next one is written and asked about here.
    pending = models.JSONField(null=True, blank=True)
    pending_note = models.CharField(max_length=300, blank=True, default="")
    # Since when those it names are asked about the text at work; nothing while it is written.
    asked_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # When its author was told that a draft she no longer writes will go.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_because = models.TextField(blank=True, default="", max_length=2000)
    # Taken away by moderation: how far it was shown, so that those who read it are told.
    shown_before = models.CharField(max_length=16, choices=Visibility.choices, blank=True, default="", editable=False)
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = PracticeSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("fiche pratique")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT) | ~Q(difficulties=""),
                name="sheet_tells_its_difficulties",
                violation_error_message=_("Dites ce qui a été difficile : c’est ce qui sert le plus aux autres."),
            )
        ]
        # A list reads its first page and stops, however many there are.
        indexes = [models.Index(fields=["audience", "-changed_at", "-id"], name="practices_sheet_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("practices:detail", self.ref)

    @property
    def state_label(self) -> str:
        return str(SheetState(self.state).label)

    def canonical_ids(self) -> set[int]:
        """The organisations it names, each by the page that speaks for it."""
        kept: set[int] | None = getattr(self, "_named", None)
        return {merged or pk for pk, merged in _named_by(self)} if kept is None else kept

    def keep_named(self, organisations: Iterable[Organisation]) -> None:
        """For a page, which has read them."""
        self._named = {organisation.canonical_id for organisation in organisations}


@prepared
def _named_by(sheet: PracticeSheet) -> models.QuerySet["Approval", tuple[int, int | None]]:
    return Approval.objects.filter(sheet=sheet).order_by().values_list("organisation", "organisation__merged_into")


class SheetVersion(models.Model):
    """A version that was agreed and shared: numbered, dated, never changed; each can be cited."""

    sheet = models.ForeignKey(PracticeSheet, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    organisation_names = models.JSONField(default=list)
    # Where, which models and goals, in words: a vocabulary may change, a version does not.
    sorted_by = models.JSONField(default=list)
    licence = models.CharField(max_length=20, choices=Licence.choices)
    change_note = models.CharField(max_length=300, blank=True, default="")
    shared_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_version_once")]


class Approval(models.Model):
    """What a named organisation answers about the text at work; asked again when the text changes."""

    sheet = models.ForeignKey(PracticeSheet, models.CASCADE, related_name="approvals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="approvals")
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="", max_length=2000)
    round = models.PositiveSmallIntegerField(default=0)
    # How far it agrees to the text that is shared, while the next one is asked about.
    kept = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        ordering = ["organisation__search_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "organisation"], name="approval_once"),
            models.CheckConstraint(condition=~Q(state__in=EXPLAINED) | ~Q(reason=""), name="approval_explained"),
        ]


def attachment_path(attachment: "Attachment", name: str) -> str:
    """Files lie under a random name: an address that is guessed opens nothing, and the view checks the reader anyway."""
    return f"fiches/{attachment.ref}"


class Attachment(Referenced):
    """A file of a sheet, served only through a view that checks who reads."""

    sheet = models.ForeignKey(PracticeSheet, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, max_length=200)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    # A file joined to a shared sheet waits, like a text, for the agreement of those it names.
    is_shared = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["added_at", "id"]


class ReuseQuerySet(audience.AudienceQuerySet):
    def visible_to(self, reader):
        """By audience; and those whose practice it is, who were told of it."""
        return self.seen_by(reader, represented_by(reader))

    def seen_by(self, reader: Any, represented: Collection[int]) -> Self:
        shown = super().visible_to(reader)
        if not represented:
            return shown
        named = Approval.objects.filter(organisation__in=represented).order_by().values("sheet")
        return shown | self.exclude(visibility=Visibility.PRIVATE).filter(sheet__in=named)


class Reuse(Referenced, Audienced):
    """Another organisation tried, adapted or gave up this practice, and says what happened."""

    sheet = models.ForeignKey(PracticeSheet, models.CASCADE, related_name="reuses")
    version = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reuses")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=ReuseOutcome.choices)
    where = models.CharField(_("où"), max_length=120, blank=True, default="")
    what_changed = models.TextField(_("ce que vous avez changé"), blank=True, default="", max_length=3000)
    result = models.TextField(_("ce que cela a donné"), blank=True, default="", max_length=3000)
    declared_at = models.DateTimeField(default=clock.now)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        ordering = ["declared_at", "id"]
        verbose_name = _("reprise")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "organisation"], name="reuse_once"),
            models.CheckConstraint(
                condition=~Q(outcome=ReuseOutcome.GAVE_UP) | ~Q(result=""),
                name="reuse_given_up_with_a_reason",
                violation_error_message=_("Dites pourquoi vous avez renoncé : c’est précieux pour les suivants."),
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="reuse_of_a_shared_version"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_label} · {self.organisation}"

    @property
    def outcome_label(self) -> str:
        return str(ReuseOutcome(self.outcome).label)
