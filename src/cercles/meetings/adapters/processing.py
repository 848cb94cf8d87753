"""What this room does with people's data, for the register of processing."""

from django.utils.translation import gettext_lazy as _

from cercles.core.retention import READ_BY_OTHERS, WITH_ACCOUNT, Ground, Processing, because

PROCESSINGS = [
    Processing(
        "meetings.meetings",
        _("Rencontres"),
        _("Inviter, compter les places, tenir le compte rendu et suivre ce qui a été décidé."),
        Ground.CONTRACT,
        _("Personnes invitées ou inscrites à une rencontre"),
        _("Réponse, présence, tâches, ce que l’on en retient, calendrier privé"),
        _("Qui a une place, l’animation et les membres du cercle ; personne sous la règle de Chatham House"),
        (
            "meetings.Meeting",
            "meetings.Registration",
            "meetings.CalendarFeed",
            "meetings.MinutesVersion",
            "meetings.FollowUp",
            "meetings.Takeaway",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=(
            "meetings.not_there",
            "meetings.follow_ups",
            "meetings.takeaways",
        ),
        reasons={
            **because(READ_BY_OTHERS, "meetings.Meeting", "meetings.MinutesVersion"),
            **because(WITH_ACCOUNT, "meetings.CalendarFeed"),
        },
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
