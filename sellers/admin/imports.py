"""Imports and exports, to look at."""

from django.contrib import admin

from marketplace.kernel.admin import ReadOnlyAdmin
from sellers.models import CatalogueExport, CatalogueImport, ImportPicture, ImportProblem


@admin.register(CatalogueImport)
class CatalogueImportAdmin(ReadOnlyAdmin):
    """Files that sellers sent, and what became of their rows."""

    list_display = (
        "file_name", "organisation", "state", "rows_total", "rows_done", "new_count", "changed_count", "bad_count",
        "created_at", "worked_at",
    )  # fmt: skip
    list_filter = ("state",)
    list_select_related = ("organisation",)
    search_fields = ("file_name", "public_id", "organisation__name")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ("catalogue_import", "row", "column", "value", "reason", "is_warning")
    list_filter = ("is_warning",)
    list_select_related = ("catalogue_import",)
    search_fields = ("catalogue_import__public_id",)
    show_full_result_count = False


@admin.register(ImportPicture)
class ImportPictureAdmin(ReadOnlyAdmin):
    list_display = ("address", "catalogue_import", "listing", "state", "reason")
    list_filter = ("state",)
    list_select_related = ("catalogue_import", "listing")
    search_fields = ("address", "catalogue_import__public_id")
    show_full_result_count = False


@admin.register(CatalogueExport)
class CatalogueExportAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "organisation", "format", "state", "rows_done", "created_at", "finished_at")
    list_filter = ("state", "format")
    list_select_related = ("organisation",)
    search_fields = ("public_id", "organisation__name")
    ordering = ("-id",)
    show_full_result_count = False
