"""The mailbox where answers come: fetched, kept, then marked; a mail that could not be kept stays where it is."""

from cercles.journal.postbox.imap import Postbox, PostboxAway
from cercles.journal.postbox.polling import collect, follow

__all__ = ["Postbox", "PostboxAway", "collect", "follow"]
