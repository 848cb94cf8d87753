import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from cercles.core import slots
from cercles.core.components import Panel
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries import points, points_of
from cercles.territories.queries.map import Class, classes
from tests.factories.territories import TerritoryFactory, small_france
from tests.territories.official import LINES

PATHS = ["/territoires/", "/territoires/liste/"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def france(db: None, monkeypatch: Any) -> Any:
    """The small tree, without what the rooms above show."""
    for slot in ("territory.counts", "territory.panels"):
        monkeypatch.setitem(slots._registered, slot, [])
    return small_france()


@pytest.fixture
def counted() -> None:
    """Three things in Paris, one in La Réunion, two that have no place."""

    def count(reader: Any, place: Any) -> dict[str, int]:
        return {"75": 3, "974": 1, "": 2}

    slots.register("territory.counts", count)


def page(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_map_and_its_table_say_the_same(client: Any, counted: Any) -> None:
    html = page(client, "/territoires/")
    assert html.count('class="level-4"') == 0
    assert 'aria-label="Paris (75)\u00a0: 3"' in html
    assert '<a class="level-1" href="/territoires/departement/974/">' in html
    assert ">de 2 à 3</li>" in html
    assert '<a href="/territoires/liste/">' in html
    table = page(client, "/territoires/liste/")
    for page_said in (html, table):
        assert "2 organisations sans lieu connu ne sont pas sur la carte." in page_said
    row = '<th scope="row"><a href="/territoires/region/11/">Île-de-France</a>\u00a0: 3</th>'
    assert row in table
    assert '<a class="level-2" href="/territoires/departement/75/">Paris (75)\u00a0:\u00a03</a>' in table
    assert '<a class="level-1" href="/territoires/departement/974/">La Réunion (974)\u00a0:\u00a01</a>' in table


def test_the_map_and_its_table_lead_to_each_departement_once(client: Any) -> None:
    """A drawing too small to be reached is no link; nothing is said of numbers where nothing is counted."""
    found = [re.findall(r'href="/territoires/departement/(\w+)/"', page(client, path)) for path in PATHS]
    everywhere = sorted(Territory.objects.filter(kind="departement").values_list("code", flat=True))
    assert [sorted(codes) for codes in found] == [everywhere, everywhere]
    assert ['aria-label="Paris (75)"' in page(client, PATHS[0]), ">Paris (75)</a>" in page(client, PATHS[1])] == [
        True,
        True,
    ]


def test_the_shapes_are_a_file_of_their_own_that_any_browser_may_keep(client: Any) -> None:
    """The page stays light; only it holds what is counted for its reader."""
    drawing = Path(finders.find("territories/departements.svg")).read_text()
    codes = json.loads((files("cercles.territories") / "data" / "map.json").read_text())["codes"]
    assert re.findall(r'<path id="d(\w+)"', drawing) == codes
    assert len(codes) == 96
    html = page(client, "/territoires/")
    assert html.count("territories/departements.svg#d75") == 2
    assert "<path" not in html[html.index('<svg class="map"') : html.index("map-title")]


def test_each_reader_sees_her_own_numbers_and_no_cache_keeps_them(client_of: Any, cast: Any) -> None:
    slots.register("territory.counts", lambda reader, place: {"75": 2} if reader == cast.member else {})
    answers = {name: client_of(getattr(cast, name)).get("/territoires/") for name in ("member", "account", "stranger")}
    shown = {name: "Paris (75)\u00a0: 2" in answer.content.decode() for name, answer in answers.items()}
    assert shown == {"member": True, "account": False, "stranger": False}
    assert ["Cookie" in answer["Vary"] for answer in answers.values()] == [True, True, True]
    assert [answer.get("Cache-Control") for answer in answers.values()] == [None, None, None]


@pytest.mark.parametrize("path", PATHS)
def test_the_map_asks_one_query_whatever_is_counted(client: Any, counted: Any, queries: Any, path: str) -> None:
    with queries(1):
        client.get(path)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, []),
        ({"75": 0}, []),
        ({"75": 5}, [(5, 5)]),
        ({"75": 3, "974": 1}, [(1, 1), (2, 3)]),
        (dict(zip("abcdefgh", [1, 1, 2, 3, 5, 8, 13, 400], strict=True)), [(1, 1), (2, 3), (4, 8), (9, 400)]),
    ],
)
def test_classes_hold_every_number_once(numbers: dict[str, int], expected: list[tuple[int, int]]) -> None:
    assert classes(numbers) == tuple(Class(level, *bounds) for level, bounds in enumerate(expected, 1))


