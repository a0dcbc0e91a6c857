"""PostgreSQL, Redis as cache, sessions and the search index."""

from .environment import DATA_DIR, env

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///bridgeway")}
DATABASES["default"].update(
    # A connection is kept for a minute: long enough to be warm, short enough to follow a failover.
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    # Behind a transaction-mode pooler there is no session to keep a server-side cursor in.
    DISABLE_SERVER_SIDE_CURSORS=env.bool("DATABASE_POOLED", default=False),
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    options="-c statement_timeout=60000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000",
)

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "bridgeway",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
# Sessions live in PostgreSQL: losing Redis signs nobody out and empties no cart.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

SEARCH_INDEX_DIR = DATA_DIR / "search-index"
