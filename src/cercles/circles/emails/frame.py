"""What every letter of the room shares."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.journal import actions as journal


def address(name: str, **kwargs: Any) -> str:
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


def page(circle: Circle) -> tuple[str, str]:
    """The act of a letter that has none of its own: read the circle's page."""
    return _("Aller au cercle"), address("circles:detail", slug=circle.slug)


def why_member(circle: Circle) -> str:
    return _("Vous recevez ce courriel parce que vous êtes membre du cercle « %(circle)s ».") % {"circle": circle}


def why_facilitator(circle: Circle) -> str:
    return _("Vous recevez ce courriel parce que vous animez le cercle « %(circle)s ».") % {"circle": circle}


def done(*, key: str, person: Any, subject: str, line: str) -> None:
    """What was done in a person's name through a link, told to her."""
    journal.send_letter(
        key=key,
        person=person,
        subject=subject,
        lines=[
            line,
            _("Ce geste n’est pas de vous ? Rouvrez le lien reçu et choisissez « Ce message a été transféré »."),
        ],
        reason=_("Vous recevez ce courriel parce qu’un lien envoyé à votre adresse vient de servir."),
    )