def test_a_commune_says_where_it_is_and_what_it_unites(client: Any) -> None:
    html = page(client, "/territoires/commune/01033/")
    places = ["/territoires/", "/territoires/region/84/", "/territoires/departement/01/"]
    assert [path for path in places if f'<li><a href="{path}">' in html] == places
    assert "Bellegarde-sur-Valserine" in html
    assert "16\u202f712" in html or "16\u00a0712" in html


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("commune/01205/", "commune/01033/"),
        ("arrondissement/75111/", "commune/75056/"),
        ("commune/2a004/", None),
        ("region/99/", None),
        ("country/FR/", None),
        ("planete/1/", None),
    ],
)
def test_what_is_no_page_leads_where_it_is_meant(client: Any, path: str, target: str | None) -> None:
    response = client.get(f"/territoires/{path}")
    assert (response.status_code, response.headers.get("Location")) == (
        (302, f"/territoires/{target}") if target else (404, None)
    )


@pytest.mark.parametrize(("code", "places"), [("32", 2), ("84", 2), ("11", 4)])
def test_a_region_asks_the_same_queries_for_any_number_of_departements(
    client: Any, queries: Any, code: str, places: int
) -> None:
    with queries(3):
        html = page(client, f"/territoires/region/{code}/")
    assert html.count('<li><a href="/territoires/departement/') == places


def test_the_other_kinds_have_their_page(client: Any) -> None:
    assert "Métropole du Grand Paris" in page(client, "/territoires/departement/75/")
    assert "L’Haÿ-les-Roses" in page(client, "/territoires/epci/200054781/")
    assert "Collectivité d’outre-mer" in page(client, "/territoires/departement/977/")
    TerritoryFactory(kind="arrondissement", code="75102", parent=Territory.objects.get(code="75056"), name="Paris 2e")
    html = page(client, "/territoires/commune/75056/")
    named = [html.index(name) for name in ("<li>Paris 2e</li>", "Paris 10e Arrondissement", "Paris 11e Arrondissement")]
    assert named == sorted(named)


def test_rooms_above_add_their_panels(client: Any) -> None:
    def panels(place: Any, reader: Any) -> list[Panel]:
        return [Panel("core/ui/notice.html", {"text": f"Ici {place.name}", "kind": "info", "icon": "info"})]

    slots.register("territory.panels", panels)
    assert "Ici Lyon" in page(client, "/territoires/commune/69123/")


def test_finding_without_javascript(client: Any) -> None:
    html = page(client, "/territoires/trouver/?q=st+denis")
    assert html.index("/territoires/commune/97411/") < html.index("/territoires/commune/93066/")
    assert "Aucun lieu ne correspond" in page(client, "/territoires/trouver/?q=%3Cscript%3Ezzz")
    assert "<script>zzz" not in page(client, "/territoires/trouver/?q=%3Cscript%3Ezzz")
    assert "Quel lieu cherchez-vous" in page(client, "/territoires/trouver/")


def test_a_name_that_does_not_exist_leads_to_what_begins_so(client: Any) -> None:
    html = page(client, "/territoires/trouver/?q=Strasbourg-Plage")
    assert "Aucun lieu ne s’appelle « Strasbourg-Plage ». Ceux-ci commencent de même." in html.replace("\u00a0", " ")
    assert "/territoires/commune/67482/" in html


def test_the_box_proposes_places_of_any_kind_with_their_address(client: Any) -> None:
    answer = client.get("/territoires/suggestions/lieux/?q=réunion").json()["results"]
    assert answer == [
        {"label": "La Réunion", "note": "Région", "url": "/territoires/region/04/"},
        {"label": "La Réunion (974)", "note": "Département", "url": "/territoires/departement/974/"},
    ]
    (near,) = client.get("/territoires/suggestions/lieux/?q=Strasbourg-Plage").json()["results"]
    assert near["url"] == "/territoires/commune/67482/"
    assert client.get("/territoires/suggestions/lieux/").json() == {"results": []}


def test_suggestions_are_communes_only(client: Any, france: Any) -> None:
    answer = client.get("/territoires/suggestions/?q=paris").json()
    assert answer == {"results": [{"value": str(france["75056"].pk), "label": "Paris", "note": ""}]}
    assert client.get("/territoires/suggestions/").json() == {"results": []}
    assert TerritoryKind.REGION not in str(answer)


def counted_inside(numbers: dict[str, int]) -> None:
    slots.register("territory.counts", lambda reader, place: numbers if place else {})


