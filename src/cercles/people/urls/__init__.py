from django.urls import path

from cercles.people.views import account, administration, demo, directory, entrance, links

app_name = "people"
urlpatterns = [
    path("l/fait/", links.link_done, name="link_done"),
    path("l/<str:token>", links.link_act, name="link_act"),
    path("l/<str:token>/nouveau/", links.link_renew, name="link_renew"),
    path("l/<str:token>/transfere/", links.link_forwarded, name="link_forwarded"),
    path("conditions/", entrance.terms, name="terms"),
    path("compte/", account.account, name="account"),
    path("compte/bienvenue/", entrance.welcome, name="welcome"),
    path("compte/profil/", account.profile_edit, name="profile_edit"),
    path("compte/accords/", account.consents, name="consents"),
    path("compte/accords/changer/", account.consent_set, name="consent_set"),
    path("compte/liens/", account.my_links, name="links"),
    path("compte/mes-donnees/", account.my_data, name="data"),
    path("compte/effacer/", account.erase, name="erase"),
    path("compte/efface/", account.erased, name="erased"),
    path("personnes/", directory.people, name="directory"),
    path("personnes/<str:ref>/", directory.person, name="person"),
    path("personnes/<str:ref>/ecrire/", directory.write, name="write"),
    path("administration/personnes/", administration.people, name="administration"),
    path("administration/personnes/inviter/", administration.invite, name="administration_invite"),
    path("administration/personnes/<str:ref>/", administration.person, name="administration_person"),
    path("administration/personnes/<str:ref>/reactiver/", administration.reactivate, name="reactivate"),
    path("administration/personnes/<str:ref>/administrer/", administration.set_administrator, name="set_administrator"),
    path("demo/", demo.entrance, name="demo"),
    path("demo/<str:ref>/", demo.enter_as, name="demo_enter"),
]
