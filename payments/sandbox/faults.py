"""Ways to fail on demand: lost answers, delays, errors, and webhooks that come twice, late or not at once."""

import fnmatch
import random
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from .ids import new_id

REQUEST_KINDS = {
    "drop": "Close the connection without an answer; nothing happens.",
    "drop_after": "Do the work, then close the connection without an answer.",
    "delay": "Wait before doing the work.",
    "delay_after": "Do the work, then wait before answering.",
    "hang": "Never answer until the fault is removed; nothing happens.",
    "error_500": "Answer 500 instead of doing the work.",
    "rate_limit": "Answer 429 instead of doing the work.",
}
WEBHOOK_KINDS = {
    "webhook_duplicate": "Deliver each event this many times more.",
    "webhook_drop": "Lose this share of delivery attempts (they are tried again later).",
    "webhook_delay": "Deliver each event this much later.",
    "webhook_shuffle": "Hold every other event back, so that later ones overtake it.",
}
KINDS = REQUEST_KINDS | WEBHOOK_KINDS


@dataclass
class Fault:
    """
    ``match`` is a shell pattern: ``POST /v1/transfers*`` for requests, an event type such as ``charge.*`` for
    webhooks. ``skip`` lets that many matches pass first; ``count`` is how many are then hit (None: all).
    """

    kind: str
    match: str = "*"
    seconds: float = 1.0
    rate: float = 0.5
    copies: int = 1
    count: int | None = None
    skip: int = 0
    stored: bool = True
    id: str = field(default_factory=lambda: new_id("flt", 12))
    hits: int = 0

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Fault":
        """:raises ValueError: naming what is wrong."""
        unknown = set(values) - {"kind", "match", "seconds", "rate", "copies", "count", "skip", "stored"}
        if unknown:
            raise ValueError(f"Unknown: {', '.join(sorted(unknown))}.")
        if values.get("kind") not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}.")
        try:
            fault = cls(
                kind=values["kind"],
                match=str(values.get("match") or "*"),
                seconds=float(values.get("seconds", 1.0)),
                rate=float(values.get("rate", 0.5)),
                copies=int(values.get("copies", 1)),
                count=None if values.get("count") in (None, "") else int(values["count"]),
                skip=int(values.get("skip", 0)),
                stored=values.get("stored", True) in (True, "true", "on", "1"),
            )
        except (TypeError, ValueError) as error:
            raise ValueError("seconds, rate, copies, count and skip are numbers.") from error
        if not 0 <= fault.rate <= 1 or fault.seconds < 0 or not 0 <= fault.copies <= 100 or fault.skip < 0:
            raise ValueError("rate is 0 to 1, copies 0 to 100, seconds and skip not negative.")
        return fault


class Faults:
    """The faults in force. They live in memory: a restart is healthy."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._faults: list[Fault] = []
        self._shuffled = 0

    def add(self, fault: Fault) -> Fault:
        with self._changed:
            self._faults.append(fault)
        return fault

    def remove(self, fault_id: str | None = None) -> None:
        """Remove one, or all; hanging requests are let go."""
        with self._changed:
            self._faults = [fault for fault in self._faults if fault_id is not None and fault.id != fault_id]
            self._changed.notify_all()

    def as_json(self) -> list[dict[str, Any]]:
        with self._changed:
            return [asdict(fault) for fault in self._faults]

    def for_request(self, method: str, path: str) -> Fault | None:
        """The first fault that hits this request; counts the hit."""
        return self._take(REQUEST_KINDS, f"{method} {path}")

    def wait_while_present(self, fault: Fault, seconds: float) -> bool:
        """Wait up to ``seconds`` for the fault to be removed; True once it is gone."""
        with self._changed:
            return self._changed.wait_for(lambda: fault not in self._faults, seconds)

    def copies(self, type: str) -> int:
        fault = self._take({"webhook_duplicate": ""}, type)
        return fault.copies if fault else 0

    def drops(self, type: str) -> bool:
        fault = self._take({"webhook_drop": ""}, type, chance=True)
        return fault is not None

    def hold_back(self, type: str) -> float:
        """Seconds a new delivery waits."""
        late = self._take({"webhook_delay": ""}, type)
        shuffle = self._take({"webhook_shuffle": ""}, type)
        wait = late.seconds if late else 0.0
        if shuffle:
            self._shuffled += 1
            wait += shuffle.seconds if self._shuffled % 2 else 0.0
        return wait

    def _take(self, kinds: dict[str, str], subject: str, *, chance: bool = False) -> Fault | None:
        with self._changed:
            for fault in self._faults:
                if fault.kind not in kinds or not fnmatch.fnmatchcase(subject, fault.match):
                    continue
                if chance and random.random() >= fault.rate:  # noqa: S311 (no secret)
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                if fault.count is not None and fault.hits >= fault.count:
                    continue
                fault.hits += 1
                return fault
        return None
