"""Static files, and the files people upload."""

from typing import Any

from .environment import BASE_DIR, DATA_DIR, env

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(DATA_DIR / "static"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(DATA_DIR / "media"))()
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=str(DATA_DIR / "private"))()
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Scans and exports: no address leads here, they are read by a page that asks who wants them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644
PICTURE_MAX_BYTES = 12 * 1024 * 1024
PICTURE_MAX_PIXELS = 40_000_000
# A catalogue as it is sent; what it unpacks to is limited in sellers/imports/files.py.
IMPORT_MAX_BYTES = 200 * 1024 * 1024
# Spreadsheets are unpacked and read whole, in a process of their own.
SPREADSHEET_MAX_BYTES = 40 * 1024 * 1024
