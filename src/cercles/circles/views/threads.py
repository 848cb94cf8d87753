"""Conversations: the list, one of them, writing, changing, closing."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import rules
from cercles.circles.actions import moderation as writing
from cercles.circles.actions import threads as actions
from cercles.circles.forms.threads import AnswerForm, CloseThreadForm, EditForm, ThreadForm, WithdrawForm
from cercles.circles.models import HeldMessage, Message, MessageFile, Thread
from cercles.circles.queries import threads as queries
from cercles.circles.queries.moderation import standing_for
from cercles.circles.rules import memory
from cercles.circles.views.frame import Rule, allow, circle_for, draw, say
from cercles.core import slots
from cercles.core.forms import attempt
from cercles.core.paging import page_of
from cercles.core.text import whole_number

FORM = ["GET", "HEAD", "POST"]


def thread_for(request: HttpRequest, slug: str, ref: str, rule: Rule = rules.can_see_thread) -> Thread:
    """The conversation if the reader is in its circle and holds the right; else nothing at all."""
    circle = circle_for(request, slug, rules.can_see_inside)
    thread = queries.thread_seen(circle, request.user, ref)
    if thread is None or not rule(request.user, thread):
        raise Http404
    return thread


def message_for(request: HttpRequest, slug: str, ref: str, number: int, rule: Rule = rules.can_edit_message) -> Message:
    thread = thread_for(request, slug, ref)
    message = get_object_or_404(Message.objects.select_related("author"), thread=thread, number=number)
    message.thread = thread
    allow(rule(request.user, message))
    return message


@require_GET
def thread_list(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_see_inside)
    page = page_of(request, queries.threads_of(circle, request.user), per_page=queries.THREADS_A_PAGE)
    lines = [queries.line_of(circle, row).told for row in page.object_list]
    leads = rules.is_facilitator(request.user, circle)
    held = sum(many for _slug, _name, many, _stage in queries.waiting_by_circle([circle.pk])) if leads else 0
    context = {
        "page": page,
        "lines": lines,
        "leads": leads,
        "held": held,
        "standing": standing_for(circle, request.user),
    }
    return draw(request, "circles/thread_list.html", circle, "threads", **context)


@require_http_methods(FORM)
def thread_start(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_write_in)
    form = ThreadForm(request.POST or None, request.FILES or None)
    done, thread = attempt(form, lambda clean: writing.start(circle=circle, by=request.user, **clean))
    if done:
        return kept_or_shown(
            request, thread, _("Votre message est publié ; les membres en sont prévenus selon leur rythme."), slug
        )
    return draw(request, "circles/thread_start.html", circle, "threads", form=form)


@require_http_methods(FORM)
def thread(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Read from the first message one has not read; answer below."""
    found = thread_for(request, slug, ref)
    may_post = rules.can_post_in(request.user, found)
    form = AnswerForm(request.POST or None, request.FILES or None) if may_post else None
    if request.method == "POST":
        allow(may_post)
        done, message = attempt(form, lambda clean: writing.answer(thread=found, by=request.user, **clean))  # type: ignore[arg-type]
        if done:
            return kept_or_shown(request, message, _("Votre message est publié."), slug)
    shown = queries.thread_page(found, request.user, request.GET.get("page"))
    context: dict[str, Any] = {
        "thread": found, "page": shown.page, "form": form, "edits": rules.can_edit_thread(request.user, found),
        "lines": _told(request, found, shown), "last": shown.messages[-1].number if shown.messages else 0, "read": shown.read,
        "panels": slots.collect("circle_thread.panels", found, request.user),
        "standing": standing_for(found.circle, request.user),
    }  # fmt: skip
    return draw(request, "circles/thread_detail.html", found.circle, "threads", **context)


def kept_or_shown(request: HttpRequest, written: Any, done: str, slug: str) -> HttpResponse:
    """Where what she wrote is; of what is read again before, that it waits."""
    if isinstance(written, HeldMessage):
        messages.success(request, _("Votre message attend d’être relu par l’animation du cercle. Il n’est pas perdu."))
        return redirect("circles:threads", slug=slug)
    messages.success(request, done)
    if isinstance(written, Thread):
        return redirect(written.get_absolute_url())
    actions.mark_read(thread=written.thread, by=request.user, number=written.number)
    return redirect(_place(written.thread, written.number))


