"""Readiness: small questions that a service answers only when it can do its work."""

import http.client
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

Probe = Callable[[], bool]
TIMEOUT = 2.0


def http_answers(url: str, status: int = 200) -> Probe:
    """Ready when GET `url` answers with `status`."""
    parts = urlsplit(url)

    def probe() -> bool:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            connection.request("GET", parts.path or "/")
            return connection.getresponse().status == status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return probe


def redis_answers(host: str, port: int) -> Probe:
    """Ready when Redis answers PING."""

    def probe() -> bool:
        try:
            with socket.create_connection((host, port), TIMEOUT) as link:
                link.settimeout(TIMEOUT)
                link.sendall(b"PING\r\n")
                return link.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    return probe


def at_once() -> bool:
    """Ready as soon as it runs."""
    return True


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        # As servers do: a connection of the last run that the kernel still remembers takes no port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def first_free_port(host: str, port: int) -> int:
    """The first free port from `port` upwards."""
    return next(candidate for candidate in range(port, port + 200) if port_is_free(host, candidate))
