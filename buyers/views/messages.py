"""Conversations: the inbox and the thread, the same page for both sides."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actor import Actor, actor_of
from buyers import queries
from buyers.cards import ANSWER_WITHIN
from buyers.forms import MessageForm
from buyers.models import Conversation, Message
from buyers.operations import ContactDetailsFound, mark_read, send_message, start_conversation
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, RateLimited, Refusal
from sellers import queries as sellers

PER_PAGE = 25
# A thread opens with its end; what came before is a link away.
SHOWN = 60


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Every conversation of the organisation, last written to first."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    shown = request.GET.get("show", "")
    unread_only = shown == "unread"
    before = timezone.now() - ANSWER_WITHIN if shown == "unanswered" else None
    found = queries.conversations_of(actor, unread_only=unread_only, unanswered_before=before)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(conversation, actor) for conversation in page]
    context = {"page": page, "rows": rows, "unread_only": unread_only, "unanswered_only": before is not None}
    return render(request, "buyers/inbox.html", context)


@require_http_methods(["GET", "POST"])
@once
def conversation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a conversation and answer in it."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    thread = queries.conversation_of(actor, public_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if request.method == "POST":
        form.is_valid()
        try:
            send_message(
                actor=actor,
                conversation=thread,
                body=form.cleaned_data.get("body", ""),
                confirmed=form.cleaned_data.get("confirmed", False),
                now=timezone.now(),
            )
        except (ContactDetailsFound, InvalidInput, RateLimited) as said_no:
            refusal = said_no
            _show_on(form, refusal)
        else:
            return _sent(request, thread)
    context = {"conversation": thread, "form": form, "refusal": refusal, "may_write": actor.may("conversations.write")}
    status = 422 if refusal else 200
    if getattr(request, "htmx", None) and request.htmx.target == "composer":  # type: ignore[attr-defined]
        return render(request, "buyers/_composer.html", context, status=status)
    if request.GET.get("all") == "1":
        messages = list(queries.messages_of(thread))
        earlier = 0
    else:
        newest = list(queries.messages_of(thread).reverse()[: SHOWN + 1])
        earlier = len(newest) > SHOWN
        messages = list(reversed(newest[:SHOWN]))
    _mark_read(actor, thread, messages)
    context |= {
        "messages_shown": messages,
        "earlier": earlier,
        "last": messages[-1].public_id if messages else "",
        "other": thread.other_side_of(actor.organisation_id),
        "other_profile": getattr(thread.seller, "seller_profile", None),
        "as_seller": actor.organisation_id == thread.seller_id,
    }
    return render(request, "buyers/conversation.html", context, status=status)


@require_GET
def new_messages(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was written since the message named by `after`: the fragment that an open thread asks for."""
    actor = actor_of(request)
    thread = queries.conversation_of(actor, public_id)
    fresh = queries.messages_of(thread)
    after = fresh.filter(public_id=request.GET.get("after", "")).values_list("pk", flat=True).first()
    messages = list(fresh.filter(pk__gt=after or 0)[:SHOWN])
    if not messages:
        return HttpResponse(status=204)
    _mark_read(actor, thread, messages)
    context = {"conversation": thread, "messages_shown": messages, "last": messages[-1].public_id}
    return render(request, "buyers/_messages.html", context)


@require_http_methods(["GET", "POST"])
@once
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the seller of a listing."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    listing = sellers.live_listing(public_id)
    if request.method == "GET" and (going_on := queries.conversation_about(actor, listing.pk)) is not None:
        return redirect(going_on)
    form = MessageForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if request.method == "POST":
        form.is_valid()
        try:
            thread = start_conversation(
                actor=actor,
                listing=listing,
                body=form.cleaned_data.get("body", ""),
                confirmed=form.cleaned_data.get("confirmed", False),
                now=timezone.now(),
            )
        except (ContactDetailsFound, InvalidInput, RateLimited) as said_no:
            refusal = said_no
            _show_on(form, refusal)
        else:
            return redirect(thread)
    context = {"listing": listing, "form": form, "refusal": refusal, "may_write": actor.may("conversations.write")}
    return render(request, "buyers/ask.html", context, status=422 if refusal else 200)


def _row(conversation: Conversation, actor: Actor) -> dict[str, Any]:
    other = conversation.other_side_of(actor.organisation_id)
    return {
        "conversation": conversation,
        "other": other,
        "preview": conversation.last_body or "",  # type: ignore[attr-defined]
        "is_own": conversation.last_from_id == actor.organisation_id,  # type: ignore[attr-defined]
        "unread": conversation.unread,  # type: ignore[attr-defined]
        "role": _("Buyer") if actor.organisation_id == conversation.seller_id else _("Seller"),
    }


def _mark_read(actor: Actor, thread: Conversation, messages: list[Message]) -> None:
    if any(each.read_at is None and each.organisation_id != actor.organisation_id for each in messages):
        mark_read(actor=actor, conversation=thread, now=timezone.now())


def _show_on(form: MessageForm, refusal: Refusal) -> None:
    """Put a refusal's words at the field, with the text as it was written."""
    if "body" not in form.errors:
        for problem in refusal.fields.get("body", []):
            form.add_error("body", problem)
    if isinstance(refusal, ContactDetailsFound):
        form.data = {**form.data.dict(), "confirmed": "on"}  # type: ignore[attr-defined]


def _sent(request: HttpRequest, thread: Conversation) -> HttpResponse:
    if not getattr(request, "htmx", None):
        return redirect(f"{thread.get_absolute_url()}#end")
    context = {"conversation": thread, "form": MessageForm(), "may_write": True}
    response = render(request, "buyers/_composer.html", context)
    # For a second press of the same button, which is sent where the first one was.
    response["Location"] = thread.get_absolute_url()
    response["HX-Trigger"] = "message-sent"
    return response
