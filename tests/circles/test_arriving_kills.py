"""A circle that comes in is killed with −9 at random moments, again and again: what comes is what comes in one go, row by row.

Run by ``make long``; ``CERCLES_KILLS`` says how many times, twenty unless told.
"""

import multiprocessing
import os
import random
import signal
import time

import pytest
from django.db import connections

from cercles.circles.actions.arriving import bring_circle
from cercles.circles.exports.archive import export_circle
from cercles.circles.models import Arrival, Message, Thread
from cercles.core.portable import Seat
from tests.cast import make_cast
from tests.circles.test_arriving import WITHOUT_AUTHOR, compared, empty
from tests.config.instance import wait_until
from tests.factories.archive import make_full

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
MESSAGES = 200 * KILLS


def _bring(folder):
    connections.close_all()
    bring_circle(folder, same_network=True)
    connections.close_all()
    os._exit(0)


def place():
    """How far it is, as anybody reads it."""
    found = Arrival.objects.values_list("table", "line").first()
    connections.close_all()
    return found


def test_a_circle_that_comes_in_pieces_is_whole(tmp_path):
    cast = make_cast()
    circle = make_full(cast)
    thread = Thread.objects.create(circle=circle, title="Long", audience=circle.members_audience, count=MESSAGES)
    Message.objects.bulk_create(
        Message(thread=thread, number=number, author=cast.member, text=f"Message {number}")
        for number in range(1, MESSAGES + 1)
    )
    folder = tmp_path / "copie"
    export_circle(Seat(circle=circle, facilitates=True), folder)
    empty()
    connections.close_all()
    chance, places = random.SystemRandom(), {place()}
    for _ in range(KILLS):
        process = multiprocessing.get_context("fork").Process(target=_bring, args=(folder,))
        process.start()
        wait_until(lambda: place() not in places or process.exitcode is not None, 60)  # noqa: B023
        time.sleep(chance.uniform(0, 0.03))
        os.kill(process.pid, signal.SIGKILL)
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, "it ended before it was killed: it brings too little"
        places.add(place())
    arrival = bring_circle(folder, same_network=True)
    assert arrival.left_out == 1
    export_circle(Seat(circle=arrival.circle, facilitates=True), tmp_path / "retour")
    before, after = compared(folder), compared(tmp_path / "retour")
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == WITHOUT_AUTHOR
