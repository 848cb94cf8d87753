"""Meetings and what belongs to them. Without a trait: announced, in ten days, for the circle."""

from datetime import timedelta

import factory

from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.text import search_key
from cercles.meetings.enums import Came, Confidentiality, Format, MeetingState, Presence
from cercles.meetings.models import Decision, FollowUp, Meeting, Minutes, MinutesVersion, Registration, Takeaway


class MeetingFactory(factory.django.DjangoModelFactory):
    """Traits: ``draft``, ``held``, ``closed``, ``cancelled``, ``chatham``, ``past``, ``wide`` (public)."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    circle = factory.SubFactory("tests.factories.circles.CircleFactory")
    format = Format.REX
    title = factory.Sequence(lambda n: f"Rencontre {n}")
    search_key = factory.LazyAttribute(lambda made: search_key(made.title))
    question = "Qu’avons-nous appris ?"
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=2))
    address = "12 rue des Pairs"
    state = MeetingState.ANNOUNCED
    announced_at = factory.LazyFunction(clock.now)
    visibility = Visibility.CIRCLE

    class Params:
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=1)))
        draft = factory.Trait(state=MeetingState.DRAFT, announced_at=None)
        held = factory.Trait(past=True, state=MeetingState.HELD)
        closed = factory.Trait(past=True, state=MeetingState.CLOSED)
        cancelled = factory.Trait(state=MeetingState.CANCELLED, state_reason="La salle est fermée.")
        chatham = factory.Trait(confidentiality=Confidentiality.CHATHAM)
        wide = factory.Trait(visibility=Visibility.PUBLIC)

    @factory.post_generation
    def audience(self, create, extracted, **kwargs):
        if create:
            self.audience = extracted or self.audience_for(self.visibility)
            self.save(update_fields=["audience"])


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A seat. Traits: ``invited``, ``waiting``, ``attended``, ``absent``, ``declined``."""

    class Meta:
        model = Registration

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory("tests.factories.people.PersonFactory")
    state = Presence.REGISTERED
    came = Came.CIRCLE
    queue_number = factory.LazyAttribute(lambda row: row.meeting.registrations.count() + 1)

    class Params:
        invited = factory.Trait(state=Presence.INVITED, queue_number=None)
        waiting = factory.Trait(state=Presence.WAITING)
        attended = factory.Trait(state=Presence.ATTENDED)
        absent = factory.Trait(state=Presence.ABSENT)
        declined = factory.Trait(state=Presence.CANCELLED, queue_number=None)


class MinutesFactory(factory.django.DjangoModelFactory):
    """Published once, for the circle. ``published=False`` leaves a draft."""

    class Meta:
        model = Minutes
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory, held=True)
    draft = "## Ce qui a été dit\n\nLouer plutôt que vendre."
    visibility = Visibility.CIRCLE
    published_number = 0

    @factory.post_generation
    def published(self, create, extracted, **kwargs):
        if not create:
            return
        if extracted is not False:
            MinutesVersion.objects.create(minutes=self, number=1, text=self.draft)
            self.published_number = 1
        self.audience = self.meeting.audience_for(self.visibility)
        self.save(update_fields=["audience", "published_number"])


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory, held=True)
    text = "Essayer la location de linge à deux."
    why = "Personne n’a la taille seul."


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FollowUp

    meeting = factory.SubFactory(MeetingFactory, held=True)
    what = "Envoyer la convention type"
    person = factory.SubFactory("tests.factories.people.PersonFactory")


class TakeawayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Takeaway

    meeting = factory.SubFactory(MeetingFactory, held=True)
    person = factory.SubFactory("tests.factories.people.PersonFactory")
    text = "Le récit de l’échec."
