"""`python -m benchmarks [NAME ...] [--scale LISTINGS]`."""

import argparse
import signal
import sys
from importlib import import_module

from benchmarks import stack

ALL = (
    "pages",
    "search",
    "orders",
    "editor",
    "trade",
    "freight",
    "classification",
    "screening",
    "papers",
    "restrictions",
    "feeds",
    "imports",
    "exports",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(ALL)}; all when none is named")
    parser.add_argument("--scale", type=int, default=0, help="also measure on a catalogue of that many listings")
    given = parser.parse_args()
    unknown = set(given.names) - set(ALL)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    # What `timeout` and supervisors send: leave by the way that stops the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with stack.databases():
        stack.manage("prepare", "--demo")
        for name in given.names or ALL:
            import_module(f"benchmarks.{name}").run(scale=given.scale)


if __name__ == "__main__":
    main()
