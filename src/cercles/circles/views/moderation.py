"""Report what another wrote; decide; contest; look again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import rules
from cercles.circles.actions import moderation as actions
from cercles.circles.enums import MeasureState
from cercles.circles.forms.moderation import AppealForm, KeepForm, RemoveForm, ReportForm, ReviewForm, VisitorReportForm
from cercles.circles.models import ContentReport, Measure
from cercles.circles.queries import moderation as queries
from cercles.circles.views.frame import Rule, allow, circle_for, draw, say
from cercles.core.forms import attempt
from cercles.core.limits import count_or_refuse
from cercles.core.paging import page_of
from cercles.people.rules import can_administer

FORM = ["GET", "HEAD", "POST"]
_TOO_MANY = gettext_lazy(
    "Beaucoup de signalements sont venus d’ici en peu de temps. Ce que vous avez écrit est gardé : renvoyez-le dans dix minutes."
)


def written_for(request: HttpRequest, kind: str, ref: str) -> queries.Written:
    """Something the reader may read, and did not write; else nothing at all."""
    known = queries.kind_named(kind)
    written = known.seen(ref, request.user) if known else None
    if written is None or not rules.can_report(request.user, written):
        raise Http404
    return written


def report_for(request: HttpRequest, ref: str) -> ContentReport:
    rows = ContentReport.objects.visible_to(request.user).select_related("circle", "author", "decided_by", "measure")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def measure_for(request: HttpRequest, ref: str, rule: Rule = rules.can_see_measure) -> Measure:
    rows = Measure.objects.visible_to(request.user).select_related("circle", "person", "by", "reviewed_by")
    found = rows.filter(ref=ref).first()
    if found is None or not rule(request.user, found):
        raise Http404
    return found


def page(request: HttpRequest, template: str, form: Any = None, **context: Any) -> HttpResponse:
    """Out of the frame of a circle: whoever it is for may have left it, or never been in it."""
    refused = form is not None and form.is_bound and form.errors
    return render(request, template, {"form": form, **context}, status=422 if refused else 200)


@login_not_required
@require_http_methods(FORM)
def report_write(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """What everybody reads is reported by everybody, with or without an account."""
    written = written_for(request, kind, ref)
    by = request.user if request.user.is_authenticated else None
    form = (ReportForm if by else VisitorReportForm)(request.POST or None)

    def act(clean: dict[str, str]) -> ContentReport:
        if by is None:
            count_or_refuse(request, "ask_as_visitor", _TOO_MANY)
        return actions.report(written=written, by=by, **clean)

    done, _row = attempt(form, act)
    if done:
        messages.success(request, _said_to(by, form.cleaned_data.get("email", "")))
        return redirect(written.url)
    unnamed = not rules.is_member(request.user, written.circle)
    return page(request, "circles/report_write.html", form, written=written, unnamed=unnamed)


def _said_to(by: Any, email: str) -> str:
    if by is not None:
        return _("C’est signalé. Vous saurez ce qui est décidé ; personne ne saura que c’est vous.")
    if email:
        return _(
            "C’est signalé. Un courriel vous le confirme, et la réponse suivra. Qui décide ne voit pas votre adresse."
        )
    return _("C’est signalé : une personne va le lire. Sans adresse, personne ne pourra vous répondre.")


@require_GET
def moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, and the register, for who facilitates."""
    circle, reader = circle_for(request, slug, rules.is_facilitator), request.user
    context = {
        "reports": queries.open_reports(reader, circle), "appeals": queries.appeals(reader, circle),
        "stuck": queries.without_anybody([circle.pk]),
        "kept": queries.decided_reports(circle, reader)[: queries.REGISTER_A_PAGE],
        "page": page_of(request, queries.register_of(circle, reader), per_page=queries.REGISTER_A_PAGE),
    }  # fmt: skip
    return draw(request, "circles/moderation.html", circle, "threads", **context)


@require_GET
def moderations(request: HttpRequest) -> HttpResponse:
    """What comes to administrators, of any circle."""
    allow(can_administer(request.user))
    context = {
        "circle": None, "reports": queries.open_reports(request.user), "appeals": queries.appeals(request.user),
        "stuck": queries.without_anybody(),
    }  # fmt: skip
    return page(request, "circles/moderations.html", **context)


