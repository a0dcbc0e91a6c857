"""
What `make run`, development and the tests use: the production code on local addresses.

Secrets are made once, at random, into the data folder; there is no default secret in the code.
"""

from .base import *  # noqa: F403
from .base import CONTENT_SECURITY_POLICY, DATA_DIR, EMAIL_BACKEND, STORAGES, STRIPE_API_BASE, env
from .secrets import read_or_make_secrets

globals().update(read_or_make_secrets(DATA_DIR))
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Files are read from where they lie, so that nobody has to collect them on a developer's machine.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# A file that changes under a running server is read anew, not cut to its old length.
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
# Mail is shown in the browser as long as it goes to files and nowhere else.
SERVE_OUTBOX = EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend"
if STRIPE_API_BASE:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(STRIPE_API_BASE)
# Passkeys want https everywhere but on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
