"""What the rulebook does when something happened. Each may run twice."""

from django.utils import timezone

from accounts.models import Organisation
from marketplace.kernel.models import Event
from trade import operations
from trade.operations.check_names import screen_all
from trade.queries.screening import organisation_subject
from trade.tasks import screen_organisations


def screen_organisation(event: Event) -> None:
    """An organisation, its owners or its members have changed: hold their names against the lists."""
    organisation = Organisation.objects.filter(pk=event.organisation_id).first()
    if organisation is not None:
        screen_all(subjects=[organisation_subject(organisation)], now=timezone.now())


def screen_everybody(_event: Event) -> None:
    """A list has changed: begin at once, the sweep goes on where this leaves off."""
    screen_organisations.delay()


def tell_seller_of_classification(event: Event) -> None:
    """A person gave goods their HS code."""
    operations.tell_seller_of_classification(request_id=event.payload["id"], now=timezone.now())
