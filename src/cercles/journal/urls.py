from django.urls import path

from cercles.journal.views import administration, mailbox

app_name = "journal"
urlpatterns = [
    path("administration/travaux/", administration.work, name="work"),
    path("administration/travaux/<str:kind>/reessayer/", administration.try_all_again, name="try_all_again"),
    path("administration/travaux/<str:kind>/<int:pk>/reessayer/", administration.try_again, name="try_again"),
    path("administration/travaux/<str:kind>/<int:pk>/abandonner/", administration.give_up, name="give_up"),
    path("courrier/", mailbox.mailbox, name="mailbox"),
    path("courrier/<int:pk>/", mailbox.mail, name="mail"),
]
