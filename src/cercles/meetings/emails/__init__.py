"""The letters of a meeting: one act each, by a signed link."""

from django.utils.translation import gettext_lazy as _

# How the keys of the letters begin, and what each is for.
TITLES = {
    "meetings.minutes": _("Compte rendu d’une rencontre"),
    "meetings.after": _("Question après une rencontre"),
    "meetings.later": _("Question trois mois après une rencontre"),
    "meetings.takeaway_leaves": _("Réponse d’après une rencontre, avant son effacement"),
    "meetings.follow_up": _("Suite à donner d’une rencontre"),
    "meetings.invitation": _("Invitation à une rencontre"),
    "meetings.colleague": _("Proposition de venir à une rencontre"),
    "meetings.visitor": _("Confirmation d’une inscription par une page publique"),
    "meetings.confirmation": _("Inscription à une rencontre"),
    "meetings.waiting": _("Liste d’attente d’une rencontre"),
    "meetings.promotion": _("Place libérée à une rencontre"),
    "meetings.declined": _("Refus d’une invitation à une rencontre"),
    "meetings.given_back": _("Place rendue à une rencontre"),
    "meetings.handed_over": _("Place cédée à une rencontre"),
    "meetings.moved": _("Rencontre déplacée"),
    "meetings.cancelled": _("Rencontre annulée"),
    "meetings.reminder": _("Rappel d’une rencontre"),
}
