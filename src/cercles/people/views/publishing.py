"""The pages the law asks for, for those who administer: write, read again, publish."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.difference import difference
from cercles.core.forms import attempt
from cercles.people import actions
from cercles.people.enums import LegalPage
from cercles.people.forms.legal import LegalDraftForm, PublishForm
from cercles.people.models import LegalDraft
from cercles.people.queries import legal, marks
from cercles.people.views.administration import administrators_only


@administrators_only
@require_GET
def pages(request: HttpRequest) -> HttpResponse:
    return render(request, "people/legal_pages.html", {"pages": legal.legal_pages()})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, page: LegalPage) -> HttpResponse:
    """The draft. When another administrator saved one meanwhile, what was typed stays and hers is shown beside."""
    draft = LegalDraft.objects.filter(page=page).first()
    form = LegalDraftForm(request.POST or None, page=page, draft=draft)
    done, _draft = attempt(form, lambda clean: actions.save_legal_draft(page=page, by=request.user, **clean))
    if done:
        return redirect("people:legal_preview", page=page)
    changes = []
    if (
        form.is_bound
        and "revision" in form.cleaned_data
        and form.cleaned_data["revision"] != getattr(draft, "revision", 0)
    ):
        changes = difference(draft.text if draft else "", form["text"].value() or "")
        form.start_from(draft)
    context = {"form": form, "page": page, "draft": draft, "changes": changes, "marks": sorted(marks.MARKS)}
    return render(request, "people/legal_write.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, page: LegalPage) -> HttpResponse:
    """The draft as it will be read, its difference from the last version, what is left to say; and the button that publishes."""
    draft = LegalDraft.objects.filter(page=page).first()
    if draft is None:
        return render(request, "people/legal_preview.html", {"page": page, "draft": None})
    form = PublishForm(request.POST or None, draft=draft)
    done, version = attempt(form, lambda clean: actions.publish_legal(page=page, by=request.user, **clean))
    if done:
        messages.success(request, _("La version %(number)s est publiée.") % {"number": version.number})
        return redirect("people:legal_pages")
    if form.is_bound:
        form.start_from(draft)
    text, former = marks.expanded(draft.text), legal.latest(page)
    context = {
        "page": page, "draft": draft, "form": form, "text": text, "former": former, "holes": marks.holes(text),
        "changes": legal.changes_since(former, text),
    }  # fmt: skip
    return render(request, "people/legal_preview.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_POST
def discard(request: HttpRequest, page: LegalPage) -> HttpResponse:
    actions.discard_legal_draft(page=page, by=request.user)
    messages.success(request, _("Le brouillon est abandonné."))
    return redirect("people:legal_pages")
