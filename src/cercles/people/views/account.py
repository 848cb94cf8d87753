"""The corner where a person governs her own account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core import clock, slots
from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.people import actions, exports
from cercles.people.enums import Consent
from cercles.people.forms.account import EraseForm, ProfileForm
from cercles.people.queries import erasure_told, given_consents


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "people/account.html")


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    done, person = attempt(form, lambda clean: actions.update_profile(by=request.user, **clean))
    if done:
        messages.success(request, _("Votre page est à jour."))
        return redirect("people:person", ref=person.ref)
    return render(request, "people/profile_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    """What I agreed to, when, and the button to take it back."""
    given = given_consents(request.user)
    free = [(kind, given.get(kind, False)) for kind in Consent]
    accepted = request.user.legal_acceptances.select_related("version")[:200]
    context = {"log": request.user.consents.all()[:200], "free": free, "accepted": accepted}
    return render(request, "people/consents.html", context)


@require_POST
def consent_set(request: HttpRequest) -> HttpResponse:
    given = request.POST.get("given") == "yes"
    try:
        actions.set_consent(by=request.user, kind=request.POST.get("kind", ""), given=given)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("C’est noté : accord donné.") if given else _("C’est noté : accord retiré."))
    return redirect("people:consents")


@require_http_methods(["GET", "HEAD", "POST"])
def my_links(request: HttpRequest) -> HttpResponse:
    """« Tout ce que j’ai reçu a été transféré », from the account."""
    if request.method == "POST":
        actions.revoke_links(by=request.user)
        messages.success(request, _("Aucun message reçu jusqu’ici ne permet plus d’agir en votre nom."))
        return redirect("people:account")
    return render(request, "people/link_forwarded.html", {"person": request.user, "token": ""})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """GET says what there is; POST makes the file, which is kept nowhere."""
    if request.method == "POST":
        name = f"mes-donnees-{clock.today().isoformat()}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(exports.archive(request.user), content_type="application/zip", headers=headers)
    counts = [(title, len(rows)) for title, rows in exports.sections_of(request.user).items()]
    context = {
        "counts": counts, "nothing": [title for title, count in counts if not count],
        "panels": slots.collect("person.data", request.user),
    }  # fmt: skip
    return render(request, "people/data.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The end of an account, confirmed by typing a word."""
    form = EraseForm(request.POST or None)
    done, _person = attempt(form, lambda clean: actions.erase_person(by=request.user))
    if done:
        logout(request)
        return redirect("people:erased")
    told = erasure_told(request.user)
    context = {
        "form": form,
        "blockers": actions.erase_blockers(request.user),
        "deleted": [sentence for kept, sentence in told if not kept],
        "kept": [sentence for kept, sentence in told if kept],
    }
    return render(request, "people/erase.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "people/erased.html")
