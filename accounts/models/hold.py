"""Holds: what the platform stops an organisation from doing, why, until when, and what it may say against it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class HoldQuerySet(QuerySet["Hold"]):
    def in_force(self) -> "HoldQuerySet":
        return self.filter(state=Hold.State.IN_FORCE)


class Hold(models.Model):
    """
    One decision of the platform's staff that stops something, with its statement of reasons.

    It ends by itself at `ends_at`; without an end it is a permanent suspension, which a second person must confirm
    before it takes effect. Whatever it stops: data, open orders, messages and the export stay within reach.
    `subject` is the public id of the one thing it stops, such as a listing; empty for the organisation.
    """

    class Stops(models.TextChoices):
        SELLING = "selling", _("Selling")
        PAYOUTS = "payouts", _("Payouts")
        EVERYTHING = "everything", _("Everything new")
        LISTING = "listing", _("One listing")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        IN_FORCE = "in_force", _("In force")
        ENDED = "ended", _("Ended")
        LIFTED = "lifted", _("Lifted")
        DROPPED = "dropped", _("Not confirmed")

    class Code(models.TextChoices):
        RIGHTS = "rights", _("Somebody else's rights")
        UNSAFE = "unsafe", _("Goods that may be unsafe")
        FORBIDDEN = "forbidden", _("Goods or services that may not be sold")
        MISLEADING = "misleading", _("Says what is not so")
        EVIDENCE = "evidence", _("A document that does not hold")
        UNSHIPPED = "unshipped", _("Orders that were not sent")
        OFF_PLATFORM = "off_platform", _("Deals past the platform")
        CONDUCT = "conduct", _("Conduct towards others")
        MONEY = "money", _("Risk to buyers' or sellers' money")
        IDENTITY = "identity", _("Who is behind the firm is not known")
        AUTHORITY = "authority", _("Order of an authority")
        OTHER = "other", _("Another reason")

    class Source(models.TextChoices):
        """How we came to know."""

        OWN = "own", _("We saw it ourselves")
        NOTICE = "notice", _("Somebody told us")
        AUTHORITY = "authority", _("An authority told us")

    public_id = PublicIdField(prefix="hld")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holds")
    stops = models.CharField(_("stops"), max_length=10, choices=Stops)
    subject = models.CharField(_("what it is about"), max_length=40, blank=True)
    subject_label = models.CharField(_("its name"), max_length=200, blank=True)
    code = models.CharField(_("kind of reason"), max_length=12, choices=Code)
    reason = models.TextField(_("what happened"), max_length=4000)
    ground = models.CharField(_("rule it rests on"), max_length=500)
    source = models.CharField(_("how we know"), max_length=10, choices=Source, default=Source.OWN)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.IN_FORCE)
    starts_at = models.DateTimeField(_("since"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    appeal_until = models.DateTimeField(_("appeal until"), null=True, blank=True)
    over_at = models.DateTimeField(_("over since"), null=True, blank=True)
    placed_at = models.DateTimeField(_("decided"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="hold_stops_known", condition=Q(stops__in=["selling", "payouts", "everything", "listing"])
            ),
            models.CheckConstraint(
                name="hold_state_known",
                condition=Q(state__in=["proposed", "in_force", "ended", "lifted", "dropped"]),
            ),
            # Whoever is stopped is owed the reason and the rule.
            models.CheckConstraint(name="hold_says_why", condition=~Q(reason="") & ~Q(ground="")),
            models.CheckConstraint(
                name="hold_names_its_listing",
                condition=Q(stops="listing") & ~Q(subject="") | ~Q(stops="listing") & Q(subject=""),
            ),
            models.CheckConstraint(
                name="hold_begins_before_it_ends",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
            # Without an end only everything can be stopped, and only by two people.
            models.CheckConstraint(
                name="hold_without_end_takes_two",
                condition=Q(ends_at__isnull=False)
                | Q(stops="everything", state__in=["proposed", "dropped"])
                | Q(stops="everything", confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("placed_by")),
            ),
            # Two rows that stop the same would end one after the other, and the second in silence.
            models.UniqueConstraint(
                fields=["organisation", "stops", "subject"],
                condition=Q(state="in_force"),
                name="hold_one_in_force",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(state="in_force"), name="hold_ends"),
            models.Index(fields=["organisation", "-id"], name="hold_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stops_display()}: {self.subject_label or self.organisation}"

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    @property
    def is_permanent(self) -> bool:
        return self.ends_at is None

    @property
    def waiting_appeal(self) -> "HoldAppeal | None":
        """Its appeal, while nobody has decided about it."""
        appeal: HoldAppeal | None = getattr(self, "appeal", None)
        return appeal if appeal is not None and not appeal.outcome else None

    def may_be_appealed(self, now: datetime) -> bool:
        """Whether its organisation may still say something against it; it may once."""
        return self.appeal_until is not None and now <= self.appeal_until and not hasattr(self, "appeal")


class HoldChange(models.Model):
    """What was decided about a hold after it was placed, by whom, when and why. Never changed."""

    class Kind(models.TextChoices):
        PLACED = "placed", _("Decided")
        CONFIRMED = "confirmed", _("Confirmed by a second person")
        DROPPED = "dropped", _("Not confirmed")
        EXTENDED = "extended", _("Extended")
        SHORTENED = "shortened", _("Shortened")
        UPHELD = "upheld", _("Upheld after an appeal")
        LIFTED = "lifted", _("Lifted")
        ENDED = "ended", _("Ended by itself")

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    old_end = models.DateTimeField(_("until, before"), null=True, blank=True)
    new_end = models.DateTimeField(_("until, after"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("change of a hold")
        verbose_name_plural = _("changes of holds")
        constraints = [
            models.CheckConstraint(
                name="hold_change_kind_known",
                condition=Q(
                    kind__in=[
                        "placed", "confirmed", "dropped", "extended", "shortened", "upheld", "lifted", "ended",
                    ]
                ),
            ),
            # Only what ends by itself needs no words.
            models.CheckConstraint(name="hold_change_says_why", condition=Q(kind="ended") | ~Q(reason="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.hold_id}"


class HoldAppeal(models.Model):
    """What an organisation says against a hold, once, and what another person than who decided it made of that."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The hold stands")
        SHORTENED = "shortened", _("The hold ends earlier")
        LIFTED = "lifted", _("The hold is lifted")

    hold = models.OneToOneField(Hold, on_delete=models.CASCADE, related_name="appeal")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=5000)
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("answer due"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="appeal_outcome_known", condition=Q(outcome__in=["", "upheld", "shortened", "lifted"])
            ),
            models.CheckConstraint(
                name="appeal_decided_with_reason",
                condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & ~Q(reason="") & Q(decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(outcome=""), name="appeal_waiting")]

    def __str__(self) -> str:
        return f"{self.hold_id}: {self.outcome or 'waiting'}"


class AppealFile(models.Model):
    """A document sent with an appeal: our own copy, kept apart."""

    public_id = PublicIdField(prefix="apf")
    appeal = models.ForeignKey(HoldAppeal, on_delete=models.CASCADE, related_name="files")
    file = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("document of an appeal")
        verbose_name_plural = _("documents of appeals")

    def __str__(self) -> str:
        return self.public_id
