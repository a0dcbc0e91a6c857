"""A closed loop of clients on loopback: each asks, waits for the whole answer, asks again, for a fixed time."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Load:
    """What one loop saw. Times in milliseconds."""

    p50: float
    p95: float
    requests: int
    per_second: float
    bytes: int
    errors: int


def run(
    port: int, paths: list[str], *, clients: int = 2, seconds: float = 5.0, headers: dict[str, str] | None = None
) -> Load:
    """
    Ask for `paths` in turn from `clients` connections for `seconds`, after a warm-up of each path twice.

    Only ever talks to 127.0.0.1.
    """
    for path in paths * 2:
        _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), path, headers or {})
    turn = count()
    times: list[float] = []
    sizes: list[int] = []
    errors: list[int] = []
    stop_at = time.perf_counter() + seconds

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < stop_at:
            path = paths[next(turn) % len(paths)]
            began = time.perf_counter()
            status, size = _get(link, path, headers or {})
            times.append((time.perf_counter() - began) * 1000)
            sizes.append(size)
            if status != 200:
                errors.append(status)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times.sort()
    return Load(
        p50=statistics.median(times),
        p95=times[int(len(times) * 0.95)],
        requests=len(times),
        per_second=len(times) / took,
        bytes=int(statistics.mean(sizes)),
        errors=len(errors),
    )


def _get(link: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, int]:
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    return answer.status, len(answer.read())
