"""The words of which names and purposes of associations and companies are made, the most frequent first."""

# How an association begins its name, and how many in a hundred do: the words every search meets.
BEGINNINGS = (
    ("ASSOCIATION", 26), ("COMITE DES FETES", 7), ("AMICALE", 7), ("CLUB", 6), ("UNION SPORTIVE", 4), ("LES AMIS", 6),
    ("COLLECTIF", 4), ("SOLIDARITE", 4), ("INSERTION", 3), ("FOYER RURAL", 3), ("FEDERATION", 2), ("CENTRE SOCIAL", 2),
    ("ATELIER", 4), ("COMPAGNIE", 3), ("ENTRAIDE", 3), ("RESSOURCERIE", 1), ("REGIE DE QUARTIER", 1), ("MAISON", 3),
    ("SOCIETE DE CHASSE", 3), ("ACTION", 3), ("LES JARDINS", 2), ("CERCLE", 2), ("RESEAU", 1),
)  # fmt: skip
SUBJECTS = (
    "SPORTIVE", "CULTURELLE", "DES PARENTS D'ELEVES", "DE SOLIDARITE", "D'INSERTION", "POUR L'EMPLOI", "DES ANCIENS COMBATTANTS",
    "DE GYMNASTIQUE", "DE PETANQUE", "DE SAUVEGARDE DU PATRIMOINE", "DES RETRAITES", "DES COMMERCANTS", "POUR L'INSERTION",
    "D'AIDE A DOMICILE", "DES JEUNES", "DE QUARTIER", "DU REEMPLOI", "DE LA MOBILITE", "DE THEATRE", "DE MUSIQUE", "DE CHASSE",
    "DE RANDONNEE", "DES DONNEURS DE SANG", "FAMILIALE", "DU JUMELAGE", "DES HABITANTS", "DE LA BIODIVERSITE", "SOLIDAIRE",
    "DES AIDANTS", "DE LA FORET", "DU VELO", "DU LOGEMENT", "DE FORMATION", "NUMERIQUE", "DES ARTISTES", "DU LIVRE",
)  # fmt: skip
AIMS = (
    "promouvoir la solidarité entre les habitants", "favoriser l'insertion sociale et professionnelle",
    "organiser des manifestations sportives et culturelles", "développer l'économie circulaire et le réemploi",
    "animer la vie du village", "défendre les intérêts de ses membres", "venir en aide aux personnes en difficulté",
    "accompagner vers l'emploi", "préserver le patrimoine et l'environnement", "pratiquer et enseigner la musique",
    "soutenir des projets de solidarité internationale", "accueillir et former des jeunes", "gérer un lieu de vie associatif",
    "favoriser l'accès au logement", "lutter contre l'isolement", "créer et diffuser des spectacles",
    "entretenir les liens entre anciens élèves", "faire connaître la biodiversité", "faciliter la mobilité de tous",
)  # fmt: skip
COMPANIES = (
    ("SARL", "5499"), ("SAS", "5710"), ("SOCIETE CIVILE IMMOBILIERE", "6540"), ("EURL", "5498"), ("SCOP", "5458"),
    ("SCIC", "5560"), ("ATELIERS", "5710"), ("TRANSPORTS", "5499"), ("BOULANGERIE", "5499"), ("INSERTION", "5710"),
)  # fmt: skip
SYLLABLES = (
    "AL BEL BON CAR CHAM COR DAN DEL DUR FER GAR GRAN HER JAR LAM LAR LOR MAR MON NOR OR PAL PER PON RAM ROC SAN SOL TAR TER VAL VER"
).split()
ENDS = "AC AN ARD EAU EL ERIE ET EY IER IN IS OT OU OIS ON UE".split()
FIRST_NAMES = "JEAN MARIE PIERRE ANNE PAUL CLAIRE LOUIS ALICE KARIM FATOU LUC NADIA".split()
STREETS = (
    "DE LA MAIRIE",
    "DES ECOLES",
    "DE LA GARE",
    "PASTEUR",
    "VICTOR HUGO",
    "DU MOULIN",
    "DE L'EGLISE",
    "DES LILAS",
)
ACTIVITIES = (
    "94.99Z", "93.12Z", "90.01Z", "88.99B", "88.10A", "85.59A", "38.32Z", "56.10C", "68.20B", "43.99C", "47.11B", "81.30Z",
)  # fmt: skip
