"""The door for the provider's messages."""

import structlog
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.kernel.refusals import Refusal
from payments import gateway
from payments.operations.receive_webhook import receive_webhook

log = structlog.get_logger(__name__)

# The provider's largest messages are a few dozen kilobytes.
LARGEST_BYTES = 512 * 1024


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> JsonResponse:
    """
    Store a genuine message and answer at once; acting on it happens in the background.

    Forged, changed or old: 400. No secret set: 503. Seen before: 200, and nothing more. When storing fails the
    answer is 500 and the provider sends it again.
    """
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > LARGEST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        event = gateway.read_webhook(request.body, request.headers.get("Stripe-Signature", ""))
    except Refusal as refusal:
        log.warning("webhook_refused", code=refusal.code)
        return JsonResponse({"error": refusal.code}, status=refusal.status)
    fresh = receive_webhook(event=event, now=timezone.now())
    return JsonResponse({"received": True, "duplicate": not fresh})
