"""The process that reads ahead: orders on the standard input, pieces on the standard output (``ahead.py`` starts it and says why)."""

import gc
import os
import pickle
import sys
from collections.abc import Iterator
from typing import IO

from django.utils.translation import override

from cercles.organisations.actions.imports.ahead import Orders
from cercles.organisations.actions.imports.keys import Keys
from cercles.organisations.actions.imports.layouts import national_reader
from cercles.organisations.actions.imports.places import Places
from cercles.organisations.actions.imports.rows import pieces_of, prepare
from cercles.territories.queries import Name, PlaceResolver

_NICE = 5  # pages are served before rows are read


def run() -> None:
    os.nice(_NICE)
    try:
        obey(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:  # the parent has ended
        os._exit(0)


def obey(told: IO[bytes], out: IO[bytes]) -> None:
    orders: Orders = pickle.load(told)
    resolver = PlaceResolver(_names(told), orders.departements)
    gc.freeze()  # names by the hundred thousand, which stay: not looked through again and again
    with override(orders.language), Keys(orders.keys) as keys:
        read = national_reader(orders.layout, Places(find=resolver.find), orders.words)
        for piece in pieces_of(orders.table.rows(skip=orders.skip, start=orders.start), read, keys):
            _give(prepare(piece), out)
        _give(None, out)


def _give(piece: object, out: IO[bytes]) -> None:
    pickle.dump(piece, out, pickle.HIGHEST_PROTOCOL)
    out.flush()


def _names(told: IO[bytes]) -> Iterator[Name]:
    while (some := pickle.load(told)) is not None:
        yield from some
