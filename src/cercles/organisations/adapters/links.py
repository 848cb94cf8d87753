"""Acts done from a mail: answer a request to represent, contest a representative."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cercles.core.links import Verb
from cercles.organisations import emails, rules
from cercles.organisations.actions import accept_report, confirm_claim, contest_claim, decline_claim, decline_report
from cercles.organisations.enums import BY_HAND
from cercles.organisations.models import Claim, Report


class DecideForm(forms.Form):
    """The answer given from a mail: yes, or no with its reason."""

    answer = forms.ChoiceField(
        label=_l("Votre réponse"), widget=forms.RadioSelect,
        choices=[("confirm", _l("Oui, cette personne représente l’organisation")), ("decline", _l("Non"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_l("Raison, si vous refusez"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, obj: Any = None, person: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)


class ContestForm(forms.Form):
    """Why, asked from a mail."""

    reason = forms.CharField(
        label=_l("Raison"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("Une phrase, transmise à la personne."),
    )  # fmt: skip

    def __init__(self, *args: Any, obj: Any = None, person: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)


def _load(pk: int) -> Claim | None:
    return Claim.objects.select_related("organisation", "person").filter(pk=pk).first()


def _present_decision(claim: Claim, person: Any) -> Mapping[str, Any]:
    return {
        "title": _("%(who)s représente-t-elle ou il %(what)s ?") % _names(claim),
        "text": claim.message or _("Aucun message n’accompagne la demande."),
        "facts": [(_("Adresse"), claim.person.email), (_("État"), claim.get_state_display())],
        "button": _("Répondre"),
    }


def _decide(claim: Claim, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "confirm":
        confirm_claim(claim=claim, by=person)
        said = _("Vous avez confirmé que %(who)s représente %(what)s.") % _names(claim)
    else:
        decline_claim(claim=claim, by=person, reason=reason)
        said = _("Vous avez refusé que %(who)s représente %(what)s.") % _names(claim)
    emails.done_by_link(claim, person, what=said)
    return said


def _present_contest(claim: Claim, person: Any) -> Mapping[str, Any]:
    return {
        "title": _("Contester que %(who)s représente %(what)s") % _names(claim),
        "text": _("Le rôle de cette personne sera suspendu et un administrateur examinera sa demande."),
        "facts": [(_("Adresse"), claim.person.email), (_("État"), claim.get_state_display())],
        "button": _("Contester"),
    }


def _contest(claim: Claim, person: Any, *, reason: str) -> str:
    contest_claim(claim=claim, by=person, reason=reason)
    said = _("Vous avez contesté que %(who)s représente %(what)s.") % _names(claim)
    emails.done_by_link(claim, person, what=said)
    return said


def _names(claim: Claim) -> dict[str, str]:
    return {"who": claim.person.display_name, "what": claim.organisation.name}


class AnswerForm(forms.Form):
    """The answer to a reported error: yes, or no with its reason."""

    answer = forms.ChoiceField(
        label=_l("Votre réponse"), widget=forms.RadioSelect,
        choices=[("accept", _l("C’est juste : corriger la page")), ("decline", _l("Garder la page telle quelle"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_l("Raison, si vous la gardez"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, obj: Any = None, person: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if obj is not None and obj.column in BY_HAND:
            self.fields["answer"].choices[0] = ("accept", _("C’est juste : j’ai corrigé la page"))


def _load_report(pk: int) -> Report | None:
    return Report.objects.select_related("organisation").filter(pk=pk).first()


def _present_report(report: Report, person: Any) -> Mapping[str, Any]:
    over = {} if report.is_open else {"over": True, "warning": _("Une réponse a déjà été donnée.")}
    return {
        "title": _("Une erreur sur la page de %(what)s ?") % {"what": report.organisation.name},
        "text": _("Corriger signe la page de votre réponse : aucun fichier importé n’y écrira plus à cet endroit."),
        "facts": emails.report_facts(report),
        "button": _("Répondre"),
        **over,
    }


def _answer(report: Report, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        after = accept_report(report=report, by=person)
        said = _("Vous avez accepté la correction de la page de %(what)s.")
    else:
        after = decline_report(report=report, by=person, reason=reason)
        said = _("Vous avez gardé telle quelle la page de %(what)s.")
    said = said % {"what": report.organisation.name}
    emails.answered_by_link(after, person, what=said)
    return said


VERBS = (
    Verb(emails.REPORT, _load_report, _present_report, _answer, AnswerForm, may=rules.can_answer_report),
    Verb(emails.DECIDE, _load, _present_decision, _decide, DecideForm, may=rules.can_decide_claim),
    Verb(emails.CONTEST, _load, _present_contest, _contest, ContestForm, may=rules.can_contest_claim),
)
