"""The letters of the room. Each is written in the transaction of the act it tells."""

from django.utils.translation import gettext_lazy as _

# How the keys of the letters begin, and what each is for.
TITLES = {
    "circle-charter": _("Nouvelle charte d’un cercle"),
    "circle-removed": _("Retrait d’un cercle"),
    "circle-left": _("Départ d’un cercle"),
    "circle-role": _("Rôle dans un cercle"),
    "circle-closed": _("Clôture d’un cercle"),
    "circle-handover": _("Passage de relais dans un cercle"),
    "circle-opening": _("Demande d’ouvrir un cercle"),
    "circle-invitation": _("Invitation dans un cercle"),
    "circle-request": _("Demande de rejoindre un cercle"),
    "circle-welcome": _("Bienvenue dans un cercle"),
    "circle-came": _("Arrivée dans un cercle"),
    "circle-thread": _("Message d’un échange"),
    "circle-mail": _("Ce qu’est devenu un courriel envoyé à un cercle"),
    "circle-done": _("Reçu d’un acte fait depuis un courriel"),
}
