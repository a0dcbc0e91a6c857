"""The frame every endpoint stands in: routes, parameters, lists, ``expand`` and what an answer leaves out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import errors
from .ids import table_of
from .store import Row, Transaction

if TYPE_CHECKING:
    from .app import Sandbox

Handler = Callable[["Call"], Any]
LIST_PARAMETERS = "limit starting_after ending_before created"
# Parameters Stripe takes as an object or list of objects; the rest must be plain values.
NOUNS = {
    "sessions": "checkout.session", "payment_intents": "payment_intent", "charges": "charge", "accounts": "account",
    "transfers": "transfer", "reversals": "transfer reversal", "refunds": "refund", "payouts": "payout",
    "disputes": "dispute", "balance_transactions": "balance transaction", "events": "event", "customers": "customer",
    "payment_methods": "PaymentMethod", "bank_accounts": "external account", "topups": "topup",
    "webhook_endpoints": "webhook endpoint",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    names: frozenset[str]
    handler: Handler


ROUTES: list[Route] = []
# What ``expand[]`` may add though it is not in the plain answer: (object, field) -> maker.
INCLUDABLE: dict[tuple[str, str], Callable[["Call", Row], Any]] = {}


def endpoint(method: str, path: str, parameters: str = "") -> Callable[[Handler], Handler]:
    """
    Register a handler: ``{id}`` in ``path`` matches one segment; ``parameters`` are the names it takes, ``expand``
    always among them. Any other top-level name is answered with ``parameter_unknown``.
    """
    pattern = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "$")

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, pattern, frozenset(parameters.split()) | {"expand"}, handler))
        return handler

    return register


def find_route(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """:raises StripeError: 404 as Stripe words it."""
    for route in ROUTES:
        if route.method == method and (match := route.pattern.match(path)):
            return route, match.groupdict()
    raise errors.unrecognized_url(method, path)


@dataclass
class Call:
    """One request being handled: its parameters, its transaction, and the sandbox it happens in."""

    sandbox: "Sandbox"
    tx: Transaction
    parameters: dict[str, Any] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    account: str | None = None
    request_id: str | None = None
    idempotency_key: str | None = None
    route_path: str = ""

    @property
    def now(self) -> int:
        return self.sandbox.clock.now()

    # Parameters

    def text(self, name: str, *, required: bool = False, longest: int = 5000) -> str | None:
        """A string parameter; the empty string counts as absent, as at Stripe."""
        value = self.parameters.get(name)
        if value in (None, ""):
            if required:
                raise errors.parameter_missing(name)
            return None
        if not isinstance(value, str):
            raise errors.parameter_invalid(f"Invalid string: {name} must be a string", name)
        if len(value) > longest:
            raise errors.parameter_invalid(
                f"Invalid string: {name} must be at most {longest} characters", name, "parameter_invalid_string"
            )
        return value

    def required(self, name: str) -> str:
        value = self.text(name, required=True)
        assert value is not None
        return value

    def integer(self, name: str, default: int | None = None) -> int | None:
        return as_integer(self.parameters.get(name), name, default)

    def positive(self, name: str) -> int:
        """A required whole number above zero."""
        if (value := self.integer(name)) is None:
            raise errors.parameter_missing(name)
        if value < 1:
            raise errors.parameter_invalid("Invalid positive integer", name, "parameter_invalid_integer")
        return value

    def boolean(self, name: str, default: bool = False) -> bool:
        value = self.parameters.get(name)
        if value in (None, ""):
            return default
        if value not in ("true", "false"):
            raise errors.parameter_invalid(f"Invalid boolean: {value}", name)
        return bool(value == "true")

    def choice(self, name: str, allowed: str, default: str | None = None) -> str | None:
        value = self.text(name) or default
        if value is not None and value not in allowed.split():
            names = " or ".join([", ".join(allowed.split()[:-1]), allowed.split()[-1]]).removeprefix(" or ")
            raise errors.parameter_invalid(f"Invalid {name}: must be one of {names}", name)
        return value

    def mapping(self, name: str, allowed: str | None = None) -> dict[str, Any]:
        """A nested object; with ``allowed`` its unknown names are refused."""
        value = self.parameters.get(name) or {}
        if not isinstance(value, dict):
            raise errors.parameter_invalid("Invalid object", name)
        if allowed is not None:
            for key in value:
                if key not in allowed.split():
                    raise errors.parameter_unknown(f"{name}[{key}]")
        return value

    def metadata(self, current: dict[str, str] | None = None, value: Any = None, name: str = "metadata") -> Row:
        """``current`` merged with the given metadata: an empty value removes its key, an empty metadata all."""
        given = self.parameters.get(name) if value is None else value
        if given is None:
            return dict(current or {})
        if given == "":
            return {}
        if not isinstance(given, dict):
            raise errors.parameter_invalid("Invalid object", name)
        merged = dict(current or {})
        for key, item in given.items():
            if len(key) > 40 or not isinstance(item, str) or len(item) > 500:
                raise errors.parameter_invalid(
                    "Metadata keys can have up to 40 characters and values up to 500.", f"{name}[{key[:40]}]"
                )
            merged[key] = item
        merged = {key: item for key, item in merged.items() if item != ""}
        if len(merged) > 50:
            raise errors.parameter_invalid("Metadata can only have up to 50 keys.", name)
        return merged

    # Objects

    def find(self, table: str, identifier: str | None = None, *, param: str = "id") -> Row:
        """The object of this account, or 404. With ``identifier`` it came as parameter ``param`` (400)."""
        key = self.path["id"] if identifier is None else identifier
        row = self.tx.get(table, key)
        if row is None or row.get("_account") != self.account or row.get("deleted"):
            raise errors.resource_missing(NOUNS[table], key, param, in_path=identifier is None)
        return row

    def save(self, table: str, row: Row) -> Row:
        self.tx.put(table, row)
        return row

    def emit(self, type: str, subject: Row, previous: Row | None = None) -> None:
        """Record an event and queue its webhooks; both become visible with the transaction."""
        self.sandbox.events.record(self, type, subject, previous)

    def listed(
        self, table: str, *, keep: Callable[[Row], bool] = lambda row: True, rows: Iterable[Row] | None = None
    ) -> Row:
        """A page of this account's objects, newest first."""
        source = self.tx.newest_first(table) if rows is None else rows
        created = created_filter(self.parameters.get("created"))
        mine = [
            row
            for row in source
            if row.get("_account") == self.account and created(row.get("created", 0)) and keep(row)
            and not row.get("deleted")
        ]  # fmt: skip
        return self.page(mine, table)

    def page(self, rows: list[Row], table: str, url: str | None = None) -> Row:
        limit = self.integer("limit", 10) or 0
        if not 1 <= limit <= 100:
            raise errors.parameter_invalid("Invalid limit: must be between 1 and 100", "limit")
        after, before = self.text("starting_after"), self.text("ending_before")
        if after and before:
            raise errors.parameter_invalid(
                "You can only specify one of these parameters: starting_after, ending_before.", "starting_after"
            )
        if after:
            rows = rows[self._position(rows, after, "starting_after", table) + 1 :]
        if before:
            rows = rows[: self._position(rows, before, "ending_before", table)]
            data, more = rows[-limit:], len(rows) > limit
        else:
            data, more = rows[:limit], len(rows) > limit
        return {"object": "list", "data": data, "has_more": more, "url": url or self.route_path}

    def _position(self, rows: list[Row], key: str, param: str, table: str) -> int:
        for position, row in enumerate(rows):
            if row["id"] == key:
                return position
        raise errors.resource_missing(NOUNS.get(table, "object"), key, param, in_path=False)


