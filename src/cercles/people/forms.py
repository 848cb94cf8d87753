"""Forms of the room ``people``."""

from django import forms


class SignupForm(forms.Form):
    def signup(self, request, user):  # allauth's hook
        pass
