"""``cercles receive``: read the mailbox of the settings, or one raw mail on the standard input."""

import json
import logging
import sys
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.core.errors import SomeFailed
from cercles.journal.actions import read_mail, take_in
from cercles.journal.enums import Outcome
from cercles.journal.postbox import Postbox, PostboxAway, collect
from cercles.journal.queries import as_told

log = logging.getLogger(__name__)
_PIECE = 1024 * 1024


class Command(BaseCommand):
    help = _("Lit un courriel brut sur l’entrée standard ; sans rien sur l’entrée, la boîte de CERCLES_IMAP_URL.")

    def handle(self, *args: Any, **options: Any) -> None:
        raw, size = (b"", 0) if sys.stdin.isatty() else self._given()
        if raw.strip():
            mail = take_in(raw, size=size)
            try:
                mail = read_mail(mail.pk)
            except Exception:  # it is kept: the worker will read it, or show the administrator why it cannot
                log.exception("mail %s could not be read now", mail.pk)
            self.stdout.write(json.dumps(as_told(mail), ensure_ascii=False))
        elif settings.IMAP_URL:
            self._box()
        else:
            raise CommandError(
                _("Aucun courriel sur l’entrée standard, et CERCLES_IMAP_URL n’est pas réglé : il n’y a rien à lire.")
            )

    def _given(self) -> tuple[bytes, int]:
        """One mail. Of one that is too big only the beginning is kept, and all is read: a mail server hates a pipe that breaks."""
        source = sys.stdin.buffer
        raw = source.read(settings.INCOMING_MAX_BYTES)
        size = len(raw)
        while piece := source.read(_PIECE):
            size += len(piece)
        return (raw[:_PIECE], size) if size > len(raw) else (raw, size)

    def _box(self) -> None:
        counts: Counter[str] = Counter(dict.fromkeys(Outcome.values, 0))
        try:
            with Postbox(settings.IMAP_URL) as box:
                for mail in collect(box):
                    counts[mail.outcome or "held"] += 1
                    self.stdout.write(json.dumps(as_told(mail), ensure_ascii=False))
        except SomeFailed as trouble:
            self._total(counts)
            said = _(
                "Des courriels n’ont pas pu être gardés (%(said)s). Ils attendent dans la boîte ; les autres sont lus."
            )
            raise CommandError(said % {"said": trouble}) from trouble
        except PostboxAway as trouble:
            self._total(counts)
            said = _("La boîte ne répond pas (%(said)s). Rien n’est perdu : relancez la commande plus tard.")
            raise CommandError(said % {"said": trouble}) from trouble
        self._total(counts)

    def _total(self, counts: Counter[str]) -> None:
        """The last line, whatever happened."""
        self.stdout.write(json.dumps(dict(sorted(counts.items()))))
