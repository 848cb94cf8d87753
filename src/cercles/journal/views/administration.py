"""What keeps failing, for those who administer the platform. For others these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cercles.core.components import Tab
from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.journal import actions, queries, rules
from cercles.journal.forms import GiveUpForm
from cercles.journal.models import Job, Outage, OutgoingMail, Work

PAGE = 30
FAILING = {"courriels": queries.failing_mails, "travaux": lambda: queries.failing(Job)}
MODELS: dict[str, type[Work]] = {"courriels": OutgoingMail, "travaux": Job}


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.can_administer_work(request.user) or kwargs.get("kind", "travaux") not in FAILING:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@administrators_only
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    loads = {kind: queries.load(model) for kind, model in MODELS.items()}
    asked = request.GET.get("quoi", "")
    kind = asked if asked in FAILING else next((kind for kind in loads if loads[kind].stuck), "courriels")
    address = reverse("journal:work")
    labels = {"courriels": _("Courriels"), "travaux": _("Travaux")}
    context = {
        "kind": kind,
        "load": loads[kind],
        "tabs": [Tab(labels[name], f"{address}?quoi={name}", name, loads[name].stuck or None) for name in FAILING],
        "page": Paginator(FAILING[kind](), PAGE).get_page(request.GET.get("page")),
        "seen_at": queries.worker_seen_at(),
        "outages": queries.outages(),
        "alive": queries.worker_alive(),
    }
    return render(request, "journal/work.html", context)


@administrators_only
@require_POST
def ask_server(request: HttpRequest, pk: int) -> HttpResponse:
    actions.ask_server(get_object_or_404(Outage, pk=pk))
    messages.success(request, _("Le site réessaie maintenant : regardez cette page dans une minute."))
    return redirect("journal:work")


@administrators_only
@require_POST
def try_again(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    try:
        actions.try_again(get_object_or_404(FAILING[kind](), pk=pk), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("Un nouvel essai est demandé : regardez le résultat dans une minute."))
    return redirect(f"{reverse('journal:work')}?quoi={kind}")


@administrators_only
@require_POST
def try_all_again(request: HttpRequest, kind: str) -> HttpResponse:
    asked = actions.try_all_again(MODELS[kind], by=request.user)
    said = ngettext("%(count)d nouvel essai est demandé.", "%(count)d nouveaux essais sont demandés.", asked)
    messages.success(request, said % {"count": asked})
    return redirect(f"{reverse('journal:work')}?quoi={kind}")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    row = get_object_or_404(FAILING[kind](), pk=pk)
    form = GiveUpForm(request.POST or None)
    done, _result = attempt(form, lambda clean: actions.give_up(row, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est abandonné ; la raison est gardée."))
        return redirect(f"{reverse('journal:work')}?quoi={kind}")
    context = {"row": row, "kind": kind, "form": form}
    return render(request, "journal/work_give_up.html", context, status=422 if form.is_bound else 200)
