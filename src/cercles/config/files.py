"""Where files lie: a folder, or a store that speaks S3 when ``CERCLES_S3_BUCKET`` names one."""

import os
from typing import Any


def storages(*, plain: bool) -> dict[str, Any]:
    """``plain``: what pages show is served as it is, not packed."""
    packed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    shown = "django.contrib.staticfiles.storage.StaticFilesStorage" if plain else packed
    return {"default": _kept(), "staticfiles": {"BACKEND": shown}}


def _kept() -> dict[str, Any]:
    bucket = os.environ.get("CERCLES_S3_BUCKET", "")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "cercles.core.storage.Store",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("CERCLES_S3_ENDPOINT") or None,
            "region_name": os.environ.get("CERCLES_S3_REGION") or None,
            "access_key": os.environ.get("CERCLES_S3_KEY") or None,
            "secret_key": os.environ.get("CERCLES_S3_SECRET") or None,
            "location": os.environ.get("CERCLES_S3_PREFIX", ""),
            "file_overwrite": False,
            "default_acl": None,
            "client_config": patience(),
        },
    }


def patience() -> Any:
    """Nobody waits a minute for a store that is away; checksums as every store knows them, not as one of them does."""
    try:
        from botocore.config import Config
    except ModuleNotFoundError:  # ``cercles check`` says what to install
        return None
    return Config(
        connect_timeout=5, read_timeout=30, retries={"max_attempts": 2}, signature_version="s3v4", s3={"addressing_style": "path"},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    )  # fmt: skip
