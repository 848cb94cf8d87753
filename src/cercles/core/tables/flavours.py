"""The files a list can leave in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Flavour(models.TextChoices):
    """The value is what stands in the address of the export."""

    EXCEL_FR = "excel", _("CSV pour Excel (fr)")
    OPEN = "ouvert", _("CSV de données ouvertes")
    XLSX = "xlsx", _("Classeur Excel")
    ODS = "ods", _("Classeur LibreOffice")

    @property
    def extension(self) -> str:
        return str(self.value) if self in (Flavour.XLSX, Flavour.ODS) else "csv"

    @property
    def content_type(self) -> str:
        return {
            "csv": "text/csv; charset=utf-8",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "ods": "application/vnd.oasis.opendocument.spreadsheet",
        }[self.extension]
