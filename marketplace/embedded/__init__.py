"""
The servers that come with the project's own packages: PostgreSQL 18 and Redis, as separate real processes.

Used where no DATABASE_URL or REDIS_URL is given: by `manage.py up` with data that lasts, by the tests with data that
does not. The servers are reached as any other would be; nothing else in the project knows that they are embedded.
"""

from .postgres import Postgres
from .redis import Redis

__all__ = ["Postgres", "Redis"]
