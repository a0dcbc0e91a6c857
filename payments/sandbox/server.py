"""The HTTP side: threads, connections, faults, and which part of the sandbox answers which path."""

import json
import socket
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from . import checkout_page, control, errors, onboarding_page, web
from .app import Answer, Request, Sandbox
from .faults import Fault

# Importing a page module registers its routes.
PAGES = (checkout_page, onboarding_page)
MOST_BODY = 1_000_000
_HANG_CHECK = 0.25


class Server(ThreadingHTTPServer):
    """Listens at once on construction. ``port`` 0 picks a free one."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), Handler)
        self.sandbox: Sandbox

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive between requests as Stripe does."""

    protocol_version = "HTTP/1.1"
    server_version = "StripeSandbox"
    sys_version = ""
    timeout = 75
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_DELETE = do_HEAD = do_PUT = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """No access log: the event and request ids are in the objects."""

    def _serve(self) -> None:
        try:
            request = self._read()
        except ValueError as error:
            self.close_connection = True
            self._send(Answer(400, json.dumps({"error": {"message": str(error)}}).encode(), _JSON))
            return
        if request.path in ("/healthz", "/control") or request.path.startswith("/control/"):
            self._send(control.answer(self.server.sandbox, request))
            return
        fault = self.server.sandbox.faults.for_request(request.method, request.path)
        if fault is not None and fault.kind == "drop":
            self._hang_up()
        elif fault is not None and fault.kind == "hang":
            self._hang(fault)
        else:
            self._answer(request, fault)

    def _read(self) -> Request:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError as error:
            raise ValueError("Invalid Content-Length.") from error
        if not 0 <= length <= MOST_BODY or self.headers.get("Transfer-Encoding"):
            raise ValueError("The request body is too large or of unknown length.")
        body = self.rfile.read(length) if length else b""
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, parts.path, parts.query, headers, body)

    def _answer(self, request: Request, fault: Fault | None) -> None:
        sandbox = self.server.sandbox

        def before() -> errors.StripeError | None:
            if fault is not None and fault.kind == "delay":
                sandbox.faults.wait_while_present(fault, fault.seconds)
            if fault is not None and fault.kind == "error_500":
                refusal = errors.api_error()
                refusal.saved = fault.stored
                return refusal
            if fault is not None and fault.kind == "rate_limit":
                return errors.rate_limited()
            return None

        if request.path.startswith("/v1/"):
            answer = sandbox.answer(request, before=before)
        elif (refusal := before()) is not None:
            answer = web.problem(refusal.status, refusal.message)
        else:
            answer = web.answer(sandbox, request)
        if fault is not None and fault.kind == "drop_after":
            self._hang_up()
            return
        if fault is not None and fault.kind == "delay_after":
            sandbox.faults.wait_while_present(fault, fault.seconds)
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _hang(self, fault: Fault) -> None:
        """Say nothing until the fault is removed or the client gives up."""
        self.connection.settimeout(0)
        while not self.server.sandbox.faults.wait_while_present(fault, _HANG_CHECK):
            try:
                if self.connection.recv(1, socket.MSG_PEEK) == b"":
                    break
            except BlockingIOError:
                continue
            except OSError:
                break
        try:
            self._hang_up()
        except OSError:
            self.close_connection = True


_JSON = {"Content-Type": "application/json"}
