"""Production: every secret and address from the environment, or it does not start."""

from .base import *  # noqa: F403
from .base import CONTENT_SECURITY_POLICY, STORAGES, env

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
DATABASES = {"default": {**DATABASES["default"], **env.db_url("DATABASE_URL")}}  # noqa: F405
REDIS_URL = env("REDIS_URL")
STRIPE_API_KEY = env("STRIPE_API_KEY")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET")
# The lists a marketplace open to the world has to hold names against; a list older than a week stops trade.
SCREENING_LISTS = env.list("SCREENING_LISTS", default=["ofac-sdn", "un", "eu", "uk"])
SCREENING_MAX_AGE_DAYS = env.int("SCREENING_MAX_AGE_DAYS", default=7)
METRICS_TOKEN = env("METRICS_TOKEN")
PUBLIC_URL = env("PUBLIC_URL")
SERVE_OUTBOX = False
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Health probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-bridgeway"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

if bucket := env("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": bucket, "signature_version": "s3v4", "file_overwrite": False},
    }
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env("S3_PRIVATE_BUCKET", default=bucket),
            "location": "private",
            "default_acl": "private",
            "signature_version": "s3v4",
            "file_overwrite": False,
        },
    }
