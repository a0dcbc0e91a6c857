"""Conversations for programs."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from buyers import operations, queries
from marketplace.kernel.api import ActorAPIView, CursorPage
from sellers import queries as sellers

from .serializers import ConversationIn, ConversationOut, MessageIn, MessageOut, ReadOut


class Conversations(ActorAPIView):
    """The organisation's conversations."""

    required_scopes: ClassVar = {"GET": "conversations:read", "POST": "conversations:write"}

    @extend_schema(operation_id="list_conversations", responses=ConversationOut(many=True), tags=["conversations"])
    def get(self, request: Request) -> Response:
        """Conversations as buyer and as seller, last written to first."""
        self.actor.must_act_for_an_organisation()
        page = CursorPage()
        rows = page.of(queries.conversations_of(self.actor), request, ordering=("-last_message_at", "-id"))
        return page.get_paginated_response(ConversationOut(rows, many=True).data)

    @extend_schema(
        operation_id="start_conversation",
        request=ConversationIn,
        responses={201: ConversationOut},
        tags=["conversations"],
    )
    def post(self, request: Request) -> Response:
        """Ask the seller of a listing; a second question about it goes on in the same conversation."""
        given = self.valid(ConversationIn)
        conversation = operations.start_conversation(
            actor=self.actor,
            listing=sellers.live_listing(given["listing"]),
            body=given["body"],
            confirmed=given["confirmed"],
            now=timezone.now(),
        )
        return Response(ConversationOut(conversation).data, status=status.HTTP_201_CREATED)


class OneConversation(ActorAPIView):
    """One conversation."""

    required_scopes: ClassVar = {"GET": "conversations:read"}

    @extend_schema(operation_id="get_conversation", responses=ConversationOut, tags=["conversations"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(ConversationOut(queries.conversation_of(self.actor, public_id)).data)


class Messages(ActorAPIView):
    """The messages of a conversation."""

    required_scopes: ClassVar = {"GET": "conversations:read", "POST": "conversations:write"}

    @extend_schema(operation_id="list_messages", responses=MessageOut(many=True), tags=["conversations"])
    def get(self, request: Request, public_id: str) -> Response:
        """Messages, oldest first. Reading them here does not mark them as read."""
        conversation = queries.conversation_of(self.actor, public_id)
        page = CursorPage()
        rows = page.of(queries.messages_of(conversation), request, ordering=("id",))
        return page.get_paginated_response(MessageOut(rows, many=True).data)

    @extend_schema(operation_id="send_message", request=MessageIn, responses={201: MessageOut}, tags=["conversations"])
    def post(self, request: Request, public_id: str) -> Response:
        """Answer."""
        given = self.valid(MessageIn)
        message = operations.send_message(
            actor=self.actor,
            conversation=queries.conversation_of(self.actor, public_id),
            body=given["body"],
            confirmed=given["confirmed"],
            now=timezone.now(),
        )
        return Response(MessageOut(message).data, status=status.HTTP_201_CREATED)


class ReadConversation(ActorAPIView):
    """Mark the other side's messages as read."""

    required_scopes: ClassVar = {"POST": "conversations:write"}

    @extend_schema(operation_id="read_conversation", request=None, responses=ReadOut, tags=["conversations"])
    def post(self, request: Request, public_id: str) -> Response:
        conversation = queries.conversation_of(self.actor, public_id)
        return Response({"read": operations.mark_read(actor=self.actor, conversation=conversation, now=timezone.now())})
