"""``python -m payments.sandbox``: start the Stripe sandbox and serve until SIGTERM or SIGINT."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from .app import Sandbox
from .server import Server
from .settings import Settings
from .store import DataDirectoryBusy


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m payments.sandbox", description="A Stripe API for development.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12111, help="0 picks a free one")
    parser.add_argument("--data", type=Path, required=True, help="directory that keeps the objects between runs")
    parser.add_argument("--webhook-url", default="", help="where events are delivered")
    parser.add_argument("--webhook-secret", default="", help="whsec_..., signs the deliveries")
    parser.add_argument("--api-key", default=Settings.api_key, help="the one key that is accepted")
    parser.add_argument("--public-url", default="", help="address of the hosted pages in a browser")
    parser.add_argument("--country", default=Settings.country, help="the platform's country")
    parser.add_argument("--currency", default=Settings.default_currency, help="the platform's currency")
    parser.add_argument(
        "--opening-balance", type=int, default=Settings.opening_balance, help="minor units, in every currency"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="e.g. settle_after=0")
    options = parser.parse_args()
    if options.webhook_url and not options.webhook_secret:
        parser.error("--webhook-url needs --webhook-secret")
    return options


def main() -> int:
    """Serve; the first line on standard output is ``Stripe sandbox at http://...`` once it is ready."""
    options = _arguments()
    settings = Settings(
        api_key=options.api_key, webhook_url=options.webhook_url, webhook_secret=options.webhook_secret,
        country=options.country, default_currency=options.currency, opening_balance=options.opening_balance,
    )  # fmt: skip
    try:
        settings.change(dict(item.partition("=")[::2] for item in options.set))
        server = Server(options.host, options.port)
    except ValueError as error:
        sys.stderr.write(f"Stripe sandbox: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"Stripe sandbox: cannot listen on {options.host}:{options.port}: {error.strerror}\n")
        return 3
    settings.public_url = options.public_url.rstrip("/") or f"http://{options.host}:{server.port}"
    try:
        sandbox = Sandbox(options.data, settings)
    except DataDirectoryBusy as error:
        sys.stderr.write(f"Stripe sandbox: {error}\n")
        return 4
    server.sandbox = sandbox
    stop = threading.Event()

    def finish(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    sandbox.start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"Stripe sandbox at http://{options.host}:{server.port}\n")
    sys.stdout.flush()
    stop.wait()
    sandbox.stop()
    # Threads may be waiting on a hung connection; everything committed is already in the journal.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
