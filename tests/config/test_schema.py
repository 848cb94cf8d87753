"""A database made by other migrations of the same names is told in one sentence, not by a page that breaks."""

import pytest
from django.db import connection

from cercles.config.schema import made_otherwise, missing

pytestmark = pytest.mark.django_db


def test_the_database_of_this_code_misses_nothing():
    assert (missing(), made_otherwise()) == ([], "")


def test_a_column_that_is_not_there_is_named():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE circles_circle RENAME COLUMN purpose TO former")
    assert missing() == ["circles_circle.purpose"]
    assert "(il manque circles_circle.purpose)" in made_otherwise()