def as_integer(value: Any, name: str, default: int | None = None) -> int | None:
    """A form value as a whole number. :raises StripeError: ``parameter_invalid_integer``."""
    if value in (None, ""):
        return default
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise errors.parameter_invalid(f"Invalid integer: {value}", name, "parameter_invalid_integer")
    return int(value)


def created_filter(value: Any) -> Callable[[int], bool]:
    """Stripe's ``created``: a timestamp, or ``{gt, gte, lt, lte}``."""
    if value in (None, ""):
        return lambda created: True
    if isinstance(value, str):
        exact = as_integer(value, "created")
        return lambda created: created == exact
    if not isinstance(value, dict) or not set(value) <= {"gt", "gte", "lt", "lte"}:
        raise errors.parameter_invalid("Invalid created", "created")
    bounds = {key: as_integer(item, f"created[{key}]") or 0 for key, item in value.items()}
    tests: dict[str, Callable[[int, int], bool]] = {
        "gt": lambda created, bound: created > bound,
        "gte": lambda created, bound: created >= bound,
        "lt": lambda created, bound: created < bound,
        "lte": lambda created, bound: created <= bound,
    }
    return lambda created: all(tests[key](created, bound) for key, bound in bounds.items())


def public(value: Any) -> Any:
    """The answer without the sandbox's own notes (names beginning with an underscore)."""
    if isinstance(value, dict):
        return {key: public(item) for key, item in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [public(item) for item in value]
    return value


def expand(call: Call, answer: Any) -> Any:
    """Replace ids named by ``expand[]`` with their objects. :raises StripeError: for a field that is not one."""
    wanted = call.parameters.get("expand") or []
    for path in wanted if isinstance(wanted, list) else [wanted]:
        if not isinstance(path, str) or path.count(".") > 4:
            raise errors.parameter_invalid("Invalid expand", "expand")
        answer = _expand(call, answer, path.split("."), path)
    return answer


def _expand(call: Call, node: Any, steps: list[str], path: str) -> Any:
    if not steps or node is None:
        return node
    if isinstance(node, list):
        return [_expand(call, item, steps, path) for item in node]
    if not isinstance(node, dict):
        raise _cannot_expand(path)
    name, rest = steps[0], steps[1:]
    maker = INCLUDABLE.get((node.get("object", ""), name))
    if maker is not None and not isinstance(node.get(name), dict):
        value = maker(call, node)
    elif name not in node:
        raise _cannot_expand(path)
    else:
        value = node[name]
        if isinstance(value, str):
            table = table_of(value)
            value = call.tx.get(table, value) if table else None
            if value is None:
                raise _cannot_expand(path)
    return {**node, name: _expand(call, value, rest, path)}


def _cannot_expand(path: str) -> errors.StripeError:
    return errors.parameter_invalid(f"This property cannot be expanded ({path}).", "expand")
