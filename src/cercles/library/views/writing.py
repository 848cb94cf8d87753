"""Add a document, say what it is, give it a new version, take it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.core.errors import RuleBroken
from cercles.core.forms import after, attempt
from cercles.library import actions, rules
from cercles.library.forms import AddForm, EditForm, VersionForm
from cercles.library.views.frame import circle_for, document_for, draw

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_add_document)
    form = AddForm(request.POST or None, request.FILES or None, circle=circle)
    done, document = attempt(form, lambda clean: actions.add_document(circle=circle, by=request.user, **clean))
    if done:
        messages.success(
            request, _("Le document est dans la bibliothèque. Son texte sera lu par la recherche dans un instant.")
        )
        return redirect(document)
    return draw(request, "library/document_add.html", circle, form=form)


@require_http_methods(FORM)
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    document = document_for(request, ref, rules.can_edit_document)
    form = EditForm(request.POST or None, document=document, may_widen=rules.can_widen_document(request.user, document))
    done, _edited = attempt(form, lambda clean: actions.edit_document(document=document, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est noté."))
        return redirect(document)
    return draw(request, "library/document_edit.html", document.circle, document=document, form=form)


@require_http_methods(FORM)
def renew(request: HttpRequest, ref: str) -> HttpResponse:
    document = document_for(request, ref, rules.can_edit_document)
    form = VersionForm(request.POST or None, request.FILES or None)
    done, _renewed = attempt(form, lambda clean: actions.add_version(document=document, by=request.user, **clean))
    if done:
        messages.success(request, _("La nouvelle version est en place, à la même adresse."))
        return redirect(document)
    return draw(request, "library/document_renew.html", document.circle, document=document, form=form)


@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """« Toujours à jour », from the week or from its page."""
    document = document_for(request, ref, rules.can_edit_document)
    try:
        actions.confirm_document(document=document, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("C’est noté : la question reviendra dans deux ans."))
    return after(request, document)


@require_POST
def reread(request: HttpRequest, ref: str) -> HttpResponse:
    document = actions.reread(document=document_for(request, ref, rules.can_edit_document), by=request.user)
    messages.success(request, _("Le texte va être relu : la recherche le trouvera dès que c’est fait."))
    return redirect(document)


@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    document = document_for(request, ref, rules.can_delete_document)
    try:
        actions.remove_document(document=document, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("Le document est retiré de la bibliothèque."))
    return redirect("library:of_circle", document.circle.slug)
