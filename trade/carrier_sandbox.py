"""
A tracking system for the carriers whose cards are stored here: `python -m trade.carrier_sandbox`.

A process of its own, spoken to over HTTP as any carrier would be: `PUT /v1/shipments/{carrier}/{number}` asks to be
told, `GET` returns what happened, and each event is posted as a signed webhook until it is taken. Journeys that take
days take `--seconds-per-day` each. Nothing imports this; production sets CARRIER_API_BASE to a real system or to none.
"""

import argparse
import hashlib
import hmac
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

# What happens on a journey: code, share of the way, where, and the carrier's words.
JOURNEY = (
    ("picked_up", 0.02, "from", "Collected from the sender"),
    ("in_transit", 0.15, "from", "Left the country of origin"),
    ("in_transit", 0.45, "", "At the transit hub"),
    ("customs_hold", 0.65, "to", "Customs looks at the papers"),
    ("released", 0.75, "to", "Released by customs"),
    ("out_for_delivery", 0.95, "to", "With the driver"),
    ("delivered", 1.0, "to", "Handed over"),
)
DOMESTIC = tuple(step for step in JOURNEY if step[0] not in ("customs_hold", "released"))
LARGEST_BODY = 10_000


class Journeys:
    """Every shipment that was announced, kept in one file; what has happened follows from the clock."""

    def __init__(self, file: Path, seconds_per_day: float) -> None:
        self.file, self.seconds_per_day = file, seconds_per_day
        self.lock = threading.Lock()
        self.rows: dict[str, dict[str, Any]] = json.loads(file.read_text()) if file.exists() else {}

    def announce(self, carrier: str, number: str, wish: dict[str, Any]) -> None:
        days = max(1, min((date.fromisoformat(wish["expected"]) - datetime.now(UTC).date()).days, 90))
        with self.lock:
            row = {"carrier": carrier, "number": number, "began": time.time(), "days": days, "sent": []}
            ends = {key: str(wish[key])[:2] for key in ("ship_from", "ship_to")}
            self.rows.setdefault(f"{carrier}/{number}", row | ends)
            self._keep()

    def events(self, key: str) -> list[dict[str, str]]:
        row = self.rows.get(key)
        if row is None:
            return []
        steps = DOMESTIC if row["ship_from"] == row["ship_to"] else JOURNEY
        found = []
        for place, (code, share, where, text) in enumerate(steps):
            at = row["began"] + share * row["days"] * self.seconds_per_day
            if at <= time.time():
                found.append(
                    {
                        "id": f"{row['carrier']}-{row['number']}-{place}",
                        "code": code,
                        "at": datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"),
                        "place": row["ship_from"] if where == "from" else row["ship_to"] if where == "to" else "",
                        "text": text,
                    }
                )
        return found

    def unsent(self) -> list[tuple[str, dict[str, str]]]:
        with self.lock:
            keys = list(self.rows)
        return [(key, event) for key in keys for event in self.events(key) if event["id"] not in self.rows[key]["sent"]]

    def mark_sent(self, key: str, event: dict[str, str]) -> None:
        with self.lock:
            self.rows[key]["sent"].append(event["id"])
            self._keep()

    def _keep(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps(self.rows))
        draft.replace(self.file)


def log(line: str) -> None:
    """Write a line to the process's log."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def signature(secret: str, body: bytes) -> str:
    """Time and HMAC-SHA256 over time and body, as docs/carriers.md says."""
    moment = int(time.time())
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"


def tell(journeys: Journeys, url: str, secret: str) -> int:
    """Post what has not been taken yet; return how much was."""
    taken = 0
    for key, event in journeys.unsent():
        carrier, _slash, number = key.partition("/")
        told = {"id": f"msg-{event['id']}", "carrier": carrier, "number": number, "events": [event]}
        body = json.dumps(told).encode()
        headers = {"Content-Type": "application/json", "Carrier-Signature": signature(secret, body)}
        request = urllib.request.Request(f"{url}/webhooks/carriers/{carrier}/", body, headers)  # noqa: S310
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5):
                journeys.mark_sent(key, event)
                taken += 1
        except (urllib.error.URLError, OSError) as failure:
            log(f"webhook not taken: {event['id']}: {failure}")
            break
    return taken


def handler(journeys: Journeys, api_key: str) -> type[BaseHTTPRequestHandler]:
    """The HTTP side."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/healthz":
                return self._answer(200, {"ok": True})
            key = self._key()
            if key is None:
                return None
            if key not in journeys.rows:
                return self._answer(404, {"error": "unknown"})
            return self._answer(200, {"events": journeys.events(key)})

        def do_PUT(self) -> None:
            key = self._key()
            if key is None:
                return None
            length = self.headers.get("Content-Length", "")
            try:
                if not 0 < int(length) <= LARGEST_BODY:
                    raise ValueError(length)
                wish = json.loads(self.rfile.read(int(length)))
                carrier, number = key.split("/", 1)
                journeys.announce(carrier, number, wish)
            except (ValueError, KeyError, TypeError):
                return self._answer(422, {"error": "ship_from, ship_to and expected are needed"})
            return self._answer(201, {"following": key})

        def _key(self) -> str | None:
            given = self.headers.get("Authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {api_key}".encode()):
                self._answer(401, {"error": "unauthorised"})
                return None
            parts = self.path.split("?")[0].strip("/").split("/")
            if len(parts) != 4 or parts[:2] != ["v1", "shipments"]:
                self._answer(404, {"error": "no such address"})
                return None
            return f"{parts[2]}/{parts[3]}"

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            log(format % args)

    return Handler


def main() -> None:
    """Serve, and tell, until ended."""
    parser = argparse.ArgumentParser(prog="python -m trade.carrier_sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8003)
    parser.add_argument("--data", type=Path, default=Path(".data/carriers"))
    parser.add_argument("--api-key", required=True)
    parser.add_argument("--webhook-url", required=True, help="base address of the web server")
    parser.add_argument("--webhook-secret", required=True)
    parser.add_argument("--seconds-per-day", type=float, default=15.0)
    given = parser.parse_args()
    journeys = Journeys(given.data / "journeys.json", given.seconds_per_day)
    server = ThreadingHTTPServer((given.host, given.port), handler(journeys, given.api_key))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    log(f"Carrier sandbox at http://{given.host}:{server.server_port}")
    while True:
        tell(journeys, given.webhook_url, given.webhook_secret)
        time.sleep(1)


if __name__ == "__main__":
    main()
