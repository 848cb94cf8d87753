"""A conversation asked as a question: what answers it, and who vouches for that answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import QuestionState
from cercles.circles.models.circle import CircleTheme
from cercles.circles.models.threads import Message, Thread
from cercles.core import clock


class Question(models.Model):
    """One a conversation, read with it: it has no audience of its own. An answer is a message of the conversation."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="question")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    theme = models.ForeignKey(CircleTheme, models.SET_NULL, null=True, blank=True, related_name="questions")
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    answer = models.ForeignKey(Message, models.RESTRICT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    certified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_said = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("question")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=QuestionState.OPEN, answer__isnull=True, certified_at__isnull=True)
                | Q(state=QuestionState.ANSWERED, answer__isnull=False, certified_at__isnull=True)
                | Q(state=QuestionState.CERTIFIED, answer__isnull=False, certified_at__isnull=False),
                name="question_state_told",
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="circles_question_waiting")]

    def __str__(self) -> str:
        return str(self.thread)

    @property
    def circle(self) -> object:
        """Its rules are those of a member of the circle."""
        return self.thread.circle


class Solicitation(models.Model):
    """A question taken to one member who may know: once, with the reasons she was given, and whether she said that she does not."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="solicitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    # Nobody: the site itself, or the member before her who did not know.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # Told by her grouped mail, at her hour, and not by a letter of its own.
    is_grouped = models.BooleanField(default=False)
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("sollicitation")
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="solicitation_once")]

    def __str__(self) -> str:
        return str(self.question)

    @property
    def circle(self) -> object:
        """Its rules are those of a member of the circle."""
        return self.question.thread.circle
