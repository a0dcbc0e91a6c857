"""The base of every endpoint."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.kernel.idempotency import Answer, answer_once, fingerprint
from marketplace.kernel.refusals import InvalidInput

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ActorAPIView(APIView):
    """
    One endpoint. `public_methods` may be read by anybody; `required_scopes` names the scope of each other method.

    A write with an `Idempotency-Key` happens once and its answer is stored; the same key with another body is
    refused. `self.actor` is who asks.
    """

    public_methods: ClassVar[frozenset[str]] = frozenset()
    required_scopes: ClassVar[Mapping[str, str]] = {}

    @property
    def actor(self) -> Any:
        """The actor behind the token or the session; anonymous on public methods."""
        return self.request._request.actor  # type: ignore[attr-defined]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key")
        if request.method in WRITES and key is not None:
            method = (request.method or "").lower()
            handler = getattr(self, method)
            setattr(self, method, self._once(handler, key))

    def _once(self, handler: Callable[..., Response], key: str) -> Callable[..., Response]:
        def guarded(request: Request, *args: Any, **kwargs: Any) -> Response:
            body = _body_of(request)
            live: list[Response] = []

            def run() -> Answer:
                response = handler(request, *args, **kwargs)
                live.append(response)
                return Answer(
                    status=response.status_code,
                    body=json.dumps(response.data, default=str),
                    content_type="application/json",
                    location=response.headers.get("Location", ""),
                )

            organisation = self.actor.organisation_id or 0
            answer, replayed = answer_once(
                scope=f"api:{organisation}:{self.actor.user_id or 0}",
                key=key,
                request_fingerprint=fingerprint(request.method or "", request.path, body),
                run=run,
            )
            if not replayed:
                return live[0]
            headers = {"Idempotent-Replayed": "true"}
            if answer.location:
                headers["Location"] = answer.location
            return Response(json.loads(answer.body or "null"), status=answer.status, headers=headers)

        return guarded

    def valid(self, serializer_class: Any, **kwargs: Any) -> dict[str, Any]:
        """
        Return the request's body checked against `serializer_class`.

        :raises InvalidInput: with the fields that are wrong.
        """
        serializer = serializer_class(data=self.request.data, **kwargs)
        if not serializer.is_valid():
            raise InvalidInput(fields=dict(serializer.errors))
        return dict(serializer.validated_data)


def _body_of(request: Request) -> bytes:
    """What tells one request's body from another's. Uploads are large and streamed to disk: their hash stands in."""
    if not (request.content_type or "").startswith("multipart/form-data"):
        return bytes(request._request.body)
    form: Any = request.data
    parts: list[list[Any]] = []
    for name in sorted(form):
        for value in form.getlist(name):
            if hasattr(value, "chunks"):
                digest = hashlib.sha256()
                for chunk in value.chunks():
                    digest.update(chunk)
                value.seek(0)
                value = digest.hexdigest()
            parts.append([name, value])
    return json.dumps(parts).encode()
