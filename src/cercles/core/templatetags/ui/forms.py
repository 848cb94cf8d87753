"""Forms: a whole one, one field, one button that acts."""

from typing import Any

from django import forms as django_forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cercles.core.templatetags.ui.library import draw, draw_around, form_secrets, register
from cercles.core.templatetags.ui.marks import button_class

MANY = 8  # beyond, choices stand in two columns where there is room
_NATIVE = (
    # Order matters: DateTimeInput and TimeInput are not DateInput, all three are TextInput.
    (django_forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (django_forms.DateInput, "date", "%Y-%m-%d"),
    (django_forms.TimeInput, "time", "%H:%M"),
)


def _dress(widget: django_forms.Widget) -> None:
    """Give a widget its classes, and to dates the browser's own calendar."""
    for kind, input_type, pattern in _NATIVE:
        if isinstance(widget, kind):
            widget.input_type, widget.format = input_type, pattern
    input_type = getattr(widget, "input_type", "")
    style = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
    mine = style.get(input_type, "form-control")
    if mine not in widget.attrs.get("class", "").split():
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {mine}".strip()


@register.simple_tag
def field(*, field: BoundField, marked: bool = True) -> SafeString:
    """A label, one line of help, the input, and its error beside it, tied together for screen readers.

    A form field that may stay empty for now says when it no longer may in ``needed_to``, instead of « facultatif ».
    Not ``marked``: nothing is said of it, as in a form that only narrows a list.
    """
    if field.is_hidden:
        return SafeString(field)
    widget = field.field.widget
    _dress(widget)
    grouped = isinstance(widget, django_forms.RadioSelect | django_forms.CheckboxSelectMultiple)
    base = field.auto_id or field.html_name
    help_id = f"{base}_helptext" if field.help_text else ""
    error_id = f"{base}_error" if field.errors else ""
    attrs: dict[str, Any] = {}
    described = " ".join(filter(None, (help_id, error_id)))
    if described and not grouped:
        attrs["aria-describedby"] = described
    ticked = isinstance(widget, django_forms.CheckboxInput)
    values = {
        "label": field.label, "target": field.id_for_label, "help": field.help_text, "help_id": help_id, "described": described,
        "error": " ".join(map(str, field.errors)), "error_id": error_id, "ticked": ticked,
        "choices": field if grouped else None, "many": grouped and len(field.subwidgets) > MANY,
        "optional": _optional(field, ticked) if marked else "",
        "html": "" if grouped else field.as_widget(attrs=attrs),
    }  # fmt: skip
    return draw("core/ui/field.html", **values)


def _optional(field: BoundField, ticked: bool) -> str:
    return "" if field.field.required or ticked else getattr(field.field, "needed_to", _("facultatif"))


def _errors(form: django_forms.BaseForm) -> list[tuple[str, str, str]]:
    """Each error with the field it leads to: (id of the input, label, sentence)."""
    found = [("", "", str(text)) for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or (f"{bound.auto_id}_0" if bound.auto_id else "")
        found += [(target, str(bound.label), str(text)) for text in bound.errors]
    return found


@register.simple_block_tag(takes_context=True)
def form_page(
    context: Context,
    content: str,
    *,
    form: django_forms.BaseForm,
    submit: str = "",
    url: str = "",
    seen_by: str = "",
    cancel_url: str = "",
    multipart: bool = False,
    draft: str = "",
    variant: str = "act",
    method: str = "post",
) -> SafeString:
    """A whole form. ``draft``: a name under which the browser keeps a long text until it is sent."""
    posts = method == "post"
    secrets = form_secrets(context) if posts else SafeString("")
    drawn = draw_around(
        "core/ui/form_page.html", secrets + _inside(form, marked=posts) + content, submit=submit, url=url, seen_by=seen_by,
        cancel_url=cancel_url, multipart=multipart or form.is_multipart(), draft=draft, style=button_class(variant, False),
        method=method,
    )  # fmt: skip
    return SafeString(drawn + str(form.media))


def _inside(form: Any, *, marked: bool) -> SafeString:
    """What is wrong, then the fields; those that a form folds come last, together."""
    errors = tuple(_errors(form)) if form.is_bound else ()
    drawn = [draw("core/ui/form_errors.html", errors=errors)] if errors else []
    drawn += [SafeString(hidden) for hidden in form.hidden_fields()]
    folded = getattr(form, "folded", ())
    shown = {bound.name: field(field=bound, marked=marked) for bound in form.visible_fields()}
    drawn += [html for name, html in shown.items() if name not in folded]
    if folded:
        under = SafeString("".join(shown[name] for name in shown if name in folded))
        drawn.append(draw_around("core/ui/form_folded.html", under, title=form.folded_title, opened=form.unfolds))
    return SafeString("".join(drawn))


@register.simple_block_tag(takes_context=True)
def act_form(
    context: Context,
    content: str,
    *,
    url: str,
    label: str,
    variant: str = "act",
    confirm: str = "",
    small: bool = False,
    icon: str = "",
    about: str = "",
) -> SafeString:
    """One button that acts. With ``confirm``, it first unfolds that sentence and a second button: no script needed.

    ``about``: what it acts on, for who hears the buttons of a list one after the other.
    """
    return draw_around(
        "core/ui/act_form.html", form_secrets(context) + content, url=url, label=label,
        act=label[:1].lower() + label[1:], confirm=confirm, icon=icon, about=about, style=button_class(variant, small),
    )  # fmt: skip