@require_http_methods(FORM)
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Read what is reported and why; take it away, here."""
    found = report_for(request, ref)
    may = rules.can_decide_report(request.user, found)
    form = RemoveForm(request.POST or None, initial={"motive": found.motive}) if may else None
    if request.method == "POST":
        if form is None:
            return _already_decided(request, found)
        done, measure = attempt(form, lambda clean: actions.remove_reported(report=found, by=request.user, **clean))
        if done:
            messages.success(
                request, _("C’est retiré. La personne qui l’a écrit en reçoit la raison, et peut contester.")
            )
            return redirect("circles:measure", ref=measure.ref)
    return page(request, "circles/report.html", form, **_report_told(found, KeepForm() if may else None))


def _already_decided(request: HttpRequest, found: ContentReport) -> HttpResponse:
    """A moment ago, by another or by a first click: what came of it is read there."""
    messages.error(request, _("Quelqu’un a déjà répondu à ce signalement. Rien n’a changé."))
    return redirect("circles:report", ref=found.ref)


def _report_told(found: ContentReport, keep: KeepForm | None) -> dict[str, Any]:
    rows = list(queries.reports_with(found))
    return {
        "report": found, "circle": found.circle, "written": queries.written_about(found), "keep": keep, "reports": rows,
        "answered": any(row.has_reader for row in rows),
    }  # fmt: skip


@require_POST
def report_keep(request: HttpRequest, ref: str) -> HttpResponse:
    found = report_for(request, ref)
    if not rules.can_decide_report(request.user, found):
        return _already_decided(request, found)
    form = KeepForm(request.POST)
    done, _row = attempt(form, lambda clean: actions.keep_reported(report=found, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est répondu. Qui l’a signalé reçoit votre réponse, si une adresse est connue."))
        return redirect("circles:report", ref=ref)
    told = _report_told(found, form)
    return render(
        request, "circles/report.html", {"form": RemoveForm(initial={"motive": found.motive}), **told}, status=422
    )


@require_http_methods(FORM)
def remove(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Without a report: who facilitates saw it herself."""
    written = written_for(request, kind, ref)
    allow(rules.can_remove(request.user, written))
    form = RemoveForm(request.POST or None)
    done, measure = attempt(form, lambda clean: actions.remove(written=written, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est retiré. La personne qui l’a écrit en reçoit la raison, et peut contester."))
        return redirect("circles:measure", ref=measure.ref)
    return page(request, "circles/content_remove.html", form, written=written, circle=written.circle)


@require_GET
def measure(request: HttpRequest, ref: str) -> HttpResponse:
    """What was decided and why; what came of contesting it."""
    found, reader = measure_for(request, ref), request.user
    context = {
        "measure": found, "circle": found.circle, "facts": queries.facts_of(found, hers=found.person_id == reader.pk),
        "appeals": rules.can_appeal(reader, found), "reviews": rules.can_review_measure(reader, found),
        "back": queries.back_of(found),
        "waits": found.person_id == reader.pk and found.state == MeasureState.APPEALED,
        "nobody": found.person_id == reader.pk and queries.waits_for_nobody(found),
        "lifts": rules.can_lift_measure(reader, found), "leads": rules.is_facilitator(reader, found.circle),
    }  # fmt: skip
    return page(request, "circles/measure.html", **context)


@require_http_methods(FORM)
def measure_appeal(request: HttpRequest, ref: str) -> HttpResponse:
    found = measure_for(request, ref)
    allow(found.person_id == request.user.pk)
    if not rules.can_appeal(request.user, found):  # a second click, or an old page
        known = found.appealed_at is not None
        messages.info(
            request,
            _("Vous l’avez déjà contestée : vos premiers mots sont lus.")
            if known
            else _("Cette mesure ne se conteste plus."),
        )
        return redirect("circles:measure", ref=ref)
    form = AppealForm(request.POST or None)
    done, _row = attempt(form, lambda clean: actions.contest(measure=found, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est contesté. Une autre personne que celle qui a décidé vous répondra."))
        return redirect("circles:measure", ref=ref)
    return page(request, "circles/measure_appeal.html", form, measure=found, circle=found.circle)


@require_http_methods(FORM)
def measure_review(request: HttpRequest, ref: str) -> HttpResponse:
    found, reader = measure_for(request, ref), request.user
    if not rules.can_review_measure(reader, found):
        allow(rules.answered_meanwhile(reader, found))
        if request.method != "POST":
            return redirect("circles:measure", ref=ref)
    form = ReviewForm(request.POST or None)

    def act(clean: dict[str, str]) -> Measure:
        answer = actions.give_back if clean["answer"] == "lift" else actions.confirm
        return answer(measure=found, by=reader, review=clean["review"])

    done, _row = attempt(form, act)
    if done:
        messages.success(request, _("Votre réponse est donnée ; la personne la reçoit."))
        return redirect("circles:measure", ref=ref)
    told = {"measure": found, "circle": found.circle, "facts": queries.facts_of(found, hers=False)}
    return page(request, "circles/measure_review.html", form, **told)


@require_POST
def measure_lift(request: HttpRequest, ref: str) -> HttpResponse:
    found = measure_for(request, ref, rules.lifts_measures_of)
    done = _("La mesure est levée : tout est comme avant, et la personne le sait.")
    say(request, lambda: actions.lift(measure=found, by=request.user), done)
    return redirect("circles:measure", ref=ref)
