"""A webhook receiver as strict as ours: it takes only what ``stripe.Webhook`` verifies."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe

SECRET = "whsec_sandboxtests"


class Receiver:
    """Keeps verified events in the order they arrived. ``refuse`` answers that many deliveries with 500 first."""

    def __init__(self) -> None:
        self.events: list[stripe.Event] = []
        self.forged = 0
        self.refuse = 0
        self.refused = 0
        self._changed = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.take(body, self.headers.get("Stripe-Signature", "")))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhooks"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def take(self, body: bytes, signature: str) -> int:
        with self._changed:
            if self.refuse:
                self.refuse -= 1
                self.refused += 1
                return 500
            try:
                event = stripe.Webhook.construct_event(body, signature, SECRET)
            except (ValueError, stripe.SignatureVerificationError):
                self.forged += 1
                return 400
            self.events.append(event)
            self._changed.notify_all()
            return 200

    def about(self, object_id: str) -> list[stripe.Event]:
        with self._changed:
            return [event for event in self.events if getattr(event.data.object, "id", None) == object_id]

    def wait(self, arrived: Callable[[list[stripe.Event]], bool], timeout: float = 5.0) -> list[stripe.Event]:
        """The events once ``arrived`` says they are enough."""
        end = time.monotonic() + timeout
        with self._changed:
            while not arrived(self.events):
                left = end - time.monotonic()
                assert left > 0, f"only {[event.type for event in self.events]} arrived"
                self._changed.wait(left)
            return list(self.events)

    def wait_for(self, type: str, object_id: str) -> stripe.Event:
        def find(events: list[stripe.Event]) -> list[stripe.Event]:
            return [
                event for event in events if event.type == type and getattr(event.data.object, "id", None) == object_id
            ]

        return find(self.wait(lambda events: bool(find(events))))[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
