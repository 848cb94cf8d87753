from django.urls import path

from cercles.journal.views import administration, mailbox, rhythms

app_name = "journal"
urlpatterns = [
    path("administration/travaux/", administration.work, name="work"),
    path("administration/travaux/<str:kind>/reessayer/", administration.try_all_again, name="try_all_again"),
    path("administration/travaux/<str:kind>/<int:pk>/reessayer/", administration.try_again, name="try_again"),
    path("administration/travaux/<str:kind>/<int:pk>/abandonner/", administration.give_up, name="give_up"),
    path("administration/serveurs/<int:pk>/reessayer/", administration.ask_server, name="ask_server"),
    path("mes-courriels/", rhythms.rhythms, name="rhythms"),
    path("mes-courriels/apercu/", rhythms.digest_preview, name="digest_preview"),
    path("mes-courriels/<str:token>/", rhythms.rhythms_link, name="rhythms_link"),
    path("courrier/", mailbox.mailbox, name="mailbox"),
    path("courrier/<int:pk>/", mailbox.mail, name="mail"),
]
