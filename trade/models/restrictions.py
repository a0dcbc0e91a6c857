"""
What may not simply go where, as dated rows with their source.

A row is in force from `valid_from` to `valid_to` (both days included; empty means until further notice). Rows in force
are never edited: a change is a new row of the same `code` from its own day on; a restriction that ends for good ends
with its last row, one that pauses says so with a row whose outcome is "allowed".
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trade.models.rules import Importer, period_constraint


class Restriction(models.Model):
    """One restriction, or an exemption from others: what it matches, where, and what follows."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("At the border in")
        EXPORT = "export", _("At the border out")
        MARKET = "market", _("On sale in the country")
        EMBARGO = "embargo", _("Sanctions")
        CARRIAGE = "carriage", _("In transport")
        HOUSE = "house", _("Our own policy")

    class Outcome(models.TextChoices):
        ALLOWED = "allowed", _("Allowed")
        NEEDS_DOCUMENT = "needs_document", _("Allowed with a document")
        NEEDS_LICENCE = "needs_licence", _("Allowed with a licence")
        BLOCKED = "blocked", _("Not allowed")

    class Who(models.TextChoices):
        SELLER = "seller", _("Seller")
        BUYER = "buyer", _("Buyer")
        CARRIER = "carrier", _("Carrier")
        PLATFORM = "platform", _("Bridgeway")

    class Match(models.TextChoices):
        ANY = "any", _("Code, word or attribute: one is enough")
        BOTH = "both", _("Code, and a word or an attribute")

    KEY = ("code",)

    code = models.SlugField(max_length=60, help_text=_("Names the restriction; rows of one code are its periods."))
    kind = models.CharField(max_length=8, choices=Kind.choices)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    destinations = models.CharField(
        max_length=300,
        help_text=_("Country codes, EU, GCC, EAEU, EFTA or * for everywhere; ! in front leaves one out."),
    )
    origins = models.CharField(max_length=300, blank=True, help_text=_("Where made or grown; empty: anywhere."))
    ship_from = models.CharField(max_length=300, blank=True, help_text=_("Where it leaves; empty: anywhere."))
    hs_prefixes = models.CharField(max_length=1200, blank=True, help_text=_("Two to ten digits each."))
    hs_left_out = models.CharField(max_length=600, blank=True, help_text=_("Codes that are never meant."))
    keywords = models.TextField(max_length=4000, blank=True, help_text=_("Phrases in any language, with | between."))
    not_keywords = models.TextField(
        max_length=4000, blank=True, help_text=_("Phrases that hold a keyword and are not meant, such as glue gun.")
    )
    attributes = models.CharField(
        max_length=1200, blank=True, help_text=_("Such as material=ivory|horn; alcohol_percent>0.5")
    )
    match = models.CharField(max_length=4, choices=Match.choices, default=Match.ANY)
    importer = models.CharField(max_length=8, choices=Importer.choices, default=Importer.ALL)
    documents = models.CharField(max_length=200, blank=True, help_text=_("Codes of the papers asked for."))
    who = models.CharField(_("who must act"), max_length=8, choices=Who.choices, default=Who.SELLER)
    reason = models.CharField(max_length=40, help_text=_("Code of the sentence that people read."))
    lifts = models.CharField(
        max_length=300, blank=True, help_text=_("An exemption: codes of the restrictions that it lifts.")
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    source_date = models.DateField()
    is_shaky = models.BooleanField(
        _("unconfirmed"), default=False, help_text=_("Sources disagree or the official text was not seen.")
    )
    note = models.CharField(max_length=300, blank=True, help_text=_("Shown to people beside the reason."))
    entered_in_admin = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["code", "-valid_from"]
        constraints = [
            # Two rows of one restriction from the same day would contradict each other.
            models.UniqueConstraint(fields=["code", "valid_from"], name="trade_restriction_starts_once"),
            period_constraint("trade_restriction_period"),
            models.CheckConstraint(
                condition=Q(outcome__in=["allowed", "needs_document", "needs_licence", "blocked"]),
                name="trade_restriction_outcome_is_known",
            ),
            # What asks for a paper without naming it could never be met.
            models.CheckConstraint(
                condition=Q(outcome__in=["allowed", "blocked"]) | ~Q(documents=""),
                name="trade_restriction_names_its_documents",
            ),
            # Only a row that allows may lift another.
            models.CheckConstraint(
                condition=Q(lifts="") | Q(outcome="allowed"), name="trade_restriction_exemption_allows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"

    def key(self) -> tuple[str, ...]:
        """Return what identifies the restriction, apart from its period."""
        return (self.code,)
