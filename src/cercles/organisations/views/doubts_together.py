"""One answer to many doubts: how many it is for and what it does, then the asking, then the stopping of what is not written yet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cercles.core.text import whole_number
from cercles.organisations.actions import imports
from cercles.organisations.enums import ANSWERS, DoubtKind, DoubtState
from cercles.organisations.queries.doubts import Narrowed, together
from cercles.organisations.views.imports import administrators_only


def narrowed_by(request: HttpRequest) -> Narrowed:
    kind = request.GET.get("kind", "")
    return Narrowed(kind if kind in DoubtKind.values else "", request.GET.get("run", "")[:12])


def address(name: str, chosen: Narrowed, **more: str | int) -> str:
    """Of a view of doubts, with what narrows the list."""
    asked = {**chosen.chosen, **{key: value for key, value in more.items() if key != "answer"}}
    bare = reverse(f"organisations:{name}", kwargs={"answer": more["answer"]} if "answer" in more else None)
    return f"{bare}?{urlencode(asked)}" if asked else bare


@require_http_methods(["GET", "HEAD", "POST"])
def answer_all(request: HttpRequest, answer: str) -> HttpResponse:
    administrators_only(request)
    if answer not in ANSWERS:
        raise Http404
    chosen, state = narrowed_by(request), DoubtState(answer)
    if request.method == "POST":
        return _ask(request, chosen, state)
    shown, (title, what) = together(chosen, state), ANSWERS[state]
    context = {
        "shown": shown, "title": title, "what": what, "is_same": state == DoubtState.SAME,
        "kind": DoubtKind(chosen.kind).label if chosen.kind else "",
        "ask_url": address("doubts_answer", chosen, answer=answer, until=shown.until),
        "back": address("doubts", chosen),
    }  # fmt: skip
    return render(request, "organisations/import_together.html", context)


def _ask(request: HttpRequest, chosen: Narrowed, state: DoubtState) -> HttpResponse:
    """Of those that were shown, and of no other."""
    last = whole_number(request.GET.get("until", ""))
    count = imports.answer_together(narrowed=chosen, answer=state, until=last, by=request.user)
    said = ngettext(
        "%(count)d réponse est notée et s’écrit en ce moment. Vous pouvez quitter cette page.",
        "%(count)d réponses sont notées et s’écrivent en ce moment. Vous pouvez quitter cette page.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("organisations:doubts")


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """What is not written yet is to be decided again."""
    administrators_only(request)
    count = imports.take_back_answers(by=request.user)
    said = ngettext(
        "%(count)d réponse est annulée. Ce qui était déjà écrit reste.",
        "%(count)d réponses sont annulées. Ce qui était déjà écrit reste.",
        count,
    )
    messages.success(request, said % {"count": count} if count else _("Tout était déjà écrit : rien n’est annulé."))
    return redirect("organisations:doubts")
