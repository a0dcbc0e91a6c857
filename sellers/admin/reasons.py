"""Who acts in the admin, and the page that asks for a reason."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from marketplace.kernel.refusals import Refusal


def staff(request: HttpRequest) -> Actor:
    return Actor.for_staff(request.user)  # type: ignore[arg-type]


def said(refusal: Refusal) -> str:
    """The refusal in one line, with what it says of each field."""
    reasons = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
    return " ".join(reasons) if reasons else refusal.detail


class ReasonedAction:
    """Admin actions that ask for a reason on a page of their own before they do anything."""

    admin_site: Any
    model: Any

    def with_reason(
        self, request: HttpRequest, rows: Any, *, action: str, run: Callable[[Any, str], Any]
    ) -> HttpResponse | None:
        """Show the reason form; once it is filled, do `run(row, reason)` for each row and count what went through."""
        error = ""
        if "reason" in request.POST:
            reason = request.POST["reason"].strip()
            if reason:
                done = 0
                for row in rows:
                    try:
                        run(row, reason)
                    except Refusal as refusal:
                        messages.warning(request, f"{row}: {said(refusal)}")
                    else:
                        done += 1
                if done:
                    messages.success(
                        request, ngettext("%(count)s decided.", "%(count)s decided.", done) % {"count": done}
                    )
                return None
            error = str(_("Give a reason; it is kept, and the seller reads it."))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Give the reason"),
            "objects": rows,
            "action": action,
            "error": error,
            "opts": self.model._meta,
        }
        return render(request, "sellers/admin/reason.html", context)
