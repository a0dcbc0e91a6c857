"""Stripe's errors, in Stripe's shape, raised by handlers and written by the server."""

from typing import Any

DOC_URL = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """
    An answer with an ``error`` object.

    ``saved`` says whether an idempotency key keeps it: Stripe keeps what an endpoint answered once it began to
    execute, and forgets answers to requests it refused beforehand (unknown parameter, bad key, rate limit).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        saved: bool = True,
        keep_changes: bool = False,
        **facts: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.type = type
        self.code = code
        self.param = param
        self.saved = saved
        self.keep_changes = keep_changes
        self.facts = facts

    def body(self) -> dict[str, Any]:
        """The JSON answer: ``{"error": {...}}``."""
        error: dict[str, Any] = {"message": self.message, "type": self.type}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = DOC_URL + self.code.replace("_", "-")
        if self.param:
            error["param"] = self.param
        error.update({key: value for key, value in self.facts.items() if value is not None})
        return {"error": error}


def parameter_missing(param: str) -> StripeError:
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param, saved=False)


def parameter_unknown(param: str) -> StripeError:
    return StripeError(f"Received unknown parameter: {param}", code="parameter_unknown", param=param, saved=False)


def parameter_invalid(message: str, param: str, code: str | None = None) -> StripeError:
    return StripeError(message, code=code, param=param, saved=False)


def resource_missing(noun: str, identifier: str, param: str = "id", *, in_path: bool = True) -> StripeError:
    """404 when the id stands in the path, 400 when it came as another parameter, as Stripe answers."""
    return StripeError(
        f"No such {noun}: '{identifier}'", status=404 if in_path else 400, code="resource_missing", param=param
    )


def card_error(message: str, code: str, *, decline_code: str | None = None, **facts: Any) -> StripeError:
    """A refused card: 402, and whatever the attempt changed (failed charge, event) stays."""
    return StripeError(
        message, status=402, type="card_error", code=code, decline_code=decline_code, keep_changes=True, **facts
    )


def unauthorized(message: str) -> StripeError:
    return StripeError(message, status=401, saved=False)


def unrecognized_url(method: str, path: str) -> StripeError:
    return StripeError(
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at "
        "https://support.stripe.com/.",
        status=404,
        saved=False,
    )


def api_error(message: str = "An unknown error occurred.") -> StripeError:
    return StripeError(message, status=500, type="api_error")


def rate_limited() -> StripeError:
    return StripeError(
        "Request rate limit exceeded. Learn more about rate limits https://docs.stripe.com/rate-limits.",
        status=429,
        code="rate_limit",
        saved=False,
    )
