"""French texts of any length, always the same for the same seed: frequent words as often as French uses them, then words of the trade.

Ranks follow the Zipf-Mandelbrot law, frequency ∝ 1 / (rank + 2.7): a few words everywhere, most of them rare, as an index meets them.
"""

import random
from itertools import accumulate

FREQUENT = (
    "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son cette ont "
    "aux leur nous elle mais ou comme été leurs tout deux même fait aussi ces bien si sans entre après chaque encore "
    "peut faut avant très autre sous vers où dont chez depuis alors parce jour ans fois temps travail personne équipe "
    "année mois semaine question réponse projet besoin moyen"
).split()
TRADE = (
    "coopération partenariat association entreprise fondation mécénat territoire commune habitant bénévole salarié "
    "insertion emploi atelier modèle financement subvention prestation alliance réseau pair retour expérience "
    "réussite échec abandon difficulté budget heure journée machine lumière location usage service économie "
    "circulaire recyclage déchet énergie rénovation logement jeunesse école formation apprentissage tuteur parrainage "
    "mentorat santé handicap accueil parole récit témoignage méthode outil charte engagement accord contrat "
    "convention pilotage comité mesure indicateur résultat impact bilan observation enquête entretien visite voyage "
    "étude rencontre cercle animation facilitation règle confiance partage transfert essaimage adaptation reprise "
    "hybridation ressource don achat marché appel coalition collectif commun gouvernance décision consentement "
    "objection proposition chantier prototype production culture paysan ferme maraîchage cantine alimentation "
    "gaspillage mobilité vélo covoiturage numérique donnée logiciel plateforme médiation illettrisme aidant "
    "vieillissement solidarité précarité inclusion diversité égalité parité biodiversité rivière forêt quartier "
    "village métropole"
).split()
VERBS = (
    "Louer Partager Accueillir Mesurer Réparer Former Réunir Convaincre Financer Transmettre Transformer Ouvrir "
    "Associer Relier Cartographier Mutualiser Recycler Accompagner Recruter Évaluer Raconter Simplifier Déléguer "
    "Négocier Expérimenter Essaimer Hybrider"
).split()
FIRST_NAMES = (
    "Agathe Alban Aline Anaïs Basile Béatrice Cécile Clément Damien Élise Émile Fanny Félix Gaëlle Hugo Inès Jeanne "
    "Joël Karim Léa Loïc Maëlle Malo Nadia Noé Odile Oscar Pauline Rémi Rose Salomé Sami Thaïs Théo Ulysse Violette "
    "Yann Zoé"
).split()
_ONSETS = "B Br C D F G Gr L M N P R S T V".split()
_RIMES = "adec allier anvin arzac elmont erignac ivry oncel oudin urvoy".split()
_ENDS = "et elle ier on ac eau ot ine".split()
_LEGAL = (
    "Association",
    "Fondation",
    "Coopérative",
    "Atelier",
    "Régie",
    "Maison",
    "Réseau",
    "Fabrique",
    "Collectif",
    "Ferme",
)


class Writer:
    """Writes with one random source; sentences are drawn from a stock, so that a long text costs little."""

    def __init__(self, rng: random.Random, stock: int = 4000):
        self.rng = rng
        self._words = (*FREQUENT, *TRADE)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))
        self._sentences = [self._sentence() for _ in range(stock)]

    def _sentence(self) -> str:
        text = " ".join(self.rng.choices(self._words, cum_weights=self._weights, k=self.rng.randint(6, 18)))
        return f"{text[:1].upper()}{text[1:]}."

    def sentence(self) -> str:
        return self.rng.choice(self._sentences)

    def text(self, sentences: int) -> str:
        return " ".join(self.rng.choices(self._sentences, k=sentences))

    def title(self) -> str:
        """« Partager un atelier pour l’emploi »: a verb first."""
        pick = self.rng.choice
        return f"{pick(VERBS)} {pick(('un', 'une', 'le'))} {pick(TRADE)} {pick(('pour', 'avec', 'sans', 'par'))} {pick(TRADE)}"

    def person(self) -> str:
        return f"{self.rng.choice(FIRST_NAMES)} {self.surname()}"

    def surname(self) -> str:
        return self.rng.choice(_ONSETS) + self.rng.choice(_RIMES).removeprefix("a") + self.rng.choice(_ENDS)

    def organisation(self) -> str:
        return f"{self.rng.choice(_LEGAL)} {self.surname()} {self.rng.choice(TRADE)}"
