"""What is typed and cannot be meant: a year that is not whole, a number that no key can be. A sentence beside the field, nothing else."""

import pytest
from django.urls import reverse

from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
WHOLE = {
    "0026-03-14": "Vérifiez l’année\xa0: 26.",
    "0001-01-01": "Vérifiez l’année\xa0: 1.",
    "9999-12-31": "Vérifiez l’année\xa0: 9999.",
}


@pytest.mark.parametrize("typed", WHOLE)
def test_a_day_says_its_whole_year(cast, client_of, typed):
    browser, circle = client_of(cast.facilitator), cast.circle
    meeting = MeetingFactory(circle=circle, held=True)
    membership = circle.memberships.get(person=cast.member)
    forms = [
        (reverse("meetings:follow_up_add", args=[meeting.ref]), "due", {"what": "Écrire", "person": cast.member.pk}),
        (reverse("circles:member_edit", args=[circle.slug, membership.pk]), "pioneer_since", {"role": "member"}),
    ]
    told = [browser.post(url, {**data, field: typed}).context["form"].errors for url, field, data in forms]
    assert told == [{"due": [WHOLE[typed]]}, {"pioneer_since": [WHOLE[typed]]}]


@pytest.mark.parametrize("key", ["9" * 30, "9" * 19, "-1", "x"])
def test_a_number_that_no_key_can_be_is_none_of_a_list(cast, client_of, key):
    url = reverse("practices:start", args=[cast.circle.slug])
    answer = client_of(cast.member).post(
        url, {"title": "Louer la lumière", "organisations": [key], "licence": "cc-by-4.0"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organisations"])
