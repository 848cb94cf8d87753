"""The addresses allauth looks for by name. Only those we use exist: there are no passwords here."""

from django.urls import path

from cercles.people.views import entrance

urlpatterns = [
    path("connexion/", entrance.sign_in, name="account_login"),
    path("connexion/", entrance.sign_in, name="account_request_login_code"),
    path("connexion/code/", entrance.confirm_code, name="account_confirm_login_code"),
    path("inscription/", entrance.sign_up, name="account_signup"),
    path("deconnexion/", entrance.sign_out, name="account_logout"),
    path("suspendu/", entrance.inactive, name="account_inactive"),
]
