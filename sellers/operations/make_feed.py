"""Open a product feed for a destination."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.places import COUNTRIES, currency_of
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers.models import ProductFeed

MOST_FEEDS = 30


class TooManyFeeds(Refusal):
    """The seller has as many feeds as anybody may have."""

    code = "too_many_feeds"
    status = 409
    title = gettext_lazy("You have many feeds already")
    message = gettext_lazy("You have %(most)s feeds. Revoke one you no longer use, then make this one.")


@entry
def make_feed(*, actor: Actor, country: str, language: str, currency: str, now: datetime) -> ProductFeed:
    """
    Give the actor's organisation files of its goods for one country, language and currency; the worker writes them.

    Asking for a destination that has a feed returns that one. Without a `currency` it is the country's own.

    :raises NotAllowed: if the actor may not edit listings.
    :raises InvalidInput: at what is not a country, one of our languages or a currency offered.
    :raises TooManyFeeds: if there are thirty already.
    """
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    errors = {}
    if country not in COUNTRIES:
        errors["country"] = [_("Choose a country from the list.")]
    if language not in dict(settings.LANGUAGES):
        errors["language"] = [_("Choose a language from the list.")]
    currency = currency or currency_of(country)
    if currency not in settings.CURRENCIES_OFFERED:
        errors["currency"] = [_("Choose a currency from the list.")]
    if errors:
        raise InvalidInput(fields=errors)
    own = ProductFeed.objects.filter(organisation=organisation, revoked_at=None)
    same = {"country": country, "language": language, "currency": currency}
    if (known := own.filter(**same).first()) is not None:
        return known
    if own.count() >= MOST_FEEDS:
        raise TooManyFeeds(most=MOST_FEEDS)
    try:
        with transaction.atomic():
            feed = ProductFeed.objects.create(
                organisation=organisation, token=secrets.token_urlsafe(32), made_by=actor.user, made_at=now, **same
            )
    except IntegrityError:
        # Another click made it meanwhile.
        return own.get(**same)
    events.record("sellers.feed.made", subject=feed, actor=actor, at=now, payload=same)
    return feed


@entry
def revoke_feed(*, actor: Actor, feed: ProductFeed, now: datetime) -> ProductFeed:
    """
    Close a feed: its addresses answer nobody any more, and its files are gone. Revoking twice is revoking once.

    :raises NotAllowed: if the actor may not edit listings.
    """
    actor.must("listings.edit")
    feed = ProductFeed.objects.select_for_update().get(pk=feed.pk, organisation=actor.must_act_for_an_organisation())
    if feed.revoked_at is not None:
        return feed
    files = feed.files
    feed.google_file = feed.meta_file = feed.report_file = ""
    feed.revoked_at = now
    feed.save()
    events.record("sellers.feed.revoked", subject=feed, actor=actor, at=now)
    transaction.on_commit(lambda: delete_files(files), robust=True)
    return feed


def delete_files(names: list[str]) -> None:
    """Delete stored files; what is not there is no matter."""
    for name in names:
        default_storage.delete(name)
