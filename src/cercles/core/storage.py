"""Files in a store that speaks S3, by django-storages: imported only where ``CERCLES_S3_BUCKET`` is given (``requirements/s3.in``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage

from cercles.core.errors import StoreAway


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What is not there is a file not found; a store that does not answer, or refuses, is away: one sentence says what to do."""
    try:
        yield
    except ClientError as refusal:
        if refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(name) from refusal
        raise _away() from refusal
    except (BotoCoreError, Boto3Error) as trouble:
        raise _away() from trouble


def _away() -> StoreAway:
    return StoreAway(
        "store_away",
        _(
            "Les fichiers ne répondent pas en ce moment : rien n’est enregistré. Gardez le vôtre et réessayez dans quelques minutes."
        ),
        field="file",
    )


class Store(S3Storage):
    """A file is there whole or not at all: the store shows it once it has every piece. It is read whole before it is given."""

    def _save(self, name: str, content: Any) -> str:
        with _told(name):
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _told(name):
            opened = super()._open(name, mode)
            if "w" not in mode:
                opened.file.seek(0)  # fetched now, so that nothing breaks once the answer has begun
            return opened

    def delete(self, name: str) -> None:
        with _told(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _told(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _told(path):
            folders, names = super().listdir(path)
            return list(folders), list(names)

    def size(self, name: str) -> int:
        with _told(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _told(name):
            found: datetime = super().get_modified_time(name)
            return found
