"""The plural of sentences written in French in the code: 0 and 1 are singular there, where gettext takes the English rule.

Our sentences are their own French, without a catalogue; what no catalogue holds, gettext counts as English does (« 0 changements »).
"""

import gettext

from django.utils.translation import trans_real


class FrenchSource(gettext.NullTranslations):
    """What is asked is what is answered, and from two on it is plural (Grevisse, Le Bon Usage, § 522)."""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return singular if abs(n) < 2 else plural


def register() -> None:
    """At start-up, once: the last to be asked, for whatever no catalogue holds."""
    trans_real.translation("fr").add_fallback(FrenchSource())
