"""Between a form and an action: the refusal of a rule becomes an error beside the field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms

from cercles.core.errors import RuleBroken


def attempt(form: forms.BaseForm, act: Callable[[dict[str, Any]], Any]) -> tuple[bool, Any]:
    """Run ``act(form.cleaned_data)`` if the form is valid.

    Gives ``(True, result)``, or ``(False, None)`` with the errors in the form. In a view::

        done, circle = attempt(form, lambda clean: open_circle(by=request.user, **clean))
    """
    if not form.is_valid():
        return False, None
    try:
        return True, act(form.cleaned_data)
    except RuleBroken as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, forms.ValidationError(str(refusal.text), code=refusal.code))
        return False, None
