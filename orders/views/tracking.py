"""The door for carriers' messages."""

import structlog
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.kernel.refusals import Refusal
from orders.operations import receive_carrier_message
from trade.carriers import carrier_for
from trade.models import Carrier

log = structlog.get_logger(__name__)

# Carriers' messages are a few kilobytes.
LARGEST_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def carrier_webhook(request: HttpRequest, code: str) -> JsonResponse:
    """
    Store a genuine message and answer at once; acting on it happens in the background.

    Forged or changed: 400. No secret set: 503. No such carrier: 404. Seen before: 200, and nothing more.
    """
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > LARGEST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    carrier = Carrier.objects.filter(code=code).first()
    if carrier is None:
        return JsonResponse({"error": "unknown_carrier"}, status=404)
    try:
        notices = carrier_for(carrier.code, carrier.adapter).read_webhook(request.headers, request.body)
    except Refusal as refusal:
        log.warning("carrier_webhook_refused", carrier=code, refusal=refusal.code)
        return JsonResponse({"error": refusal.code}, status=refusal.status)
    fresh = receive_carrier_message(carrier_code=code, notices=notices, now=timezone.now())
    return JsonResponse({"received": True, "new": fresh})
