"""The weight of a file, as one says it."""

from django.utils.translation import gettext as _


def weight(size: int) -> str:
    if size < 1_000_000:
        return _("%(n)d ko") % {"n": max(1, round(size / 1000))}
    return _("%(n)s Mo") % {"n": f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0")}
