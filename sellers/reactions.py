"""What sellers does when something happened."""

from django.utils import timezone

from marketplace.kernel.models import Event
from sellers.operations import refresh_rating as rating
from sellers.operations import tell_search_of_rules as tell_search
from sellers.operations import tell_seller_of_evidence
from sellers.operations.tell_seller_of_decision import tell_seller_of_decision


def refresh_rating(event: Event) -> None:
    """A buyer rated a listing: the payload has the sum and the number of all its ratings."""
    rating(
        listing_id=event.payload["listing_id"],
        rating_sum=event.payload["rating_sum"],
        rating_count=event.payload["rating_count"],
    )


def tell_seller_listing_approved(event: Event) -> None:
    """Platform staff approved a listing."""
    tell_seller_of_decision(decision_id=event.payload["decision_id"], now=timezone.now())


def tell_seller_listing_rejected(event: Event) -> None:
    """Platform staff sent a listing back."""
    tell_seller_of_decision(decision_id=event.payload["decision_id"], now=timezone.now())


def tell_seller_evidence_decided(event: Event) -> None:
    """Platform staff accepted or refused a document."""
    tell_seller_of_evidence(evidence_id=int(event.subject_id), now=timezone.now())


def tell_search_of_rules(event: Event) -> None:
    """A restriction was added: search learns which listings it concerns."""
    tell_search(codes=[event.payload["code"]], now=timezone.now())
