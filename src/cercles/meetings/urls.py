"""Addresses below ``/rencontres/``."""

from django.urls import path

from cercles.meetings.views import answering, bringing, calendar, dates, desk, reading, running, writing

app_name = "meetings"
urlpatterns = [
    path("", reading.agenda, name="agenda"),
    path("ouvrir/<slug:slug>/", running.open_meeting, name="open"),
    path("cercle/<slug:slug>/", reading.of_circle, name="of_circle"),
    path("mon-agenda/", calendar.my_calendar, name="my_calendar"),
    path("mon-agenda/ouvrir/", calendar.open_feed, name="feed_open"),
    path("mon-agenda/fermer/", calendar.close_feed, name="feed_close"),
    path("agenda/<str:token>.ics", calendar.feed, name="feed"),
    path("<slug:ref>/", reading.detail, name="detail"),
    path("<slug:ref>/rencontre.ics", calendar.meeting_file, name="file"),
    path("<slug:ref>/participer/", answering.register, name="register"),
    path("<slug:ref>/ne-pas-participer/", answering.decline, name="decline"),
    path("<slug:ref>/proposer/", answering.propose, name="propose"),
    path("<slug:ref>/modifier/", running.change, name="change"),
    path("<slug:ref>/refaire/", running.again, name="again"),
    path("<slug:ref>/dates/", dates.ask_dates, name="ask_dates"),
    path("<slug:ref>/dates/<int:pk>/", dates.choose_date, name="choose_date"),
    path("<slug:ref>/questions/<slug:thread>/", bringing.question_bring, name="question_bring"),
    path("<slug:ref>/annoncer/", running.announce, name="announce"),
    path("<slug:ref>/annuler/", running.cancel, name="cancel"),
    path("<slug:ref>/clore/", running.close, name="close"),
    path("<slug:ref>/rouvrir/", running.reopen, name="reopen"),
    path("<slug:ref>/inscriptions/", desk.registrations, name="registrations"),
    path("<slug:ref>/inscriptions/<int:pk>/", desk.answer_for, name="answer_for"),
    path("<slug:ref>/inscriptions.csv", desk.registrations_file, name="registrations_file"),
    path("<slug:ref>/presences/", desk.attendance, name="attendance"),
    path("<slug:ref>/presences/venue/", desk.walk_in, name="walk_in"),
    path("<slug:ref>/emargement/", desk.sign_in_sheet, name="sign_in_sheet"),
    path("<slug:ref>/compte-rendu/", writing.minutes, name="minutes"),
    path("<slug:ref>/compte-rendu/<int:number>/", writing.minutes, name="minutes_version"),
    path("<slug:ref>/compte-rendu/ecrire/", writing.minutes_write, name="minutes_write"),
    path("<slug:ref>/decisions/ajouter/", writing.decision_add, name="decision_add"),
    path("<slug:ref>/decisions/<int:pk>/retirer/", writing.decision_remove, name="decision_remove"),
    path("<slug:ref>/suites/ajouter/", writing.follow_up_add, name="follow_up_add"),
    path("<slug:ref>/suites/<int:pk>/", writing.follow_up_answer, name="follow_up_answer"),
    path("<slug:ref>/ce-que-je-retiens/", writing.takeaway, name="takeaway"),
]
