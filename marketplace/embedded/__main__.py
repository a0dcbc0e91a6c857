"""`python -m marketplace.embedded run -- COMMAND`: run COMMAND beside a private, throw-away PostgreSQL and Redis."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from marketplace.embedded.postgres import Postgres
from marketplace.embedded.redis import Redis


def main() -> int:
    if sys.argv[1:3] != ["run", "--"] or len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="bridgeway-"))
    folder.chmod(0o711)
    postgres, redis = Postgres(folder / "postgres", throwaway=True), Redis(folder / "redis")
    try:
        environment = {**os.environ, "DATABASE_URL": postgres.start(), "REDIS_URL": redis.start()}
        return subprocess.run(sys.argv[3:], env=environment, check=False).returncode
    finally:
        redis.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
