"""The components of the house (see ``/galerie/``). Keyword-only arguments: an unknown one fails when the template is loaded."""

from django import template

register = template.Library()
