"""The components of the house, shown in ``/galerie/``.

Arguments are keyword-only: an unknown one fails when the template is loaded. Components of one or two elements are written
here; larger ones have a template in ``core/ui/``.
"""

from cercles.core.templatetags.ui import blocks, forms, marks, navigation, texts
from cercles.core.templatetags.ui.library import register

__all__ = ["blocks", "forms", "marks", "navigation", "register", "texts"]
