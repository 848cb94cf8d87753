"""Reading a mail: RFC 5322 by the standard library, then what mail programs really send. No database here."""

from cercles.journal.reading.letter import Letter, MailFile, Part, headers_of, read_letter
from cercles.journal.reading.nature import Nature, nature_of
from cercles.journal.reading.quotes import Split, split

__all__ = ["Letter", "MailFile", "Nature", "Part", "Split", "headers_of", "nature_of", "read_letter", "split"]
