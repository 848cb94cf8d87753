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
    "circle-word": _("Mot de l’animation d’un cercle"),
    "circle-copy": _("Copie d’un cercle"),
    "circle-review": _("Bilan du semestre d’un cercle"),
    "circle-asked": _("Question portée à un membre qui pourrait savoir"),
    "circle-report-": _("Écrit signalé dans un cercle"),
    "circle-received": _("Signalement reçu de qui n’a pas de compte"),
    "circle-reported": _("Ce qu’est devenu un signalement"),
    "circle-measure": _("Décision de modération d’un cercle"),
    "circle-leaving-": _("Lien pour quitter un cercle"),
    "circle-contested": _("Décision contestée dans un cercle"),
    "circle-name-": _("Personne à nommer pour la modération d’un cercle"),
    "circle-nobody-": _("Question de modération qui attend qu’une personne soit nommée"),
    "circle-visit": _("Visite de l’assistance dans un cercle"),
    "circle-question": _("Question d’un cercle"),
    "circle-done": _("Reçu d’un acte fait depuis un courriel"),
}
