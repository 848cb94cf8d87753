"""How often a member is written to: chosen in the site, or from any mail, without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cercles.circles import rules
from cercles.circles.actions import ask_to_leave
from cercles.circles.actions.threads import choose_rhythm
from cercles.circles.enums import START
from cercles.circles.forms.threads import RhythmForm
from cercles.circles.queries.threads import rhythm_link as link_read
from cercles.circles.views.frame import circle_for, draw
from cercles.core import standing
from cercles.core.forms import attempt
from cercles.journal.enums import Rhythm
from cercles.journal.queries import rhythm_of


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest, slug: str) -> HttpResponse:
    """The member's choice, and her own address for writing to the circle."""
    circle = circle_for(request, slug, rules.can_see_inside)
    form = RhythmForm(request.POST or None, initial={"rhythm": rhythm_of(request.user, circle.members_audience)})
    done, _none = attempt(form, lambda clean: choose_rhythm(circle=circle, person=request.user, **clean))
    if done:
        messages.success(request, _("C’est noté : vos courriels suivront ce rythme."))
        return redirect("circles:threads", slug=slug)
    address = standing.address(START, circle, request.user)
    return draw(request, "circles/rhythm.html", circle, "threads", form=form, address=address)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token in the address is the proof
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of every mail: GET shows the choice and changes nothing; « one click » of a mail program stops the mails."""
    found = link_read(token)
    if found is None:
        raise Http404
    circle, person = found
    if "leave" in request.POST:
        ask_to_leave(circle=circle, person=person)
        return render(
            request, "circles/rhythm_link.html", {"circle": circle, "form": None, "chosen": "", "leaving": True}
        )
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    data = {"rhythm": Rhythm.NEVER} if one_click else request.POST
    form = RhythmForm(
        data if request.method == "POST" else None, initial={"rhythm": rhythm_of(person, circle.members_audience)}
    )
    done, _none = attempt(form, lambda clean: choose_rhythm(circle=circle, person=person, **clean))
    chosen = Rhythm(form.cleaned_data["rhythm"]).label if done else ""
    context = {"circle": circle, "form": form, "chosen": chosen, "leaving": False}
    return render(request, "circles/rhythm_link.html", context, status=422 if form.is_bound and form.errors else 200)
