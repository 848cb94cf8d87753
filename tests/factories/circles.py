"""Circles and memberships, for tests of this room and of those above."""

import factory

from cercles.circles.enums import CircleRole, Stage
from cercles.circles.models import CharterVersion, Circle, CircleTheme, Membership, Message, Thread
from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.text import search_key


class CircleFactory(factory.django.DjangoModelFactory):
    """A circle known to every account, with the first version of a charter. ``with_charter=False`` leaves it out."""

    class Meta:
        model = Circle
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Cercle {n}")
    slug = factory.Sequence(lambda n: f"cercle-{n}")
    search_key = factory.LazyAttribute(lambda circle: search_key(circle.name))
    purpose = "Comment partager ce que chacun essaie ?"
    stage = Stage.ACTIVE
    visibility = Visibility.NETWORK

    @factory.post_generation
    def audience(self, create, extracted, **kwargs):
        if create:
            own = self.visibility == Visibility.CIRCLE
            self.audience = extracted or (audience.key("circle", self.pk) if own else self.visibility)
            self.save(update_fields=["audience"])

    @factory.post_generation
    def with_charter(self, create, extracted, **kwargs):
        if create and extracted is not False:
            CharterVersionFactory(circle=self)


class CharterVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CharterVersion

    circle = factory.SubFactory(CircleFactory, with_charter=False)
    number = factory.LazyAttribute(lambda row: row.circle.charter_versions.count() + 1)
    text = "Ce qui est dit ici reste ici."
    change_note = factory.LazyAttribute(lambda row: "" if row.number == 1 else "Une phrase de plus.")


class CircleThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CircleTheme

    circle = factory.SubFactory(CircleFactory)
    label = factory.Sequence(lambda n: f"Thème {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A member. Traits: ``facilitating`` and ``left``."""

    class Meta:
        model = Membership

    circle = factory.SubFactory(CircleFactory)
    person = factory.SubFactory("tests.factories.people.PersonFactory")
    role = CircleRole.MEMBER
    since = factory.LazyFunction(clock.now)

    class Params:
        facilitating = factory.Trait(role=CircleRole.FACILITATOR)
        left = factory.Trait(until=factory.LazyAttribute(lambda row: row.since), leaving_reason="Autre projet.")


class ThreadFactory(factory.django.DjangoModelFactory):
    """A conversation; ``messages=3`` writes that many, by its author."""

    class Meta:
        model = Thread
        skip_postgeneration_save = True

    circle = factory.SubFactory(CircleFactory)
    title = factory.Sequence(lambda n: f"Échange {n}")
    started_by = factory.SubFactory("tests.factories.people.PersonFactory")
    audience = factory.LazyAttribute(lambda thread: thread.circle.members_audience)
    count = 0
    last_by = factory.SelfAttribute("started_by")

    @factory.post_generation
    def messages(self, create, extracted, **kwargs):
        if create and extracted:
            Message.objects.bulk_create(
                Message(thread=self, number=n, author=self.started_by, text=f"Message **{n}**.")
                for n in range(1, extracted + 1)
            )
            self.count = extracted
            self.save(update_fields=["count"])
