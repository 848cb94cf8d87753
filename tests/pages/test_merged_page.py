"""What every room shows of an organisation, once its duplicate is merged into it and once they are parted again."""

from typing import Any

from cercles.organisations import actions
from cercles.practices.models import Reuse
from tests.cast import Cast
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.practices import make_shared


def test_all_that_was_said_of_the_duplicate(cast: Cast, client_of: Any) -> None:
    double = OrganisationFactory(name="Val Fibre")
    cast.circle.memberships.filter(person=cast.member).update(organisation=double)
    RegistrationFactory(
        meeting=MeetingFactory(circle=cast.circle, held=True, title="Louer plutôt que vendre"), person=cast.member,
        organisation=double, attended=True,
    )  # fmt: skip
    told = make_shared(cast)
    told.approvals.update(organisation=double)
    Reuse.objects.create(
        sheet=make_shared(cast), organisation=double, version=1, declared_by=cast.facilitator, outcome="tried",
        result="Un essai concluant.", audience=told.audience,
    )  # fmt: skip
    browser = client_of(cast.facilitator)

    def shown() -> list[bool]:
        page = browser.get(cast.organisation.get_absolute_url()).content.decode()
        said = ("Cercle des pairs", "Louer plutôt que vendre", told.title, "Un essai concluant.")
        return [words in page for words in said]

    before = shown()
    actions.merge_organisations(duplicate=double, into=cast.organisation, reason="La même.", by=cast.administrator)
    assert shown() == [True, True, True, True]
    actions.undo_merge(duplicate=double, reason="Deux.", by=cast.administrator)
    assert shown() == before
