"""The local profile, with what tests need: quick password hashes, mail kept in memory, a Redis database per worker."""

import os

from .environment import env

# Each parallel worker has a numbered database of the one Redis to itself, so that it may empty it.
_number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["REDIS_URL"] = env("REDIS_URL").rsplit("/", 1)[0] + f"/{_number % 16}"

from .local import *  # noqa: E402, F403
from .local import CACHES, DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Whether a page asks for the editions again must not depend on how busy the machine is; what is changed is forgotten.
TRADE_EDITION_CHECK_SECONDS = 3600
# Nor whether the many threads of a race get their turn: waiting ends, but well after a slow machine is done.
DATABASES["default"]["OPTIONS"]["options"] = (
    "-c statement_timeout=240000 -c lock_timeout=120000 -c idle_in_transaction_session_timeout=240000"
)
CACHES["default"]["OPTIONS"] |= {"socket_connect_timeout": 10, "socket_timeout": 20}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
STRIPE_API_KEY = "sk_test_sandbox_for_tests"
STRIPE_WEBHOOK_SECRET = "whsec_for_tests"
CARRIER_WEBHOOK_SECRET = "carriers_for_tests"
# The rates that come with the product grow old; tests say the same on every day. What age means is tested with dates.
TRADE_FX_MAX_AGE_DAYS = 36_500
TRADE_FX_INDICATIVE_MAX_AGE_DAYS = 36_500
