"""Who is there: the two reads that begin every page of somebody signed in, prepared. All the rest is Django's and allauth's."""

from datetime import date, datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.people.models import User
from cercles.people.queries.legal import terms_wait


@prepared
def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared
def _account(pk: int, day: date) -> QuerySet[User]:
    """With what the gate asks, so that no page asks it apart."""
    return User.objects.filter(pk=pk).annotate(terms_wait=terms_wait(day))


class SessionStore(DatabaseSessions):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key or "", clock.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


class Backend(AuthenticationBackend):
    """allauth's, by code."""

    def get_user(self, user_id: Any) -> User | None:
        return next((person for person in _account(user_id, clock.today()) if self.user_can_authenticate(person)), None)
