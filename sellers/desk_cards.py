"""What of their own room needs a seller today: listings, documents, lots and stock, as cards of the desk."""

from datetime import date, datetime

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from accounts.queries import holds_in_force
from marketplace.kernel.templatetags.bridgeway import locale
from sellers import queries
from sellers.desk import DeskCard


def own_cards(actor: Actor, counts: dict[str, int], sent_back: int, *, now: datetime) -> list[DeskCard]:
    """Return the cards; `counts` are those of `desk_counts`, `sent_back` how many listings need changes."""
    figures = queries.desk_figures(actor, now=now)
    holds = list(holds_in_force(actor)) if actor.may("organisation.view") else []
    listings = reverse("sellers:listings")
    return [
        DeskCard(
            len(holds),
            ngettext("hold stands", "holds stand", len(holds)),
            reverse("accounts:hold", args=[holds[0].public_id]) if len(holds) == 1 else reverse("accounts:holds"),
            hint=_("What it stops, why, and what you can say against it."),
            icon="ban",
            kind="danger",
        ),
        DeskCard(
            sent_back,
            ngettext("listing needs changes", "listings need changes", sent_back),
            f"{listings}?status={'rejected' if counts['rejected'] else 'proposed'}",
            hint=_("What to change stands beside each."),
            icon="message-square-warning",
            kind="danger",
        ),
        DeskCard(
            figures.refused,
            ngettext("document was not accepted", "documents were not accepted", figures.refused),
            reverse("sellers:claims"),
            hint=_("What is missing stands beside each."),
            icon="file-x",
            kind="warning",
        ),
        DeskCard(
            figures.expiring,
            ngettext("document expires soon", "documents expire soon", figures.expiring),
            reverse("sellers:claims"),
            hint=_first(figures.expires_first),
            icon="file-clock",
            kind="warning",
        ),
        DeskCard(
            figures.at_risk,
            ngettext("lot nears its date", "lots near their date", figures.at_risk),
            reverse("sellers:at_risk"),
            hint=_first(figures.spoils_first),
            icon="hourglass",
            kind="warning",
        ),
        DeskCard(
            figures.low_stock,
            ngettext("product is running out", "products are running out", figures.low_stock),
            f"{reverse('sellers:stock')}?show=low",
            icon="package-minus",
            kind="warning",
        ),
        DeskCard(
            counts["in_review"],
            ngettext("listing in review", "listings in review", counts["in_review"]),
            f"{listings}?status=in_review",
            hint=_("We look at it within one working day."),
            icon="hourglass",
            kind="info",
        ),
        DeskCard(
            counts["draft"],
            ngettext("draft to finish", "drafts to finish", counts["draft"]),
            f"{listings}?status=draft",
            icon="pencil",
            kind="neutral",
        ),
    ]


def _first(on: date | None) -> str:
    if on is None:
        return ""
    return _("The first on %(day)s.") % {"day": format_date(on, "dd MMM yyyy", locale=locale())}
