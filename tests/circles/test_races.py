"""Two people at once: one effect, never a torn state."""

import pytest

from cercles.circles import actions
from cercles.circles.actions import moderation, threads
from cercles.circles.models import CharterAcceptance, Circle, JoinRequest, Membership, Message
from cercles.journal.models import OutgoingMail
from cercles.people.models import User
from tests.cast import make_cast
from tests.circles.race import at_once
from tests.factories.circles import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def story(transactional_db):
    return make_cast()


def test_two_facilitators_accept_the_same_request_and_one_member_enters(story):
    other = MembershipFactory(circle=story.circle, role="co_facilitator").person
    version = story.circle.charter_versions.get()
    request = actions.ask_to_join(circle=story.circle, by=story.account, version=version)

    said = at_once(
        lambda: actions.accept_request(request=request, by=story.facilitator),
        lambda: actions.accept_request(request=request, by=other),
    )

    assert said == ["done", "done"]
    assert Membership.objects.filter(circle=story.circle, person=story.account).count() == 1
    assert OutgoingMail.objects.filter(key__startswith="circle-welcome").count() == 1


def test_one_accepts_while_another_declines_and_the_first_answer_stands(story):
    other = MembershipFactory(circle=story.circle, role="co_facilitator").person
    request = actions.ask_to_join(circle=story.circle, by=story.account, version=story.circle.charter_versions.get())

    said = at_once(
        lambda: actions.accept_request(request=request, by=story.facilitator),
        lambda: actions.decline_request(request=request, by=other, reason="Complet."),
    )

    state = JoinRequest.objects.get().state
    assert said == ["already_answered", "done"]
    assert Membership.objects.filter(circle=story.circle, person=story.account).exists() is (state == "accepted")


def test_the_last_two_facilitators_leave_at_once_and_one_stays(story):
    other = MembershipFactory(circle=story.circle, role="co_facilitator").person

    said = at_once(
        lambda: actions.leave_circle(circle=story.circle, by=story.facilitator),
        lambda: actions.leave_circle(circle=story.circle, by=other),
    )

    assert said == ["done", "last_facilitator"]
    assert Membership.objects.facilitators().filter(circle=story.circle).count() == 1


def test_the_last_facilitator_leaves_twice_and_is_still_there(story):
    leave = lambda: actions.leave_circle(circle=story.circle, by=story.facilitator)  # noqa: E731

    assert at_once(leave, leave) == ["last_facilitator", "last_facilitator"]


def test_two_acceptances_of_one_version_are_one(story):
    version = story.circle.charter_versions.get()
    person = MembershipFactory(circle=story.circle, person=PersonFactory()).person
    accept = lambda: actions.accept_charter(version=version, by=User.objects.get(pk=person.pk))  # noqa: E731

    assert at_once(accept, accept) == ["done", "done"]
    assert CharterAcceptance.objects.filter(person=person).count() == 1


def test_the_charter_changes_while_somebody_accepts_it(story):
    """Whichever comes first, nobody is held to a text she did not read."""
    version = story.circle.charter_versions.get()
    person = MembershipFactory(circle=story.circle, person=PersonFactory()).person

    said = at_once(
        lambda: actions.accept_charter(version=version, by=person),
        lambda: actions.publish_charter(
            circle=story.circle, by=story.facilitator, text="Tout autre texte.", change_note="Tout.", base=1
        ),
    )

    accepted = list(CharterAcceptance.objects.filter(person=person).values_list("version__number", flat=True))
    assert (said, accepted) in ((["done", "done"], [1]), (["charter_changed", "done"], []))


def test_two_versions_published_at_once_make_one(story):
    publish = lambda text: actions.publish_charter(  # noqa: E731
        circle=story.circle, by=story.facilitator, text=text, change_note="Un mot.", base=1
    )

    assert at_once(lambda: publish("Premier texte."), lambda: publish("Second texte.")) == ["charter_changed", "done"]


def test_one_organisation_says_two_things_at_once_and_one_is_current(story):
    theme = actions.add_theme(circle=story.circle, by=story.facilitator, label="Vendre l’usage")
    state = lambda text: actions.state_position(theme=theme, by=story.member, level="trying", text=text)  # noqa: E731

    assert at_once(lambda: state("Un essai."), lambda: state("Deux essais.")) == ["done", "done"]
    assert theme.positions.current().count() == 1
    assert theme.positions.count() == 2


def test_two_open_a_circle_of_the_same_name_and_get_two_addresses(story):
    said = at_once(
        *(
            lambda who=who: actions.open_circle(by=who, name="Cercle du lin", purpose="Le lin, ensemble.")
            for who in (story.account, story.member)
        )
    )

    assert said == ["done", "done"]
    assert sorted(Circle.objects.filter(name="Cercle du lin").values_list("slug", flat=True)) == [
        "cercle-du-lin", "cercle-du-lin-2",
    ]  # fmt: skip


def _held(story):
    reviewed = MembershipFactory(circle=story.circle, writes="reviewed").person
    return moderation.start(circle=story.circle, by=reviewed, title="Un sujet", text="Un texte à relire.")


def test_what_waits_is_published_once_or_refused_never_both(story):
    for _time in range(3):
        held = _held(story)
        said = at_once(
            lambda held=held: threads.publish_held(held=held, by=story.facilitator),
            lambda held=held: threads.refuse_held(held=held, by=story.facilitator),
        )
        assert said == ["already_decided", "done"]
        held.refresh_from_db()
        published = Message.objects.filter(source_key=f"held-{held.pk}").exists()
        assert (held.state, published) in (("published", True), ("refused", False))


def test_two_who_publish_what_waits_post_it_once(story):
    held = _held(story)
    said = at_once(*[lambda: threads.publish_held(held=held, by=story.facilitator)] * 2)
    assert (said, Message.objects.count()) == (["already_decided", "done"], 1)
