"""People for tests. Without a trait: an active account with a name, visible to every account."""

import factory
from factory.django import DjangoModelFactory

from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.text import search_key
from cercles.people.enums import AccountState
from cercles.people.models import User


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ["email"]
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Personne {n}")
    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    search_key = factory.LazyAttribute(lambda person: search_key(person.name))
    state = AccountState.ACTIVE
    in_directory = True
    joined_at = factory.LazyFunction(clock.now)
    settled_at = factory.LazyAttribute(lambda person: person.joined_at)

    class Params:
        invited = factory.Trait(state=AccountState.INVITED, joined_at=None, in_directory=False)
        pending = factory.Trait(state=AccountState.PENDING, joined_at=None, in_directory=False, name="")
        erased = factory.Trait(state=AccountState.ERASED, is_active=False, name="", about="", phone="")
        suspended = factory.Trait(is_active=False, suspended_reason="Messages publicitaires répétés.")
        administrator = factory.Trait(is_administrator=True)
        fictional = factory.Trait(is_fictional=True)
        private = factory.Trait(visibility=Visibility.PRIVATE)
        circles_only = factory.Trait(visibility=Visibility.CIRCLE)

    @factory.post_generation
    def audience(self, create: bool, extracted: str | None, **kwargs: object) -> None:
        if create:
            self.audience = extracted or self.page_audience
            User.objects.filter(pk=self.pk).update(audience=self.audience)
