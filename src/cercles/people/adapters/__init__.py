"""How allauth speaks with the house: codes leave by our outbox, refusals are said in our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.people import actions, emails
from cercles.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Ce n’est pas le bon code. Prenez celui du dernier message reçu."),
        "too_many_login_attempts": _("Trop d’essais. Patientez quelques minutes, puis demandez un nouveau code."),
        "rate_limited": _("Trop de demandes en peu de temps. Patientez une minute."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code is the only mail allauth asks for."""
        emails.code(User.objects.get(email=email.lower()), context["code"])

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kwargs: Any
    ) -> None:
        """Keep what the house wrote; allauth's own small talk is dropped."""
        if message:
            super().add_message(request, level, message=message)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Whatever the door, coming in makes an invited person active."""
        actions.enter(person=user)
        user.refresh_from_db()
        super().login(request, user)


def send_code(request: HttpRequest, email: str) -> None:
    """The same page and the same delay for every address: nobody learns who has an account."""
    person = actions.ask_to_enter(email=email)
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=email)


def code_is_awaited(request: HttpRequest) -> bool:
    """A code was sent to this browser and still counts. Reads only: allauth's own check empties the session on a GET."""
    try:
        data = request.session[LOGIN_SESSION_KEY]["state"]["stages"]["login_by_code"]["data"]
    except (KeyError, TypeError):
        return False
    return clock.now().timestamp() - data["at"] <= settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
