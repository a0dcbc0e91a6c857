"""Every read of conversations, each scoped to who asks: missing and forbidden look the same."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from accounts.actor_types import ActorLike
from buyers.models import Conversation, LotAlert, Message, SitemapPart
from marketplace.kernel.refusals import NotFound


def conversations_of(
    actor: ActorLike, *, unread_only: bool = False, unanswered_before: datetime | None = None
) -> QuerySet[Conversation]:
    """
    The conversations of the actor's organisation, last written to first.

    Each has `unread` (messages of the other side not yet read), `last_body` and `last_from_id`. `unanswered_before`
    narrows to those in which a buyer has waited for the actor since before that moment.
    """
    if actor.organisation_id is None:
        return Conversation.objects.none()
    mine = Conversation.objects.filter(
        Q(organisation_id=actor.organisation_id) | Q(seller_id=actor.organisation_id)
    ).select_related("organisation", "seller", "listing")
    last = Message.objects.filter(conversation=OuterRef("pk")).order_by("-pk")
    found = mine.annotate(
        unread=Count(
            "messages",
            filter=Q(messages__read_at=None) & ~Q(messages__organisation_id=actor.organisation_id),
        ),
        last_body=Subquery(last.values("body")[:1]),
        last_from_id=Subquery(last.values("organisation_id")[:1]),
    ).order_by("-last_message_at", "-pk")
    if unanswered_before is not None:
        waiting = _waiting_for_seller(actor, before=unanswered_before)
        return found.filter(pk__in=waiting.values("pk"))
    return found.filter(unread__gt=0) if unread_only else found


# A buyer's last word of a fortnight ago was the end of the talk.
STILL_WAITING = timedelta(days=14)


def _waiting_for_seller(actor: ActorLike, *, before: datetime) -> QuerySet[Conversation]:
    """Conversations with buyers in which they wrote last, before that moment and not too long ago."""
    last = Message.objects.filter(conversation=OuterRef("pk")).order_by("-pk")
    return (
        Conversation.objects.filter(
            seller_id=actor.organisation_id, last_message_at__lte=before, last_message_at__gt=before - STILL_WAITING
        )
        .annotate(last_writer=Subquery(last.values("organisation_id")[:1]))
        .exclude(last_writer=actor.organisation_id)
    )


def unanswered(actor: ActorLike, *, before: datetime) -> tuple[int, datetime | None]:
    """Return how many buyers have waited for the seller's answer since before that moment, and since when the first."""
    found = _waiting_for_seller(actor, before=before).aggregate(count=Count("pk"), oldest=Min("last_message_at"))
    return found["count"], found["oldest"]


def conversation_of(actor: ActorLike, public_id: str) -> Conversation:
    """
    Return a conversation that the actor's organisation is a side of.

    :raises NotFound: if there is none, or it is others'.
    """
    found = (
        Conversation.objects.filter(public_id=public_id)
        .filter(Q(organisation_id=actor.organisation_id) | Q(seller_id=actor.organisation_id))
        .select_related("organisation", "seller", "seller__seller_profile", "listing")
        .first()
        if actor.organisation_id is not None
        else None
    )
    if found is None:
        raise NotFound
    return found


def conversation_about(actor: ActorLike, listing_id: int) -> Conversation | None:
    """Return the actor's organisation's conversation about a listing, as its buyer."""
    if actor.organisation_id is None:
        return None
    return Conversation.objects.filter(organisation_id=actor.organisation_id, listing_id=listing_id).first()


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """The messages of a conversation already looked up by its reader, oldest first."""
    return Message.objects.filter(conversation=conversation).select_related("organisation", "author").order_by("pk")


def unread_messages(actor: ActorLike) -> int:
    """How many conversations wait for the actor's organisation to read, counted up to 99."""
    if actor.organisation_id is None:
        return 0
    waiting = (
        Message.objects.filter(read_at=None)
        .filter(
            Q(conversation__organisation_id=actor.organisation_id) | Q(conversation__seller_id=actor.organisation_id)
        )
        .exclude(organisation_id=actor.organisation_id)
    )
    return waiting.values("conversation_id").distinct()[:99].count()


def lot_alerts_of(actor: ActorLike) -> list[LotAlert]:
    """Return the alerts of the actor's organisation, the newest first."""
    own = LotAlert.objects.filter(organisation=actor.organisation_id)
    return list(own.select_related("category", "seller"))


def lot_alert_of(actor: ActorLike, public_id: str) -> LotAlert:
    """
    Return one of the organisation's alerts.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    found = LotAlert.objects.filter(organisation=actor.organisation_id, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# Parts of listings that an index names. The protocol allows 50,000 in all; the first also names pages and sellers.
PARTS_AN_INDEX = 40_000


def sitemap_parts(page: int) -> QuerySet[SitemapPart]:
    """
    The parts with addresses that the index numbered `page` names.

    Indexes are cut by the numbers of listings' parts; the first also names pages and sellers.
    """
    first, last = (page - 1) * PARTS_AN_INDEX + 1, page * PARTS_AN_INDEX
    named = Q(section=SitemapPart.Section.LISTINGS, number__gte=first, number__lte=last)
    if page == 1:
        named = Q(section=SitemapPart.Section.LISTINGS, number__lte=last) | ~Q(section=SitemapPart.Section.LISTINGS)
    return SitemapPart.objects.filter(named, urls__gt=0).order_by("section", "number")


def sitemap_part(section: str, number: int) -> SitemapPart | None:
    """Return one written part of the sitemap; None if there is none or it holds nothing."""
    return SitemapPart.objects.filter(section=section, number=number, urls__gt=0).first()


def stale_sitemap_parts(most: int) -> list[SitemapPart]:
    """Return parts to be written again: those never written first, then the oldest."""
    stale = SitemapPart.objects.filter(is_stale=True)
    return list(stale.order_by(F("built_at").asc(nulls_first=True), "section", "number")[:most])


def sitemap_indexes() -> int:
    """Return how many indexes there are."""
    last = SitemapPart.objects.filter(section=SitemapPart.Section.LISTINGS).aggregate(last=Max("number"))["last"] or 1
    return (int(last) - 1) // PARTS_AN_INDEX + 1
