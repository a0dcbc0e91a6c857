"""The tab "Languages": the seller's own translations beside the original, and which text is binding."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actor import actor_of
from marketplace.kernel.idempotency import once
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.forms.languages import ALT, TranslationForm
from sellers.listing_head import listing_head
from sellers.models import Listing
from sellers.proposals import as_proposed, proposed_pictures
from sellers.texts import binding_language, progress_in


@login_required
@require_http_methods(["GET", "POST"])
@once
def languages(request: HttpRequest, public_id: str) -> HttpResponse:
    """One language side by side with the original; `do=binding` names the binding text, `do=remove` takes one out."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    revision = queries.open_revision(listing)
    shown, pictures = as_proposed(listing, revision), proposed_pictures(listing, revision)
    others = [code for code, _name in settings.LANGUAGES if code != shown.language]
    wanted = request.POST.get("to") or request.GET.get("to", "")
    language = wanted if wanted in others else others[0]
    at = f"{reverse('sellers:languages', args=[public_id])}?to={language}"
    kept = shown.translations.get(language, {})
    form = TranslationForm(request.POST or None, initial=TranslationForm.initial_of(kept), pictures=pictures)
    left: dict[str, list[str]] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "binding":
            content: dict[str, Any] = {"binding_language": request.POST.get("binding_language", "")}
        elif do == "remove":
            content = {"translations": {code: texts for code, texts in shown.translations.items() if code != language}}
        else:
            content = {"translations": {**shown.translations, language: form.content()}}
        try:
            operations.edit_listing(actor=actor, listing=listing, content=content, now=timezone.now())
        except InvalidInput as refusal:
            left = form.show(_at_fields(refusal, language))
        else:
            messages.success(request, _said(listing))
            return redirect(at)
    info = get_language_info(language)
    progress = {code: progress_in(shown, code, {each.public_id: each.alt_text for each in pictures}) for code in others}
    context = {
        **listing_head(actor, listing, "languages"),
        "shown": shown,
        "form": form,
        "error_lines": [text for texts in left.values() for text in texts],
        "language": language,
        "language_name": info["name_local"],
        "original_name": get_language_info(shown.language)["name_local"],
        "is_kept": bool(kept),
        "others": [
            {"code": code, "name": get_language_info(code)["name_local"], "progress": progress[code]} for code in others
        ],
        "binding": binding_language(shown),
        "binding_choices": [
            (code, get_language_info(code)["name_local"]) for code in (shown.language, *shown.translations)
        ],
    }
    return render(request, "sellers/languages.html", context, status=422 if form.errors or left else 200)


def _said(listing: Listing) -> str:
    if listing.was_published and queries.open_revision(listing) is not None:
        return _("Saved. Buyers read it once it is approved; send it for review.")
    return _("Saved.")


def _at_fields(refusal: InvalidInput, language: str) -> dict[str, list[Any]]:
    """Errors of the language on the page stand at its fields; those of another language say which it is."""
    own = f"translations.{language}."
    fields: dict[str, list[Any]] = {}
    for name, reasons in refusal.fields.items():
        field = name.removeprefix(own)
        fields[f"{ALT}{field.removeprefix('alt.')}" if field.startswith("alt.") else field] = list(reasons)
    return fields
