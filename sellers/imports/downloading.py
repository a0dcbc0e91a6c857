"""
Pictures from addresses that stand in somebody's file: fetched from the public internet and from nowhere else.

Only https, only names whose every address is public, and the connection goes to the very address that was looked at, so
that a name cannot turn to another one between the look and the call. Each redirection is looked at like the first
address. Size and time are limited; nothing of our own (cookies, headers, credentials) is sent along.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore
from django.utils.translation import gettext as _

MOST_REDIRECTIONS = 3
SECONDS = 15.0
_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/avif",
    "image/jpg",
    "application/octet-stream",
    "binary/octet-stream",
)
_HEADERS = [("User-Agent", "Bridgeway-Import/1.0"), ("Accept", "image/avif,image/webp,image/png,image/jpeg")]

Resolver = Callable[[str, int], list[str]]


class NotFetched(Exception):
    """The picture cannot be had from there; the reason is for people."""


def addresses_of(host: str, port: int) -> list[str]:
    """Return every address that a name leads to."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet: not to this machine, its network, or anything set apart."""
    try:
        ip: Any = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if ip.version == 6:
        # An IPv4 address in other clothes is judged as what it is.
        if (inner := ip.ipv4_mapped or ip.sixtofour) is not None:
            return is_public(str(inner))
        if ip.teredo is not None or ip in _TRANSLATED:
            return False
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified)


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class _GuardedBackend(httpcore.SyncBackend):
    """Connects to public addresses alone, and to the one that was checked."""

    def __init__(self, resolve: Resolver, allows: Callable[[str], bool]) -> None:
        self._resolve, self._allows = resolve, allows

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = self._resolve(host, port)
        except OSError as failure:
            raise NotFetched(_("This address leads nowhere. Check it for typing errors.")) from failure
        # One private address among public ones is a trap, not an accident.
        if not found or not all(self._allows(address) for address in found):
            raise NotFetched(_("This address is not on the public internet. Use one that anybody can open."))
        return super().connect_tcp(found[0], port, timeout, local_address, socket_options)


def fetch_picture(
    address: str,
    *,
    most_bytes: int,
    seconds: float = SECONDS,
    resolve: Resolver = addresses_of,
    allows: Callable[[str], bool] = is_public,
    context: ssl.SSLContext | None = None,
) -> BytesIO:
    """
    Return the bytes that `address` leads to; whether they are a picture is for `sellers.pictures` to find out.

    :raises NotFetched: with the reason, if it is no https address in public, too large, too slow, or no picture.
    """
    until = time.monotonic() + seconds
    with httpcore.ConnectionPool(
        network_backend=_GuardedBackend(resolve, allows), ssl_context=context, retries=0, max_connections=1
    ) as pool:
        for _hop in range(MOST_REDIRECTIONS + 1):
            url = _checked(address)
            try:
                answer = _ask(pool, url, most_bytes, until)
            except NotFetched:
                raise
            except (httpcore.TimeoutException, TimeoutError) as late:
                raise NotFetched(_("This address takes too long to answer. Try again later.")) from late
            except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError, UnicodeError) as failure:
                raise NotFetched(_("No safe connection to this address was possible.")) from failure
            if isinstance(answer, BytesIO):
                return answer
            address = urljoin(url, answer)
    raise NotFetched(_("This address leads on and on. Use the picture's own address."))


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise NotFetched(_("This is no web address.")) from None
    if parts.scheme.lower() != "https":
        raise NotFetched(_("Use an address that begins with https://."))
    if not parts.hostname or parts.username is not None or parts.password is not None or port not in (None, 443):
        raise NotFetched(_("Use a plain address such as https://example.com/picture.jpg."))
    try:
        host = parts.hostname.encode("idna").decode()
    except UnicodeError:
        raise NotFetched(_("This is no web address.")) from None
    host = f"[{host}]" if ":" in host else host
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{host}{path}{query}"


def _ask(pool: httpcore.ConnectionPool, url: str, most_bytes: int, until: float) -> BytesIO | str:
    """The body, or the address that the answer leads on to."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    limits = {"connect": min(5.0, left), "read": min(10.0, left), "write": 5.0, "pool": 5.0}
    with pool.stream(
        "GET", quote(url, safe=":/?#[]@!$&'()*+,;=%~"), headers=_HEADERS, extensions={"timeout": limits}
    ) as response:
        headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in (301, 302, 303, 307, 308) and headers.get(b"location"):
            return headers[b"location"]
        if response.status != 200:
            raise NotFetched(_("The address answers with error %(status)s.") % {"status": response.status})
        kind = headers.get(b"content-type", "").split(";")[0].strip().lower()
        if kind and kind not in _TYPES:
            raise NotFetched(_("There is no picture at this address (%(kind)s).") % {"kind": kind[:60]})
        too_large = _("The picture is larger than %(most)s MB.") % {"most": most_bytes // 1024 // 1024}
        if headers.get(b"content-length", "").isdigit() and int(headers[b"content-length"]) > most_bytes:
            raise NotFetched(too_large)
        content = BytesIO()
        for piece in response.iter_stream():
            content.write(piece)
            if content.tell() > most_bytes:
                raise NotFetched(too_large)
            if time.monotonic() > until:
                raise TimeoutError
        content.seek(0)
        return content
