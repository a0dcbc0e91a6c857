"""Pictures of a listing: adding, ordering, describing, removing."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import Actor, actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import NotFound, Refusal
from sellers import operations, queries
from sellers.forms import PictureForm
from sellers.forms.crop import CropForm
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.proposals import proposed_pictures


@login_required
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add each uploaded file; good ones stay though others are refused."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    problems = []
    uploads = request.FILES.getlist("pictures")
    if not uploads:
        problems.append(_("Choose at least one picture."))
    for upload in uploads:
        try:
            operations.add_picture(actor=actor, listing=listing, upload=upload, now=timezone.now())
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            problems.append(_("“%(file)s” was not added. %(reason)s") % {"file": upload.name, "reason": refusal.detail})
    return _answer(request, actor, listing, problems)


@login_required
@require_POST
def order(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the order of the `picture` ids sent."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    wanted = request.POST.getlist("picture")

    def run() -> None:
        operations.order_pictures(actor=actor, listing=listing, pictures=wanted, now=timezone.now())

    return _do(request, actor, listing, run)


@login_required
@require_POST
def change(request: HttpRequest, public_id: str, picture: str) -> HttpResponse:
    """Move one picture (`do`: earlier, later, cover), describe it (describe) or take it off (remove)."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    shown = [each.public_id for each in proposed_pictures(listing, queries.open_revision(listing))]
    if picture not in shown:
        raise NotFound
    do, now = request.POST.get("do", ""), timezone.now()

    def run() -> None:
        if do == "remove":
            operations.remove_picture(actor=actor, listing=listing, picture=picture, now=now)
        elif do == "describe":
            operations.describe_picture(
                actor=actor, listing=listing, picture=picture, alt_text=request.POST.get("alt_text", ""), now=now
            )
        elif do in ("earlier", "later", "cover"):
            at = shown.index(picture)
            to = {"earlier": max(at - 1, 0), "later": at + 1, "cover": 0}[do]
            shown.insert(to, shown.pop(at))
            operations.order_pictures(actor=actor, listing=listing, pictures=shown, now=now)
        else:
            raise NotFound

    return _do(request, actor, listing, run)


@login_required
@require_http_methods(["GET", "POST"])
@once
def crop(request: HttpRequest, public_id: str, picture: str) -> HttpResponse:
    """Choose the part of a picture that stays, by drawing it or by numbers."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    shown = {each.public_id: each for each in proposed_pictures(listing, queries.open_revision(listing))}
    if picture not in shown:
        raise NotFound
    form = CropForm(request.POST or None, initial={"left": 0, "top": 0, "width": 100, "height": 100})
    left: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            operations.crop_picture(actor=actor, listing=listing, picture=picture, box=form.box(), now=timezone.now())
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            left = form.show(refusal.fields) if refusal.fields else {"": [refusal.detail]}
        else:
            messages.success(request, _("Cut. The rest of the picture is gone from the listing."))
            return redirect(reverse("sellers:edit_listing", args=[listing.public_id]) + "#pictures")
    context = {
        **listing_head(actor, listing, "edit_listing"),
        "picture": shown[picture],
        "form": form,
        "error_lines": [text for texts in left.values() for text in texts],
    }
    return render(request, "sellers/crop.html", context, status=422 if left or form.errors else 200)


def _do(request: HttpRequest, actor: Actor, listing: Listing, run: Callable[[], None]) -> HttpResponse:
    problems = []
    try:
        run()
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        reasons = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
        problems.extend(reasons or [refusal.detail])
    return _answer(request, actor, listing, problems)


def _answer(request: HttpRequest, actor: Actor, listing: Listing, problems: list[str]) -> HttpResponse:
    """The picture section again, or without HTMX the editor with what went wrong on top."""
    if not request.htmx or request.htmx.boosted:  # type: ignore[attr-defined]
        for problem in problems:
            messages.warning(request, problem)
        return redirect(reverse("sellers:edit_listing", args=[listing.public_id]) + "#pictures")
    listing = queries.listing_for_edit(actor, listing.public_id)
    context = {
        "listing": listing,
        "pictures": proposed_pictures(listing, queries.open_revision(listing)),
        "picture_form": PictureForm(),
        "problems": problems,
        "may_edit": True,
        "refresh": True,
    }
    return render(request, "sellers/_pictures.html", context)
