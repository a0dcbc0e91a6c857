"""Product feeds: the files for Google and Meta, and the seller's pages of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from accounts.actor import actor_of
from accounts.preferences import preferences_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations, queries
from sellers.feeds.item import NET_PRICE_COUNTRIES, REASONS, Reason
from sellers.forms import FeedForm
from sellers.models import ProductFeed

KINDS = {"google.xml": "application/rss+xml; charset=utf-8", "meta.csv": "text/csv; charset=utf-8"}


def _file_of(token: str, name: str) -> str:
    """The stored file at an address, '' if it opens nothing or is not written yet."""
    if name not in KINDS:
        return ""
    try:
        feed = queries.feed_behind(token)
    except NotFound:
        return ""
    return feed.google_file if name == "google.xml" else feed.meta_file


def _etag(_request: HttpRequest, token: str, name: str) -> str | None:
    file = _file_of(token, name)
    return f'"{file}"' if file else None


@require_safe
@cache_control(private=True, max_age=900)
@condition(etag_func=_etag)
def feed(_request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """One file of a feed, as it was last written, to whoever has its address."""
    file = _file_of(token, name)
    if not file:
        raise Http404
    response = _served(file, KINDS[name], name)
    # It is for the reader it was given to, not for search engines that follow links.
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def feeds(request: HttpRequest) -> HttpResponse:
    """The seller's feeds and the form for one more; posting makes it."""
    actor = actor_of(request)
    actor.must_act_for_an_organisation()
    own = queries.feeds_of(actor)
    preferences = preferences_of(request)
    initial = {"country": preferences.ship_to, "language": preferences.language}
    form = FeedForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        asked = {name: request.POST.get(name, "") for name in ("country", "language", "currency")}
        try:
            made = operations.make_feed(actor=actor, now=timezone.now(), **asked)
        except InvalidInput as refusal:
            form.show(refusal.fields)
            status = 422
        else:
            messages.success(request, _("Made. Its files are written within a minute."))
            return redirect("sellers:feed_report", made.public_id)
    context = {"feeds": own, "form": form, "may_edit": actor.may("listings.edit")}
    return render(request, "sellers/feeds.html", context, status=status)


@login_required
@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """One feed: its addresses, what is in it, what is left out and why."""
    actor = actor_of(request)
    found = queries.feed_of(actor, public_id)
    context: dict[str, Any] = {
        "feed": found,
        "is_net": found.country in NET_PRICE_COUNTRIES,
        "rows": [
            {"words": REASONS[Reason(row["reason"])], "count": row["count"], "examples": row["examples"]}
            for row in found.left_out
        ],
        "may_edit": actor.may("listings.edit"),
    }
    return render(request, "sellers/feed_report.html", context)


@login_required
@require_safe
def left_out(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Everything that is left out, one row each, as a spreadsheet."""
    found = queries.feed_of(actor_of(request), public_id)
    if not found.report_file:
        raise Http404
    name = f"left-out-{found.country}-{found.language}-{found.currency}.csv"
    return _served(found.report_file, "text/csv; charset=utf-8", name, as_attachment=True)


@login_required
@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a feed."""
    actor = actor_of(request)
    found: ProductFeed = queries.feed_of(actor, public_id)
    operations.revoke_feed(actor=actor, feed=found, now=timezone.now())
    messages.success(request, _("Revoked. Its addresses answer nobody any more."))
    return redirect("sellers:feeds")


def _served(file: str, kind: str, name: str, *, as_attachment: bool = False) -> FileResponse:
    try:
        stored = default_storage.open(file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stored, content_type=kind, filename=name, as_attachment=as_attachment)
