"""Words of the room ``practices``, and the lives of what it holds, as tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetState(models.TextChoices):
    """The life of a practice sheet (domain.md §5.2)."""

    DRAFT = "draft", _("Brouillon")
    OWNER_CHECK = "owner_check", _("En attente d’accord")
    CIRCLE = "circle", _("Partagée au cercle")
    PUBLIC = "public", _("Publique")
    TO_REFRESH = "to_refresh", _("À rafraîchir")
    ARCHIVED = "archived", _("Archivée")
    REMOVED = "removed", _("Retirée par la modération")


# Sharing follows the last agreement; nobody shares by hand what its owners have not agreed to, and one of them takes it back.
SHEET_MOVES = {
    SheetState.DRAFT: {"submit": SheetState.OWNER_CHECK},
    SheetState.OWNER_CHECK: {"withdraw": SheetState.DRAFT, "share": SheetState.CIRCLE},
    SheetState.CIRCLE: {
        "open": SheetState.PUBLIC, "age": SheetState.TO_REFRESH, "archive": SheetState.ARCHIVED, "retract": SheetState.OWNER_CHECK,
        "remove": SheetState.REMOVED,
    },
    SheetState.PUBLIC: {
        "narrow": SheetState.CIRCLE, "age": SheetState.TO_REFRESH, "archive": SheetState.ARCHIVED, "retract": SheetState.OWNER_CHECK,
        "remove": SheetState.REMOVED,
    },
    SheetState.TO_REFRESH: {
        "refresh": SheetState.CIRCLE, "archive": SheetState.ARCHIVED, "retract": SheetState.OWNER_CHECK,
        "remove": SheetState.REMOVED,
    },
    SheetState.ARCHIVED: {"remove": SheetState.REMOVED},
    SheetState.REMOVED: {"restore": SheetState.CIRCLE},
}  # fmt: skip
SHARED = (SheetState.CIRCLE, SheetState.PUBLIC, SheetState.TO_REFRESH, SheetState.ARCHIVED)
# On its author's desk, or taken away by moderation: those it names neither read it nor answer.
UNASKED = (SheetState.DRAFT, SheetState.REMOVED)


class ApprovalState(models.TextChoices):
    """What a named organisation answers. ``circle`` and ``public`` say how far it agrees."""

    WAITING = "waiting", _("Pas encore répondu")
    CIRCLE = "circle", _("D’accord pour le cercle")
    PUBLIC = "public", _("D’accord pour tout le monde")
    CHANGES = "changes", _("D’accord après une correction")
    DECLINED = "declined", _("Pas d’accord")


AGREED = (ApprovalState.CIRCLE, ApprovalState.PUBLIC)
# Answers that nobody can act upon without their reason.
EXPLAINED = (ApprovalState.CHANGES, ApprovalState.DECLINED)


class ReuseOutcome(models.TextChoices):
    """What became of a practice elsewhere: the only honest proof that sharing works."""

    TRIED = "tried", _("Essayée")
    ADAPTED = "adapted", _("Adaptée")
    GAVE_UP = "gave_up", _("Abandonnée")


class Licence(models.TextChoices):
    """What others may do with the text."""

    CC_BY = "cc-by-4.0", _("CC BY 4.0 : reprendre en citant")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0 : reprendre en citant, partager de même")
    CC_BY_NC_SA = "cc-by-nc-sa-4.0", _("CC BY-NC-SA 4.0 : sans usage commercial")
    ETALAB = "etalab-2.0", _("Licence Ouverte 2.0")
    NONE = "none", _("Tous droits réservés")


# The text of a sheet, in the order one reads it. A version freezes exactly these.
TEXT_FIELDS = (
    "title", "problem", "what_was_done", "period", "who_did_it", "means", "levers_before", "levers_after", "results",
    "results_source", "difficulties", "transfer", "contact",
)  # fmt: skip
# What a draft may lack and a shared sheet may not.
NEEDED_TO_SHARE = ("problem", "what_was_done", "difficulties")
