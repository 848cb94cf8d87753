"""Who is written to about a message, and when: the worker's part."""

from cercles.circles.emails import threads as letters
from cercles.circles.models import Message
from cercles.circles.queries import current_members


def write_message_letters(message: int) -> None:
    """One letter for each member but its author, once however often it runs."""
    row = Message.objects.select_related("thread__circle", "author").get(pk=message)
    if row.is_withdrawn:
        return
    for membership in current_members(row.thread.circle).exclude(person=row.author_id):
        letters.message(row, membership.person)
