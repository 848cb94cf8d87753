"""Which vocabularies the site ships."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vocabulary(models.TextChoices):
    """One list of terms with its own codes; codes never change, labels and dates may."""

    CATEGORY = "category", _("Catégories d’organisations")
    INNOVATION_ROLE = "innovation_role", _("Rôles dans l’innovation")
    THEME = "theme", _("Thèmes")
    SDG = "sdg", _("Objectifs de développement durable")
    ECONOMIC_MODEL = "economic_model", _("Modèles économiques")
    LEVER = "lever", _("Leviers du modèle socio-économique")
    SUPPORT_FORM = "support_form", _("Formes d’accompagnement")
    INVESTMENT_MODE = "investment_mode", _("Modes d’investissement")
    PARTNERSHIP_TYPE = "partnership_type", _("Types de partenariats")
    SCALING_STRATEGY = "scaling_strategy", _("Stratégies de changement d’échelle")
    EVALUATION_METHOD = "evaluation_method", _("Méthodes d’évaluation")
