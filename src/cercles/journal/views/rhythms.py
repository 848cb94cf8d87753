"""A person's mails: how often for each circle, at what hour, what she would receive now. In the site, or from any grouped mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cercles.core.forms import attempt
from cercles.journal import actions, queries
from cercles.journal.forms import MailsForm


def _form(person: Any, data: Any) -> MailsForm:
    topics = queries.topics_of([person.pk])[person.pk]
    return MailsForm(
        data, topics=sorted(topics.values(), key=lambda topic: (topic.label, topic.key)),
        choices=queries.choices_of(person), time=queries.times_of([person.pk])[person.pk],
    )  # fmt: skip


def _keep(person: Any, form: MailsForm) -> bool:
    done, _none = attempt(form, lambda clean: actions.choose_mails(person=person, **form.chosen()))
    return done


@require_http_methods(["GET", "HEAD", "POST"])
def rhythms(request: HttpRequest) -> HttpResponse:
    form = _form(request.user, request.POST or None)
    if _keep(request.user, form):
        messages.success(request, _("C’est noté : vos courriels suivront ce rythme."))
        return redirect("journal:rhythms")
    status = 422 if form.is_bound else 200
    return render(request, "journal/rhythms.html", {"form": form, "section": "rhythms"}, status=status)


@require_safe
def digest_preview(request: HttpRequest) -> HttpResponse:
    """What would leave now. Nothing is written, nothing counts as told."""
    return render(request, "journal/digest_preview.html", {"section": "rhythms", **queries.preview_of(request.user)})


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token in the address is the proof
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def rhythms_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the choices and changes nothing; « one click » of a mail program stops the grouped mails."""
    person = queries.person_of_link(token)
    if person is None:
        raise Http404
    stopped = kept = False
    if request.POST.get("List-Unsubscribe") == "One-Click":
        actions.stop_grouped(person=person)
        stopped, form = True, _form(person, None)
    else:
        form = _form(person, request.POST if request.method == "POST" else None)
        kept = _keep(person, form)
    context = {"form": form, "stopped": stopped, "kept": kept}
    return render(request, "journal/rhythms_link.html", context, status=422 if form.is_bound and form.errors else 200)
