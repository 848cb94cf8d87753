"""A small France with its traps: homonyms, accents, former communes, arrondissements, overseas."""

import csv
import io

import factory

from cercles.territories.actions import Loader
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries import place_key

COLUMNS = (
    "kind,code,status,name,parent,epci,heir,region,departement,"
    "population,post_codes,old_codes,old_names,latitude,longitude,approximate"
)
TREE = """\
country,FR,current,France,,,,,,68952941,,,,,
region,04,current,La Réunion,FR,,,04,,885700,,,,,
region,11,current,Île-de-France,FR,,,11,,12358932,,,,,
region,32,current,Hauts-de-France,FR,,,32,,5980697,,,,,
region,44,current,Grand Est,FR,,,44,,5561287,,,,,
region,84,current,Auvergne-Rhône-Alpes,FR,,,84,,8197325,,,,,
departement,01,current,Ain,84,,,84,01,671289,,,,,
departement,62,current,Pas-de-Calais,32,,,32,62,1456000,,,,,
departement,67,current,Bas-Rhin,44,,,44,67,1161000,,,,,
departement,69,current,Rhône,84,,,84,69,1900000,,,,,
departement,75,current,Paris,11,,,11,75,2103778,,,,,
departement,80,current,Somme,32,,,32,80,566000,,,,,
departement,88,current,Vosges,44,,,44,88,359000,,,,,
departement,93,current,Seine-Saint-Denis,11,,,11,93,1690000,,,,,
departement,94,current,Val-de-Marne,11,,,11,94,1420000,,,,,
departement,95,current,Val-d’Oise,11,,,11,95,1270000,,,,,
departement,974,current,La Réunion,04,,,04,974,885700,,,,,
departement,977,current,Saint-Barthélemy,FR,,,,977,10660,,,,,
epci,240100891,current,CC Terre Valserhône,01,,,84,01,22000,,,,,
epci,200054781,current,Métropole du Grand Paris,75,,,11,75,7100000,,,,,
commune,01033,current,Valserhône,01,240100891,,84,01,16712,01200,01018 01278,,46.1,5.8
commune,62108,current,Berck,62,,,32,62,13500,62600,,,,
commune,62633,current,Œuf-en-Ternois,62,,,32,62,200,62130,,,,
commune,67482,current,Strasbourg,67,,,44,67,291313,67000 67100 67200,,,48.58,7.75
commune,69096,current,Grigny-sur-Rhône,69,,,84,69,10000,69520,,Grigny,,
commune,69123,current,Lyon,69,,,84,69,519127,69001 69002 69003,69232,,45.7491,4.8479
commune,75056,current,Paris,75,200054781,,11,75,2103778,75001 75010 75011,,,48.8534,2.3488
commune,80829,current,Y,80,,,32,80,87,80190,,,,
commune,88465,current,Thaon-les-Vosges,88,,,44,88,8600,88150,,Capavenir Vosges,,
commune,93066,current,Saint-Denis,93,200054781,,11,93,150000,93200 93210 93380,,,,
commune,94011,current,Bonneuil-sur-Marne,94,200054781,,11,94,18000,94380,75011,,,
commune,94038,current,L’Haÿ-les-Roses,94,200054781,,11,94,31188,94240,75038,,,
commune,95527,current,Roissy-en-France,95,,,11,95,2800,95700,,,,
commune,97411,current,Saint-Denis,974,,,04,974,155000,97400 97417 97490,,,,
commune,97701,current,Saint-Barthélemy,977,,,,977,10660,97133,,,,
arrondissement,69383,current,Lyon 3e Arrondissement,69123,,,84,69,100679,69003,,,,
arrondissement,75110,current,Paris 10e Arrondissement,75056,,,11,75,83000,75010,,,,
arrondissement,75111,current,Paris 11e Arrondissement,75056,,,11,75,140000,75011,,,,
commune,01033,delegated,Bellegarde-sur-Valserine,01,,01033,84,01,,,,,,
commune,01205,delegated,Lancrans,01,,01033,84,01,,,,,,
commune,93059,delegated,Pierrefitte-sur-Seine,93,,93066,11,93,,,,,,
"""


def rows(text: str = TREE) -> list[dict[str, str]]:
    """Lines of the list, as the loader reads them."""
    return list(csv.DictReader(io.StringIO(f"{COLUMNS}\n{text}")))


def load(text: str = TREE) -> dict[str, int]:
    """Load lines of the list; gives the counts."""
    loader = Loader()
    for _ in loader.load(rows(text)):
        pass
    return dict(loader.retire())


def small_france() -> dict[str, Territory]:
    """Load the small tree; gives the current communes by their code."""
    load()
    return {place.code: place for place in Territory.objects.communes().select_related("parent")}


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A commune of the Loiret, by itself: it is not found by its name (``small_france`` is)."""

    class Meta:
        model = Territory

    kind = TerritoryKind.COMMUNE
    code = factory.Sequence(lambda n: f"45{n:03}")
    name = factory.Sequence(lambda n: f"Commune {n}")
    search_key = factory.LazyAttribute(lambda made: place_key(made.name))
    departement_code = "45"
    region_code = "24"
