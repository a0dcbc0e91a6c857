#!/usr/bin/env python3
"""
Health checks of the containers, where there is no curl.

probe.py http://HOST:PORT/PATH   succeeds if the address answers 200 within three seconds.
probe.py FILE SECONDS            succeeds if the file was touched within the last SECONDS.
"""

import sys
import time
import urllib.request
from pathlib import Path


def main(target: str, seconds: str = "60") -> int:
    try:
        if target.startswith("http"):
            with urllib.request.urlopen(target, timeout=3) as answer:
                return 0 if answer.status == 200 else 1
        return 0 if time.time() - Path(target).stat().st_mtime < float(seconds) else 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
