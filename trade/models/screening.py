"""Denied-party lists as published, and what was found when names were held against them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


def no_values() -> list[str]:
    """The default of the columns that hold several texts."""
    return []


class DeniedPartyList(models.Model):
    """
    One version of one published list, as it was loaded.

    A newer file of the same list replaces it whole; the superseded version stays as long as a hit refers to it.
    """

    code = models.CharField(_("list"), max_length=20)
    version = models.PositiveIntegerField(_("version"))
    publisher = models.CharField(_("publisher"), max_length=120)
    published_date = models.DateField(_("published"), null=True, blank=True)
    file_hash = models.CharField(_("SHA-256 of the files"), max_length=64)
    file_name = models.CharField(_("file"), max_length=200)
    is_current = models.BooleanField(_("in force"), default=True)
    party_count = models.PositiveIntegerField(_("parties"), default=0)
    name_count = models.PositiveIntegerField(_("names"), default=0)
    loaded_at = models.DateTimeField(_("loaded at"))
    # The publisher's file may stay the same for weeks; that it was looked at again counts for the list's age.
    checked_at = models.DateTimeField(_("last seen current at"))

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = _("denied-party list")
        verbose_name_plural = _("denied-party lists")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="trade_list_version_once"),
            # Two versions in force would make the result depend on which one is asked.
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_current=True), name="trade_one_list_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class DeniedParty(models.Model):
    """A person, entity, vessel or aircraft on a list."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ENTITY = "entity", _("Entity")
        VESSEL = "vessel", _("Vessel")
        AIRCRAFT = "aircraft", _("Aircraft")

    list = models.ForeignKey(DeniedPartyList, on_delete=models.CASCADE, related_name="parties")
    reference = models.CharField(_("reference"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    programme = models.CharField(_("programme"), max_length=300, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=no_values, blank=True, verbose_name=_("countries"))
    births = ArrayField(
        models.CharField(max_length=10), default=no_values, blank=True, verbose_name=_("dates of birth")
    )
    identifiers = ArrayField(models.CharField(max_length=60), default=no_values, blank=True, verbose_name=_("numbers"))
    remarks = models.TextField(_("remarks"), blank=True)
    link = models.URLField(_("source"), max_length=300, blank=True)
    # Changes when anything that tells this party from another changes: then a cleared hit is looked at again.
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("denied party")
        verbose_name_plural = _("denied parties")
        constraints = [
            models.UniqueConstraint(fields=["list", "reference"], name="trade_party_once_per_list"),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "entity", "vessel", "aircraft"]), name="trade_party_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DeniedPartyName(models.Model):
    """One name of a denied party; `normalised` holds its readings as the matcher compares them."""

    party = models.ForeignKey(DeniedParty, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=400)
    is_alias = models.BooleanField(_("alias"), default=False)
    is_weak = models.BooleanField(_("weak"), default=False)
    normalised = ArrayField(models.CharField(max_length=600), default=no_values)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("name of a denied party")
        verbose_name_plural = _("names of denied parties")

    def __str__(self) -> str:
        return self.name


class Screening(models.Model):
    """
    That somebody's names were held against the lists: which names, which versions, with what result.

    Rows are never changed: what was known on a day can always be shown. `names` are
    `{role, text, kind, country, born, owner}`; `lists` is version by list.
    """

    class Subject(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        CONSIGNEE = "consignee", _("Consignee")

    class Result(models.TextChoices):
        CLEAR = "clear", _("Clear")
        HIT = "hit", _("Hit")

    subject_kind = models.CharField(_("who"), max_length=12, choices=Subject)
    subject_id = models.CharField(max_length=60)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    names = models.JSONField(_("names"), default=list)
    fingerprint = models.CharField(max_length=64)
    edition = models.PositiveBigIntegerField(_("edition of the lists"))
    lists = models.JSONField(_("list versions"), default=dict)
    result = models.CharField(_("result"), max_length=5, choices=Result)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-edition"], name="trade_screening_by_subject"),
            models.Index(fields=["organisation", "-id"], name="trade_screening_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=["clear", "hit"]), name="trade_screening_result_known"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "fingerprint", "edition"], name="trade_screening_once_per_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.result}"


class ScreeningHit(models.Model):
    """
    A name that is like a listed one, for a person to decide.

    Open and confirmed hits hold their subject. Confirming takes two people: one proposes, another confirms.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be checked")
        PROPOSED = "proposed", _("Waits for a second person")
        CLEARED = "cleared", _("Cleared")
        CONFIRMED = "confirmed", _("Confirmed")

    public_id = PublicIdField(prefix="hit")
    subject_kind = models.CharField(_("who"), max_length=12, choices=Screening.Subject)
    subject_id = models.CharField(max_length=60)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="hits")
    party = models.ForeignKey(DeniedParty, on_delete=models.PROTECT, related_name="hits")
    name = models.CharField(_("name"), max_length=400)
    role = models.CharField(_("as"), max_length=20)
    owner_id = models.CharField(max_length=32, blank=True)
    name_key = models.CharField(max_length=64)
    # The listed party beyond its list version: the same entry in the next version is the same hit.
    list_code = models.CharField(_("list"), max_length=20)
    reference = models.CharField(_("reference"), max_length=120)
    entry_fingerprint = models.CharField(max_length=64)
    listed_name = models.CharField(_("listed name"), max_length=400)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4)
    explanation = models.JSONField(_("explanation"), default=dict)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    # A confirmed owner of less than half, who does not control the firm, does not make it a denied party.
    blocks = models.BooleanField(_("stands in the way of trade"), default=True)
    found_at = models.DateTimeField(_("found at"))
    due_at = models.DateTimeField(_("to be decided by"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    appeal = models.TextField(_("what they say"), blank=True)
    appealed_at = models.DateTimeField(_("said at"), null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("screening hit")
        verbose_name_plural = _("screening hits")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["open", "proposed"]), name="trade_hit_open_by_due"),
            models.Index(fields=["organisation", "state"], name="trade_hit_by_organisation"),
            models.Index(fields=["subject_id"], condition=Q(blocks=True), name="trade_hit_blocking"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed", "cleared", "confirmed"]), name="trade_hit_state_known"
            ),
            # A cleared hit does not come back: the same name against the same entry is one row.
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "name_key", "list_code", "reference", "entry_fingerprint"],
                name="trade_hit_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed"], decided_at__isnull=True)
                | (Q(state__in=["cleared", "confirmed"], decided_at__isnull=False) & ~Q(reason="")),
                name="trade_hit_decided_with_reason",
            ),
            # What is not decided holds; what is cleared does not.
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed"], blocks=True)
                | Q(state="cleared", blocks=False)
                | Q(state="confirmed"),
                name="trade_hit_undecided_blocks",
            ),
            # Four eyes: who confirms is not who proposed it.
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(proposed_by__isnull=False, decided_by__isnull=False) & ~Q(proposed_by=models.F("decided_by"))),
                name="trade_hit_confirmed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} / {self.listed_name}"
