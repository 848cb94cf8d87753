from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cercles.people.enums import LegalPage
from cercles.people.views import (
    account,
    administration,
    demo,
    directory,
    entrance,
    legal,
    links,
    publishing,
    retention,
)


class LegalConverter(StringConverter):
    regex = "|".join(LegalPage.values)

    def to_python(self, value: str) -> LegalPage:
        return LegalPage(value)


register_converter(LegalConverter, "legal")
app_name = "people"
urlpatterns = [
    path("l/fait/", links.link_done, name="link_done"),
    path("l/<str:token>", links.link_act, name="link_act"),
    path("l/<str:token>/nouveau/", links.link_renew, name="link_renew"),
    path("l/<str:token>/transfere/", links.link_forwarded, name="link_forwarded"),
    *(path(f"{page.value}/", legal.page, {"page": page}, name=page.name.lower()) for page in LegalPage),
    path("<legal:page>/version/<int:number>/", legal.version, name="legal_version"),
    path("compte/conditions/", legal.accept, name="accept_terms"),
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
    path("administration/conservation/", retention.kept, name="retention"),
    path("administration/registre/", retention.register, name="register"),
    path("administration/registre.csv", retention.register_file, name="register_file"),
    path("administration/pages-legales/", publishing.pages, name="legal_pages"),
    path("administration/pages-legales/<legal:page>/", publishing.write, name="legal_write"),
    path("administration/pages-legales/<legal:page>/relire/", publishing.preview, name="legal_preview"),
    path("administration/pages-legales/<legal:page>/abandonner/", publishing.discard, name="legal_discard"),
    path("demo/", demo.entrance, name="demo"),
    path("demo/<str:ref>/", demo.enter_as, name="demo_enter"),
]