def _told(request: HttpRequest, found: Thread, shown: queries.ThreadPage) -> list[dict[str, Any]]:
    mine = memory.membership_of(request.user, found.circle)
    may = mine is not None and not found.circle.is_closed
    place = (found.circle.slug, found.ref, request.user)
    question = getattr(found, "question", None)
    said = {
        "first_new": shown.first_new, "may_edit": may, "answer": question and question.answer_id,
        "freely": rules.can_act_as_member(request.user, found.circle),
        "may_settle": question is not None and rules.can_settle(request.user, question),
        "moderates": rules.is_facilitator(request.user, found.circle),
    }  # fmt: skip
    return [queries.told(line, *place, **said) for line in shown.messages]


def _place(found: Thread, number: int) -> str:
    """Where a message is."""
    page = (number - 1) // queries.MESSAGES_A_PAGE + 1
    return f"{found.get_absolute_url()}?page={page}#m{number}"


@require_POST
def thread_seen(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """« J’ai lu jusqu’ici »: pressed, or sent by the page itself where there is JavaScript."""
    found = thread_for(request, slug, ref)
    number = whole_number(request.POST.get("number", ""))
    actions.mark_read(thread=found, by=request.user, number=number if number <= found.count else 0)
    return redirect("circles:threads", slug=slug)


@require_http_methods(FORM)
def thread_close(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    found = thread_for(request, slug, ref, rules.can_edit_thread)
    form = CloseThreadForm(request.POST or None)
    done, _closed = attempt(form, lambda clean: actions.close_thread(thread=found, by=request.user, **clean))
    if done:
        messages.success(request, _("L’échange est clos. Il reste lisible."))
        return redirect(found.get_absolute_url())
    return draw(request, "circles/thread_close.html", found.circle, "threads", thread=found, form=form)


@require_POST
def thread_reopen(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    found = thread_for(request, slug, ref, rules.can_edit_thread)
    say(request, lambda: actions.reopen_thread(thread=found, by=request.user), _("L’échange est rouvert."))
    return redirect(found.get_absolute_url())


@require_http_methods(FORM)
def message_edit(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    message = message_for(request, slug, ref, number)
    form = EditForm(request.POST or None, initial={"text": message.text})
    done, _edited = attempt(form, lambda clean: actions.edit_message(message=message, by=request.user, **clean))
    if done:
        messages.success(request, _("Votre message est modifié. L’ancien texte reste lisible, daté."))
        return redirect(_place(message.thread, number))
    context = {"thread": message.thread, "message": message, "form": form, "back": _place(message.thread, number)}
    return draw(request, "circles/message_edit.html", message.thread.circle, "threads", **context)


@require_http_methods(FORM)
def message_withdraw(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    message = message_for(request, slug, ref, number, rules.can_withdraw_message)
    form = WithdrawForm(request.POST or None)
    done, _gone = attempt(form, lambda clean: actions.withdraw_message(message=message, by=request.user, **clean))
    if done:
        messages.success(request, _("Votre message est retiré. Sa place reste, avec la date."))
        return redirect(_place(message.thread, number))
    context = {"thread": message.thread, "message": message, "form": form, "back": _place(message.thread, number)}
    return draw(request, "circles/message_withdraw.html", message.thread.circle, "threads", **context)


@require_GET
def message_versions(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    """What it said before. Of a message taken back, nothing."""
    found = thread_for(request, slug, ref)
    message = get_object_or_404(
        Message.objects.select_related("author"), thread=found, number=number, withdrawn_at=None
    )
    message.thread = found
    context = {"thread": found, "message": message, "versions": message.versions.all(), "back": _place(found, number)}
    return draw(request, "circles/message_versions.html", found.circle, "threads", **context)


@require_GET
def message_file(request: HttpRequest, slug: str, ref: str, file_ref: str) -> FileResponse:
    found = thread_for(request, slug, ref)
    row = get_object_or_404(MessageFile, ref=file_ref, message__thread=found, message__withdrawn_at=None)
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.kind)
