"""What I was told."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import operations, queries
from marketplace.kernel.api import ActorAPIView, CursorPage

from .serializers import NotificationOut, NotificationsRead, NotificationsReadOut


class Notifications(ActorAPIView):
    """The person's notifications, newest first."""

    required_scopes: ClassVar = {"GET": "notifications:read"}

    @extend_schema(operation_id="list_notifications", responses=NotificationOut(many=True), tags=["notifications"])
    def get(self, request: Request) -> Response:
        page = CursorPage()
        rows = page.of(queries.notifications_of(self.actor), request)
        return page.get_paginated_response(NotificationOut(rows, many=True).data)


class ReadNotifications(ActorAPIView):
    """Mark notifications as read."""

    required_scopes: ClassVar = {"POST": "notifications:write"}

    @extend_schema(
        operation_id="read_notifications",
        request=NotificationsRead,
        responses=NotificationsReadOut,
        tags=["notifications"],
    )
    def post(self, request: Request) -> Response:
        given = self.valid(NotificationsRead)
        read = operations.read_notifications(actor=self.actor, public_ids=given.get("ids"), now=timezone.now())
        return Response({"read": read})
