"""A sheet is reported, taken away, given back, erased a year later; meanwhile nothing tells of it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from cercles.circles.actions import moderation as moderating
from cercles.circles.adapters.moderation import rules
from cercles.circles.models import ContentReport, Measure
from cercles.circles.queries.knowing import words_of
from cercles.core import clock, links
from cercles.core.portable import Seat
from cercles.journal.models import OutgoingMail
from cercles.practices import actions, emails
from cercles.practices.adapters import archive, attaching, digest, export, finding, knowing, reporting
from cercles.practices.adapters.moderating import found
from cercles.practices.models import Attachment, PracticeSheet, Reuse
from cercles.practices.queries import reuse_nodes, sheet_nodes, told_of
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.practices import TEXTS, answer, make_public, make_shared, make_sheet, submit

pytestmark = pytest.mark.django_db
TITLE, WORDS = "Prêter ses lampes à trois voisins", "Elle nomme un salarié sans son accord."
GONE = "Cette fiche a été retirée par la modération le"


def away(cast, sheet):
    return moderating.remove(written=found(sheet.pk), by=cast.facilitator, motive="privacy", words=WORDS)


def url_of(sheet):
    return reverse("practices:detail", args=[sheet.ref])


def statuses(cast, client_of, url):
    people = ("stranger", "account", "member", "facilitator", "representative", "administrator", "former")
    return [client_of(cast.person(name)).get(url).status_code for name in people]


def test_whoever_reads_it_reports_it_and_its_author_does_not(cast, client_of):
    shared, public = make_shared(cast), make_public(cast)
    told = {
        (name, sheet.state): reverse("circles:report_write", args=["sheet", sheet.ref])
        in client_of(cast.person(name)).get(url_of(sheet)).content.decode()
        for sheet in (shared, public)
        for name in ("stranger", "account", "member", "facilitator", "representative")
    }
    assert [key for key, offered in told.items() if offered] == [
        ("facilitator", "circle"), ("representative", "circle"), ("stranger", "public"), ("account", "public"),
        ("facilitator", "public"), ("representative", "public"),
    ]  # fmt: skip
    url = reverse("circles:report_write", args=["sheet", public.ref])
    assert statuses(cast, client_of, url) == [200, 200, 404, 200, 200, 200, 200]
    url = reverse("circles:report_write", args=["sheet", shared.ref])
    assert statuses(cast, client_of, url) == [404, 404, 404, 200, 200, 404, 404]
    for hidden in (make_sheet(cast), submit(cast, make_sheet(cast))):
        url = reverse("circles:report_write", args=["sheet", hidden.ref])
        assert statuses(cast, client_of, url) == [404, 404, 404, 404, 404, 404, 404]


def test_who_facilitates_its_circle_decides_and_reads_it_whole(cast, client_of):
    sheet = make_public(cast)
    browser = client_of(cast.account)
    browser.post(reverse("circles:report_write", args=["sheet", sheet.ref]), {"motive": "privacy", "words": ""})
    row = ContentReport.objects.get()
    url = reverse("circles:report", args=[row.ref])
    assert statuses(cast, client_of, url) == [302, 404, 404, 200, 404, 404, 404]
    page = client_of(cast.facilitator).get(url).content.decode()
    assert [text in page for text in TEXTS.values()] == [True] * 4
    client_of(cast.facilitator).post(url, {"motive": "privacy", "words": WORDS})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.visibility, sheet.audience, sheet.shown_before) == (
        "removed", "private", f"removed:{sheet.pk}", "public",
    )  # fmt: skip
    (letter,) = OutgoingMail.objects.filter(person=cast.member, key__startswith="circle-measure-")
    assert [text in letter.text for text in (WORDS, *TEXTS.values())] == [True] * 5


def test_the_only_facilitator_wrote_it_so_who_administers_decides(cast, client_of):
    AffiliationFactory(person=cast.facilitator, organisation=cast.organisation)
    sheet = answer(cast, submit(cast, make_sheet(cast, author=cast.facilitator)))
    client_of(cast.member).post(reverse("circles:report_write", args=["sheet", sheet.ref]), {"motive": "privacy"})
    url = reverse("circles:report", args=[ContentReport.objects.get().ref])
    assert statuses(cast, client_of, url) == [302, 404, 404, 404, 404, 200, 404]


def test_away_its_address_says_so_to_those_who_read_it_and_to_nobody_else(cast, client_of):
    shared, public = make_shared(cast), make_public(cast)
    away(cast, shared)
    away(cast, public)
    assert statuses(cast, client_of, url_of(shared)) == [404, 404, 410, 410, 410, 404, 404]
    assert statuses(cast, client_of, url_of(public)) == [410] * 7
    version = reverse("practices:version", args=[public.ref, 1])
    assert statuses(cast, client_of, version) == [410] * 7
    for person in (cast.stranger, cast.account):
        page = client_of(person).get(url_of(public)).content.decode().replace("\xa0", " ")
        assert (GONE in page, "La personne qui l’a écrite en a reçu la raison." in page) == (True, True)
        assert [words in page for words in (*TEXTS.values(), WORDS, "Malo", "Val-Fibre")] == [False] * 7
    acts = ("edit", "submit", "archive", "reuse", "file_add")
    told = [client_of(cast.member).get(reverse(f"practices:{act}", args=[public.ref])).status_code for act in acts]
    assert told == [404] * 5


@pytest.fixture
def told(cast):
    """A public sheet with a file, an agreement asked about its next version, and a reuse."""
    sheet = make_sheet(cast, title=TITLE)
    actions.attach_file(sheet=sheet, by=cast.member, file=ContentFile(b"%PDF-1.4 x", name="plan.pdf"))
    sheet = actions.open_sheet(sheet=answer(cast, submit(cast, sheet), "public"), by=cast.member)
    other = OrganisationFactory(name="Les Toiles")
    AffiliationFactory(person=cast.account, organisation=other)
    actions.declare_reuse(sheet=sheet, by=cast.account, organisation=other, outcome="adapted", what_changed="À trois.")
    actions.write_sheet(
        sheet=sheet,
        by=cast.member,
        texts={**TEXTS, "title": TITLE, "period": "2027"},
        organisations=[cast.organisation],
    )
    actions.submit_sheet(sheet=sheet, by=cast.member, change_note="La date.")
    return PracticeSheet.objects.get(pk=sheet.pk)


def tellings(cast, client_of, sheet):
    """Every place where somebody else could read that it exists: what it says there, or nothing."""
    now, reuse = clock.now(), Reuse.objects.get()
    since, seat = now - timedelta(days=1), Seat(circle=cast.circle, facilitates=True)
    day = clock.today()
    document = finding.document(finding.findable().get(pk=sheet.pk))
    held = {"public", cast.circle.members_audience, f"represents:{cast.organisation.pk}"}
    pages = ["/fiches/", f"/fiches/?circle={cast.circle.slug}", reverse("circles:detail", args=[cast.circle.slug]), "/"]
    pages += [cast.organisation.get_absolute_url(), reuse.organisation.get_absolute_url()]
    places = {
        "found": bool(held & set(document.audience)),
        "read": any(finding.read(cast.person(name), [sheet.pk]) for name in ("member", "representative")),
        "attached": any(held & set(row.audience) for row in attaching._told([a.pk for a in Attachment.objects.all()]).values()),
        "library": attaching._rows(cast.circle, cast.member).exists(),
        "digest": bool(digest.shared(cast.circle.pk, since, now + timedelta(hours=1))),
        "archive": [table.name for table in archive.tables() if table.rows(seat).exists()],
        "thread": bool(sheet_nodes([sheet.pk], cast.member) or sheet_nodes([sheet.pk], cast.representative)),
        "reuse": bool(reuse_nodes([reuse.pk], cast.member) or reuse_nodes([reuse.pk], cast.representative)),
        "organisations": [bool(rows) for who in (cast.member, cast.representative) for rows in told_of(cast.organisation, who)],
        "knowing": bool(list(knowing.knowing(cast.circle, cast.facilitator, words_of(TITLE)))),
        "review": [bool(part.lines) for part in reporting.review(cast.circle, day, day)],
        "reuses told to who made them": any(TITLE in str(row) for rows in export(cast.account).values() for row in rows),
        "pages": [
            url for url in pages for name in ("account", "facilitator", "representative")
            if TITLE in client_of(cast.person(name)).get(url).content.decode()
        ],
        "mails": sorted(
            OutgoingMail.objects.filter(state="due", text__contains=TITLE).exclude(key__startswith="circle-measure")
            .values_list("key", flat=True)
        ),
        "asked": client_of(cast.representative).get(reverse("pages:week")).content.decode().count(TITLE),
        "links": [
            client_of(cast.stranger).get(links.url(verb, obj, person).partition("testserver")[2]).status_code
            for verb, obj, person in (
                (emails.APPROVE, sheet.approvals.get(), cast.representative), (emails.REUSE, sheet, cast.account)
            )
        ],
    }  # fmt: skip
    return {name: value for name, value in places.items() if value not in (False, [], 0) and any_of(value)}


def any_of(value):
    return any(value) if isinstance(value, list) else True


def test_away_nothing_tells_of_it_anywhere(cast, told, client_of, django_capture_on_commit_callbacks):
    actions.tell_members(sheet=told.pk, version=1)
    before = tellings(cast, client_of, told)
    assert len(before) == 16, sorted(before)
    away(cast, told)
    actions.tell_members(sheet=told.pk, version=1)
    after = tellings(cast, client_of, PracticeSheet.objects.get(pk=told.pk))
    assert after == {"links": [410, 410]}


def test_given_back_it_is_for_its_circle_and_its_author_opens_it_again(cast, told, client_of):
    moderating.lift(measure=away(cast, told), by=cast.facilitator)
    letter = OutgoingMail.objects.filter(person=cast.member, key__startswith="circle-measure-").last()
    assert "Elle est rendue aux membres du cercle" in letter.text.replace("\xa0", " ")
    told.refresh_from_db()
    members = cast.circle.members_audience
    assert (told.state, told.visibility, told.audience, told.shown_before) == ("circle", "circle", members, "")
    assert Reuse.objects.values_list("visibility", "audience").get() == ("circle", members)
    assert statuses(cast, client_of, url_of(told)) == [404, 404, 200, 200, 200, 404, 404]
    assert told.pending["texts"]["period"] == "2027"
    actions.give_up_pending(sheet=told, by=cast.member)
    assert actions.open_sheet(sheet=told, by=cast.member).state == "public"


def test_an_archived_one_is_given_back_archived(cast):
    sheet = actions.archive_sheet(sheet=make_shared(cast), by=cast.member, reason="Dépassée.")
    moderating.lift(measure=away(cast, sheet), by=cast.facilitator)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.audience) == ("archived", cast.circle.members_audience)


def test_taken_back_by_its_owners_meanwhile_there_is_nothing_to_take_away(cast, client_of):
    sheet = make_shared(cast)
    client_of(cast.facilitator).post(reverse("circles:report_write", args=["sheet", sheet.ref]), {"motive": "privacy"})
    answer(cast, sheet, "declined", "Un chiffre est faux.")
    url = reverse("circles:report", args=[ContentReport.objects.get().ref])
    page = client_of(cast.facilitator).get(url).content.decode()
    assert ("Il a été retiré : il ne se lit plus." in page.replace("\xa0", " "), TEXTS["problem"] in page) == (
        True,
        False,
    )


def test_a_year_later_it_is_deleted_with_its_files_and_its_reuses(
    cast, told, django_capture_on_commit_callbacks, client_of
):
    name = told.attachments.get().file.name
    away(cast, told)
    Measure.objects.update(at=clock.now() - timedelta(days=366))
    (rule,) = [rule for rule in rules() if rule.code == "circles.measures"]
    with django_capture_on_commit_callbacks(execute=True):
        assert rule.purge(rule.due(clock.now()), clock.now()) == 1
    assert (PracticeSheet.objects.count(), Reuse.objects.count(), default_storage.exists(name)) == (0, 0, False)
    assert client_of(cast.member).get(url_of(told)).status_code == 404
