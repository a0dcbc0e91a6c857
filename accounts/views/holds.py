"""What the platform stopped, why, until when, and what to say against it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import operations, queries
from accounts.actor import actor_of
from accounts.forms import show_refusal
from accounts.holds import notes_for
from accounts.models import AppealFile
from marketplace.kernel.idempotency import once
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.private_files import open_private
from marketplace.kernel.refusals import InvalidInput, NotFound
from marketplace.kernel.scans import media_type


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class AppealForm(forms.Form):
    """What an organisation says against a hold."""

    text = forms.CharField(
        label=gettext_lazy("Why is it wrong?"),
        help_text=gettext_lazy("What happened from your side, and what shows it. You can send this once."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    documents = forms.FileField(
        label=gettext_lazy("Documents"),
        help_text=gettext_lazy("Up to five: PDF, JPEG, PNG, WebP or AVIF, each up to 12 MB."),
        required=False,
        widget=SeveralFiles(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp,image/avif"}),
    )


@login_required
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """Every hold there is and was, and what else waits for us."""
    actor = actor_of(request)
    organisation = actor.must_act_for_an_organisation()
    rows = list(queries.holds_of(actor)[:100])
    context = {
        "in_force": [hold for hold in rows if hold.is_in_force],
        "over": [hold for hold in rows if not hold.is_in_force],
        "notes": notes_for(organisation.pk),
    }
    return render(request, "accounts/holds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@once
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """The statement of reasons of one hold and what became of it; POST appeals."""
    actor = actor_of(request)
    row = queries.hold_of(actor, public_id)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.appeal_hold(
                actor=actor,
                hold=row,
                text=form.cleaned_data["text"],
                uploads=request.FILES.getlist("documents"),
                now=timezone.now(),
            )
        except BadPicture as refusal:
            form.add_error("documents", refusal.detail)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Sent. Another person than the one who decided looks at it."))
            return redirect("accounts:hold", public_id)
    context = {
        "hold": row,
        "appeal": getattr(row, "appeal", None),
        "form": form,
        "may_appeal": row.may_be_appealed(timezone.now()) and actor.may("holds.appeal"),
    }
    return render(request, "accounts/hold.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def appeal_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A document sent with an appeal, for its organisation and for staff alone."""
    return file_response(queries.appeal_file(actor_of(request), public_id))


def file_response(row: AppealFile) -> HttpResponseBase:
    """
    Return the document as an answer that no browser runs or keeps.

    :raises NotFound: if it is gone.
    """
    try:
        file = open_private(row.file)
    except OSError:
        raise NotFound from None
    response = FileResponse(file, content_type=media_type(row.file))
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
