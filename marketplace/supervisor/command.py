"""The command line of `manage.py up`."""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence

from .console import Console
from .lock import AlreadyRunning, FolderLock
from .plan import Addresses, BadEnvironment, Plan
from .supervisor import Supervisor

EXPLANATION = """\
Start the whole system and stay until Ctrl-C.

PORT and HOST say where the web server listens (8000 on 127.0.0.1). DATABASE_URL, REDIS_URL, and STRIPE_API_KEY or
STRIPE_API_BASE each replace the part that is otherwise started here. DATA_DIR (.data) holds everything that is written.
"""


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py up", description=EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbose", action="store_true", help="repeat the log of every part at the terminal")
    return parser


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run the command; return its exit code."""
    options = parser().parse_args(arguments)
    console = Console()
    try:
        addresses = Addresses.read(environment)
        lock = FolderLock(addresses.data / "up.lock")
        lock.acquire(addresses.url)
        addresses.check_port()
        console.say(f"Starting Bridgeway; its data and logs are in {addresses.data}.")
        plan = Plan(environment, addresses)
        stages = plan.stages()
    except AlreadyRunning as other:
        print(f"Bridgeway is already running here: {other.address} (process {other.pid}).", file=sys.stderr)
        return 1
    except BadEnvironment as problem:
        print(problem, file=sys.stderr)
        return 1

    def announce() -> None:
        console.say()
        console.say(f"Bridgeway is up after {console.seconds:.1f} s: {addresses.url}")
        for line in sign_ins():
            console.say(line)
        if "STRIPE_API_BASE" in plan.shared:
            console.say(f"  Stripe sandbox: {plan.shared['STRIPE_API_BASE']}/")
        console.say("Ctrl-C stops it.")

    return Supervisor(console, verbose=options.verbose, private=[lock.descriptor]).run(stages, announce)


def sign_ins() -> list[str]:
    """The demo world's people: their one password, then a line each with address, name and what to look at."""
    demo = importlib.import_module("demo")
    people: Sequence[tuple[str, str, str]] = demo.SIGN_INS
    widest = max(len(email) for _who, email, _what in people)
    lines = [f"  {email:<{widest}}  {who}. {what}" for who, email, what in people]
    return [f"Sign in as one of these, password {demo.PASSWORD}:", *lines]