def test_the_communes_of_a_departement_are_points_and_the_list_says_the_same(client: Any) -> None:
    """Valserhône stands in the north-east of the Ain: right of the middle, above it. A place that is not known is said."""
    counted_inside({"01033": 12, "01999": 3})
    html = page(client, "/territoires/departement/01/")
    (dot,) = re.findall(
        r'<a href="/territoires/commune/01033/" tabindex="-1"><circle class="level-[12]" ([^>]*)>', html
    )
    x, y, _radius = (int(number) for number in re.findall(r"\d+", dot))
    assert 312 < x < 624
    assert 0 < y < 285
    assert "<title>Valserhône : 12</title>" in html.replace("\u00a0", " ")
    assert '<li><a href="/territoires/commune/01033/">Valserhône</a> <small class="note">12</small></li>' in html
    assert "1 commune qui en a n’est pas dessinée\u00a0: elle est dans la liste des communes." in html


def test_each_point_has_its_twin_in_a_table_and_is_left_out_of_the_reading(client: Any) -> None:
    """Whoever has no mouse reads the table under the drawing, in the order of the points: the most numerous first."""
    Territory.objects.filter(code__in=["93066", "93059"]).update(latitude=48.94, longitude=2.36)
    TerritoryFactory(code="93001", departement_code="93", name="Aubervilliers", latitude=48.91, longitude=2.38)
    counted_inside({"93066": 1234, "93001": 2})
    html = page(client, "/territoires/departement/93/")
    drawing = html.partition('<svg class="map map-points"')[2].partition("</svg>")[0]
    assert 'aria-hidden="true" focusable="false"' in drawing
    points = re.findall(r'<a href="([^"]+)"([^>]*)>', drawing)
    assert {attributes for _url, attributes in points} == {' tabindex="-1"'}
    table = html.partition("<table")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row"><a href="([^"]+)">', table) == [url for url, _attributes in points]
    assert re.findall(r"<td>([^<]+)</td>", table) == ["1\u00a0234", "2"]
    assert "<title>Saint-Denis\u00a0: 1\u00a0234</title>" in drawing


def test_a_large_town_is_told_apart_from_those_that_have_two() -> None:
    """However many communes have one."""
    many = {f"01{n:03}": 1 + n // 90 for n in range(180)} | {"01033": 80, "01999": 300}
    place = Territory.objects.get(kind="departement", code="01")
    drawn = points_of(place, many)
    assert drawn is not None
    assert [(one.least, one.most) for one in drawn.legend] == [(1, 1), (2, 2), (3, 80), (81, 300)]


def test_nothing_is_drawn_where_nothing_is_counted_or_no_shape_is_known(client: Any) -> None:
    assert "map-points" not in page(client, "/territoires/departement/01/")
    counted_inside({"97701": 4})
    assert "map-points" not in page(client, "/territoires/departement/977/")


def test_a_region_says_the_numbers_of_its_departements(client: Any) -> None:
    counted_inside({"75": 3, "93": 1})
    html = page(client, "/territoires/region/11/")
    assert '<li><a href="/territoires/departement/75/">Paris</a> <small class="note">3</small></li>' in html
    assert '<li><a href="/territoires/departement/94/">Val-de-Marne</a></li>' in html


def test_a_commune_names_its_neighbours_the_nearest_first(client: Any) -> None:
    Territory.objects.filter(code="69096").update(latitude=45.66, longitude=4.79)  # Grigny: 11 km south of Lyon
    html = page(client, "/territoires/commune/69123/")
    assert (
        '<li><a href="/territoires/commune/69096/">Grigny-sur-Rhône</a> <small class="note">11\u00a0km</small></li>'
        in html
    )
    assert "Communes voisines" not in page(client, "/territoires/commune/67482/")


@pytest.mark.parametrize("numbers", [{"01033": 1}, {f"0{n}": 2 for n in (1033, 1999, 1998)}], ids=["one", "three"])
def test_a_departement_asks_the_same_queries_whatever_is_counted(
    client: Any, queries: Any, numbers: dict[str, int]
) -> None:
    counted_inside(numbers)
    page(client, "/territoires/departement/01/")
    with queries(5):
        page(client, "/territoires/departement/01/")


def test_every_departement_has_a_shape_that_holds_its_communes() -> None:
    """The five overseas too. A centre of the list falls inside the frame of its département."""
    held = points._shapes()
    outside, drawn = [], set()
    for row in LINES:
        if row["kind"] == "commune" and row["latitude"] and row["departement"] in held:
            shape = held[row["departement"]]
            x, y = shape.at(float(row["latitude"]), float(row["longitude"]))
            drawn.add(row["departement"])
            if not (0 <= x <= shape.width and 0 <= y <= shape.height):
                outside.append(row["code"])
    assert outside == []
    assert len(drawn) == 101
