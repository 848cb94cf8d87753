"""Pages of practice sheets."""

from cercles.practices.views.answering import approval_answer, reuse_declare, reuse_detail
from cercles.practices.views.files import file_add, file_read, file_remove
from cercles.practices.views.moving import sheet_archive, sheet_move, sheet_submit
from cercles.practices.views.reading import sheet_detail, sheet_list, version_detail
from cercles.practices.views.writing import sheet_edit, sheet_start

__all__ = [
    "approval_answer", "file_add", "file_read", "file_remove", "reuse_declare", "reuse_detail", "sheet_archive",
    "sheet_detail", "sheet_edit", "sheet_list", "sheet_move", "sheet_start", "sheet_submit", "version_detail",
]  # fmt: skip
